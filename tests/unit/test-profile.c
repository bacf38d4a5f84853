/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-profile.h"

#include <string.h>

#include "ph-error.h"
#include "ph-key-template.h"
#include "ph-setting.h"

/* @kept: what config.ini gets; NULL: nothing, since it is the default. */
static const struct
{
  const char *key;
  const char *text;
  const char *kept;
} good[] = {
  { "provider", "oss", "oss" },
  { "provider", "OSS", "oss" },
  { "provider", "r2", NULL },
  { "provider", "", NULL },
  { "addressing", "virtual", "virtual" },
  { "addressing", "auto", NULL },
  { "bucket", "pics", "pics" },
  { "bucket", "  pics ", "pics" },
  { "bucket", "", NULL },
  { "bucket", "   ", NULL },
  { "cache-control", "no-cache, \"x\\y\"", "no-cache, \"x\\y\"" },
  { "public-url", "https://图床.example.com", "https://图床.example.com" },
  { "key-template", PH_KEY_TEMPLATE_DEFAULT, NULL },
  { "key-template", "", NULL },
  { "key-template", "a/{name}.{ext}", "a/{name}.{ext}" },
  { "private", "true", "true" },
  { "private", "YES", "true" },
  { "private", "1", "true" },
  { "private", "no", NULL },
  { "tls-verify", "0", "false" },
  { "tls-verify", "true", NULL },
  { "connect-timeout", "1", "1" },
  { "connect-timeout", " 300 ", "300" },
  { "connect-timeout", "15", NULL },
  { "part-size", "1024", "1024" },
};

