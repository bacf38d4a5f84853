/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-profile.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-cli.h"
#include "ph-credentials.h"
#include "ph-key-template.h"
#include "ph-proxy-password.h"
#include "ph-proxy-url.h"
#include "ph-setting.h"
#include "ph-target.h"
#include "ph-url-mask.h"

/* A setting by its key. */
static void
print (const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    printf ("%s: %s\n", key, value);
}

/* What is no setting, by a translated label. */
static void
print_fact (const char *label, const char *value)
{
  g_autofree char *line = value != NULL ? g_strdup_printf (_ ("%s: %s"), label, value) : NULL;

  if (line != NULL)
    puts (line);
}

/* Keys whose resolved value is printed instead of what was typed. */
static const char *const resolved[]
    = { "provider",   "account-id", "jurisdiction", "endpoint", "region",        "bucket",
        "addressing", "folder",     "public-url",   "proxy",    "access-key-id", NULL };

static void
print_destination (const PhTarget *target, PhProfile *profile)
{
  g_autofree char *provider
      = g_strdup_printf ("%s (%s)", target->preset->nick, _ (target->preset->title));
  g_autofree char *endpoint = ph_target_dup_endpoint (target);
  const char *access_key_id = ph_profile_get_text (profile, "access-key-id");

  print ("provider", provider);
  if (target->folder != NULL)
    print ("folder", target->folder);
  else
    {
      print ("endpoint", endpoint);
      print ("region", target->region);
      print ("bucket", target->bucket);
      print ("addressing", target->path_style ? "path" : "virtual");
    }
  print ("public-url", g_strcmp0 (target->public_base, "") == 0 ? "/" : target->public_base);
  if (access_key_id != NULL)
    {
      g_autofree char *masked = ph_credentials_mask (access_key_id);

      print ("access-key-id", masked);
    }
  if (target->proxy != NULL)
    {
      g_autofree char *masked = ph_proxy_url_mask (target->proxy);

      print ("proxy", masked);
    }
}

/* What the person set beside the destination, and how pictures are named. */
static void
print_other_settings (PhProfile *profile)
{
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_setting_get_as_text (G_OBJECT (profile), *key);

      if (g_strv_contains (resolved, *key)
          || (ph_setting_is_default (G_OBJECT (profile), *key)
              && !g_str_equal (*key, "key-template")))
        continue;
      print (*key, text);
    }
}

/* The same way as a real link is made, from a picture that isn't there. */
static void
print_example (const PhTarget *target, PhProfile *profile)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (PhKeyTemplate) key_template
      = ph_key_template_new (ph_profile_get_text (profile, "key-template"), NULL);
  PhKeyValues values = { .time = now,
                         .file_name = "picture.png",
                         .extension = "png",
                         .folder = "",
                         .width = 1280,
                         .height = 720,
                         .counter = 1 };
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;

  for (guint i = 0; i < 64; i++)
    values.digest.sha256[i] = "0123456789abcdef"[i % 16];
  memcpy (values.digest.sha1, values.digest.sha256, 40);
  memcpy (values.digest.md5, values.digest.sha256, 32);
  key = key_template != NULL ? ph_key_template_expand (key_template, &values, NULL) : NULL;
  if (key == NULL)
    return;
  url = ph_target_build_public_url (target, key);
  print_fact (_ ("example link"), url);
}

static void
print_secret (PhConfig *config, const PhTarget *target)
{
  g_autoptr (PhSecretStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCredentials) environment = ph_credentials_new_from_environment (&error);
  g_autofree char *problem = NULL;
  char *secret = NULL;

  if (target->folder != NULL)
    return;
  if (environment != NULL)
    {
      print_fact (_ ("secret"), _ ("taken from the environment"));
      return;
    }
  if (error == NULL)
    store = ph_config_open_secret_store (config, &error);
  if (store != NULL)
    secret = ph_secret_store_lookup (store, target->profile, PH_SECRET_PURPOSE_S3, NULL, &error);
  problem = error != NULL ? ph_cli_describe_error (error) : NULL;
  if (problem != NULL)
    print_fact (_ ("secret"), problem);
  else
    print_fact (_ ("secret"), secret != NULL ? _ ("stored") : _ ("not stored"));
  ph_secret_free (secret);
}