/* @hint: what would be right */
static const struct
{
  const char *key;
  const char *text;
  const char *hint;
} bad[] = {
  { "provider", "amazon", "r2, s3, oss, cos, obs, minio, b2, kodo, spaces, wasabi, upyun, folder" },
  { "addressing", "host", "auto, path, virtual" },
  { "private", "maybe", "true or false" },
  { "tls-verify", "[]", "true or false" },
  { "connect-timeout", "0", "from 1 to 300" },
  { "connect-timeout", "301", "from 1 to 300" },
  { "connect-timeout", "-1", "from 1 to 300" },
  { "connect-timeout", "1.5", "from 1 to 300" },
  { "connect-timeout", "15s", "from 1 to 300" },
  { "connect-timeout", "99999999999999999999", "from 1 to 300" },
  { "part-size", "4", "from 5 to 1024" },
  { "bucket", "a\nb", "one line" },
  { "bucket", "a\xff", "UTF-8" },
  { "public-url", "null", "empty" },
  { "url-suffix", "undefined", "empty" },
  { "url-suffix", "[]", "empty" },
  { "accountId", "x", "“account-id”" },
  { "access_key_id", "x", "“access-key-id”" },
  { "name", "x", "the settings are provider, account-id" },
  { "link-format", "mardown", "markdown" },
  { "link-format", "{urll}", "{url}" },
  { "key-template", "{nmae}", "{name}" },
  { "key-template", "img/", "end it in a name" },
  { "no-such", "x", "the settings are provider, account-id" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (PhProfile) profile = ph_profile_new ("blog");
      g_autoptr (GError) error = NULL;
      g_autofree char *kept = NULL;

      g_test_message ("case %s=%s", good[i].key, good[i].text);
      g_assert_true (ph_profile_set_from_text (profile, good[i].key, good[i].text, &error));
      g_assert_no_error (error);
      kept = ph_profile_get_as_text (profile, good[i].key);
      g_assert_cmpstr (kept, ==, good[i].kept);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PhProfile) profile = ph_profile_new ("blog");
      g_autoptr (GError) error = NULL;

      g_test_message ("case %s=%s", bad[i].key, bad[i].text);
      g_assert_false (ph_profile_set_from_text (profile, bad[i].key, bad[i].text, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, bad[i].key));
      g_assert_nonnull (strstr (ph_error_get_hint (error), bad[i].hint));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Whatever is set comes back, and empty is the default again. */
static void
test_empty_is_default (void)
{
  g_autoptr (PhProfile) profile = ph_profile_new ("blog");

  g_object_set (profile, "bucket", "pics", "key-template", "x", "private", TRUE, NULL);
  g_object_set (profile, "bucket", "", "key-template", "", NULL);
  g_assert_null (ph_profile_get_text (profile, "bucket"));
  g_assert_cmpstr (ph_profile_get_text (profile, "key-template"), ==, PH_KEY_TEMPLATE_DEFAULT);
  g_assert_true (ph_profile_get_switch (profile, "private"));
  g_assert_cmpuint (ph_profile_get_number (profile, "stall-timeout"), ==, 60);
  g_assert_cmpstr (ph_profile_get_name (profile), ==, "blog");
  g_assert_cmpint (ph_profile_get_provider (profile), ==, PH_PROVIDER_R2);
}

/* A profile goes to text and back whole. */
static void
test_round_trip (void)
{
  g_autoptr (PhProfile) first = ph_profile_new ("a");
  g_autoptr (PhProfile) second = ph_profile_new ("a");

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (ph_profile_set_from_text (first, good[i].key, good[i].text, NULL));
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_setting_get_as_text (G_OBJECT (first), *key);
      g_autofree char *again = NULL;

      g_assert_true (ph_profile_set_from_text (second, *key, text != NULL ? text : "", NULL));
      again = ph_setting_get_as_text (G_OBJECT (second), *key);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_keys (void)
{
  const char *const *keys = ph_profile_list_keys ();

  g_assert_cmpstr (keys[0], ==, "provider");
  g_assert_false (g_strv_contains (keys, "name"));
  g_assert_true (g_strv_contains (keys, "large-connections"));
  for (; *keys != NULL; keys++)
    {
      g_autoptr (PhProfile) profile = ph_profile_new ("x");
      GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (profile), *keys);

      /* Label and meaning are what window and documentation are made of. */
      g_assert_cmpstr (g_param_spec_get_nick (spec), !=, *keys);
      g_assert_nonnull (g_param_spec_get_blurb (spec));
    }
}

static void
test_names (void)
{
  static const char *const right[] = { "a", "my blog", "图床", "a=b", "#x", "a/b" };
  static const char *const wrong[]
      = { "", " a", "a ", "a[b", "a]", "a\nb", "a\tb", "\xff", "\xe3\x80\x80x" };
  g_autofree char *longest = g_strnfill (64, 'x');
  g_autofree char *over = g_strnfill (65, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_true (ph_profile_check_name (right[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %s", wrong[i]);
      g_assert_false (ph_profile_check_name (wrong[i], &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
    }
  g_assert_true (ph_profile_check_name (longest, NULL));
  g_assert_false (ph_profile_check_name (over, NULL));
}

static void
test_presets (void)
{
  g_autoptr (GEnumClass) providers = g_type_class_ref (PH_TYPE_PROVIDER);

  g_assert_cmpuint (providers->n_values, ==, PH_PROVIDER_OTHER + 1);
  for (guint i = 0; i < providers->n_values; i++)
    {
      const PhPreset *preset = ph_preset_get ((PhProvider) providers->values[i].value);

      g_test_message ("case %s", preset->nick);
      g_assert_cmpint (preset->provider, ==, providers->values[i].value);
      g_assert_cmpstr (preset->nick, ==, providers->values[i].value_nick);
      g_assert_nonnull (preset->title);
      g_assert_cmpint (preset->addressing, !=, PH_ADDRESSING_AUTO);
      g_assert_true (preset->list_version == 1 || preset->list_version == 2);
      g_assert_cmpuint (preset->delete_batch, >=, 700);
      g_assert_cmpint (preset->single_put_max, >, (gint64) 4 << 30);
      /* Where a region is asked for, the message can show one. */
      g_assert_true (preset->default_region != NULL || preset->example_region != NULL
                     || preset->provider == PH_PROVIDER_FOLDER);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/good", test_good);
  g_test_add_func ("/profile/bad", test_bad);
  g_test_add_func ("/profile/empty-is-default", test_empty_is_default);
  g_test_add_func ("/profile/round-trip", test_round_trip);
  g_test_add_func ("/profile/keys", test_keys);
  g_test_add_func ("/profile/names", test_names);
  g_test_add_func ("/profile/presets", test_presets);
  return g_test_run ();
}