/* Where the password of the proxy is, but for a proxy that wants none. */
static void
print_proxy_password (PhConfig *config, const PhTarget *target)
{
  g_autoptr (PhSecretStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  PhSecretPresence presence = PH_SECRET_UNKNOWN;
  const char *label = _ ("password of the proxy");

  if (target->proxy_login == PH_PROXY_OPEN)
    return;
  if (ph_proxy_password_get_from_environment () != NULL)
    {
      print_fact (label, _ ("taken from the environment"));
      return;
    }
  if (target->proxy_login == PH_PROXY_HAS_PASSWORD)
    {
      print_fact (label, _ ("in the settings file, which it leaves with the next change"));
      return;
    }
  store = ph_config_open_secret_store (config, &error);
  if (store != NULL)
    presence = ph_secret_store_probe (store, target->profile, PH_SECRET_PURPOSE_PROXY, &error);
  problem = error != NULL ? ph_cli_describe_error (error) : NULL;
  if (problem != NULL)
    print_fact (label, problem);
  else
    print_fact (label, presence == PH_SECRET_MISSING ? _ ("not stored") : _ ("stored"));
}

/* The preset's note is for those whose links would lead to the provider's own address.  A number is
 * the address of a simulator. */
static const char *
get_public_note (const PhTarget *target)
{
  gboolean own_domain = target->public_base != NULL
                        && (target->host == NULL || g_hostname_is_ip_address (target->host)
                            || strstr (target->public_base, target->host) == NULL);
  gboolean open_by_acl
      = target->preset->public_by_acl && g_strcmp0 (target->acl, "public-read") == 0;

  if (own_domain || open_by_acl || target->is_private || target->preset->public_url_note == NULL)
    return NULL;
  return _ (target->preset->public_url_note);
}

void
ph_cli_profile_report_notes (const PhTarget *target, const PhTarget *before)
{
  const char *note = get_public_note (target);

  for (char **right = target->notes; *right != NULL; right++)
    if (before == NULL || !g_strv_contains ((const char *const *) before->notes, *right))
      ph_cli_report ("%s", *right);
  if (target->folder != NULL && (before == NULL || g_strcmp0 (before->folder, target->folder) != 0)
      && !g_file_test (target->folder, G_FILE_TEST_IS_DIR))
    ph_cli_report (_ ("%s doesn't exist yet: make it before the first upload"), target->folder);
  if (note != NULL
      && (before == NULL || get_public_note (before) != note
          || g_strcmp0 (before->public_base, target->public_base) != 0))
    ph_cli_report ("%s", note);
}

/* What is wrong can't be filled in, yet the person wants to see what is there. */
static int
show_raw (PhProfile *profile, const GError *error)
{
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_profile_get_as_text (profile, *key);
      g_autofree char *shown = NULL;
      g_autofree char *masked = NULL;

      if (text == NULL)
        continue;
      shown = g_str_equal (*key, "access-key-id") ? ph_credentials_mask (text)
                                                  : ph_proxy_url_mask (text);
      masked = ph_url_mask (shown);
      print (*key, masked);
    }
  return ph_cli_fail (ph_profile_get_name (profile), error);
}

int
ph_cli_profile_show (PhConfig *config, const char *name)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_peek_profile (config, name, &error);
  g_autoptr (PhTarget) target = NULL;
  const char *note;

  if (profile == NULL)
    return ph_cli_fail (NULL, error);
  print_fact (_ ("profile"), ph_profile_get_name (profile));
  if (ph_config_get_profile (config, name, &error) == NULL)
    return show_raw (profile, error);
  target = ph_target_new (profile, &error);
  if (target == NULL)
    return show_raw (profile, error);
  print_destination (target, profile);
  print_other_settings (profile);
  print_secret (config, target);
  print_proxy_password (config, target);
  print_example (target, profile);
  for (char **right = target->notes; *right != NULL; right++)
    print_fact (_ ("note"), *right);
  note = get_public_note (target);
  print_fact (_ ("note"), note);
  return PH_EXIT_OK;
}
