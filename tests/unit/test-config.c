/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-secret-store.h"

static mode_t
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_missing (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->dir, "no", "where", NULL);
  g_autoptr (PhConfig) config = ph_config_load (nowhere, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = NULL;
  PhSecretPlace place;

  g_assert_nonnull (config);
  names = ph_config_list_profiles (config);
  g_assert_null (names[0]);
  g_assert_null (ph_config_get_default_name (config));
  g_assert_null (ph_config_get_profile (config, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "profile add"));
  g_object_get (config, "secret-store", &place, NULL);
  g_assert_cmpint (place, ==, PH_SECRET_PLACE_KEYRING);
  config_fixture_assert_no_warnings (config);
  /* Loading makes nothing. */
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

static void
test_round_trip (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_build_filename (fixture->dir, "deep", NULL);
  g_autofree char *deep_path = g_build_filename (deep, "config.ini", NULL);
  g_autofree char *deep_backup = g_build_filename (deep, "config.ini.bak", NULL);
  g_autofree char *lock = g_build_filename (deep, "config.lock", NULL);
  g_autoptr (PhConfig) config = ph_config_load (deep, NULL);
  g_autoptr (PhConfig) again = NULL;
  g_autofree const char **names = NULL;
  mode_t mask = umask (022);

  config_fixture_add_profile (config, "图床", "  odd\\value=\"x\" # ; ");
  config_fixture_add_profile (config, "my blog", "pics");
  g_assert_true (ph_config_set_from_text (config, "copy-link", "yes", NULL));
  config_fixture_save (config);
  umask (mask);
  again = ph_config_load (deep, NULL);
  names = ph_config_list_profiles (again);
  g_assert_cmpstr (names[0], ==, "图床");
  g_assert_cmpstr (names[1], ==, "my blog");
  g_assert_null (names[2]);
  g_assert_cmpstr (config_fixture_get_bucket (again, "图床"), ==, "odd\\value=\"x\" # ;");
  g_assert_cmpstr (config_fixture_get_bucket (again, NULL), ==, "odd\\value=\"x\" # ;");
  g_assert_cmpstr (ph_config_get_default_name (again), ==, "图床");
  config_fixture_assert_no_warnings (again);
  g_assert_cmpint (get_mode (deep), ==, 0700);
  g_assert_cmpint (get_mode (deep_path), ==, 0600);
  g_assert_cmpint (get_mode (deep_backup), ==, 0600);
  g_assert_cmpint (get_mode (lock), ==, 0600);
  g_unlink (deep_path);
  g_unlink (deep_backup);
  g_unlink (lock);
  g_rmdir (deep);
}

/* What Pichoist doesn't know stays where and as it is. */
static void
test_keeps_unknown (ConfigFixture *fixture, gconstpointer data)
{
  static const char *const kept[] = { "# hello\n",         "future-key=1\n",       "[hotkeys]\n",
                                      "upload=<Super>u\n", "# about the bucket\n", "new[zh]=x\n" };
  g_autoptr (PhConfig) config = NULL;
  g_autofree char *text = NULL;

  config_fixture_write (fixture->path,
                        "# hello\n\n[general]\nfuture-key=1\n\n[hotkeys]\nupload = <Super>u\n\n"
                        "[profile a]\n# about the bucket\nbucket=one\nprivate=YES\nnew[zh]=x\n",
                        -1);
  config = config_fixture_load (fixture);
  g_object_set (ph_config_get_profile (config, "a", NULL), "bucket", "two", NULL);
  config_fixture_save (config);
  text = config_fixture_read (fixture->path);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_test_message ("case %s", kept[i]);
      g_assert_nonnull (strstr (text, kept[i]));
    }
  g_assert_nonnull (strstr (text, "bucket=two\n"));
  /* A value that says the same isn't spelt anew. */
  g_assert_nonnull (strstr (text, "private=YES\n"));
  g_assert_null (strstr (text, "provider="));
}

/* B92: both changes are there afterwards. */
static void
test_merges (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) ours = config_fixture_load (fixture);
  g_autoptr (PhConfig) theirs = NULL;
  g_autoptr (PhConfig) check = NULL;
  PhProfile *profile;

  config_fixture_add_profile (ours, "a", "one");
  config_fixture_add_profile (ours, "gone", "x");
  config_fixture_save (ours);
  theirs = config_fixture_load (fixture);
  g_object_set (ph_config_get_profile (theirs, "a", NULL), "region", "eu", NULL);
  config_fixture_add_profile (theirs, "b", "other");
  g_assert_true (ph_config_remove_profile (theirs, "gone", NULL));
  g_assert_true (ph_config_set_from_text (theirs, "link-format", "html", NULL));
  config_fixture_save (theirs);

  profile = ph_config_get_profile (ours, "a", NULL);
  g_object_set (profile, "bucket", "two", NULL);
  config_fixture_save (ours);
  /* The object is the same one and knows both changes. */
  g_assert_true (ph_config_get_profile (ours, "a", NULL) == profile);
  g_assert_cmpstr (ph_profile_get_text (profile, "region"), ==, "eu");
  g_assert_cmpstr (config_fixture_get_bucket (ours, "b"), ==, "other");
  g_assert_null (ph_config_get_profile (ours, "gone", NULL));

  check = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (check, "a"), ==, "two");
  g_assert_cmpstr (ph_profile_get_text (ph_config_get_profile (check, "a", NULL), "region"), ==,
                   "eu");
  g_assert_cmpstr (config_fixture_get_bucket (check, "b"), ==, "other");
  g_assert_null (ph_config_get_profile (check, "gone", NULL));
  {
    g_autofree char *format = ph_config_get_as_text (check, "link-format", NULL);

    g_assert_cmpstr (format, ==, "html");
  }
}

/* Saving without a change doesn't touch the file. */
static void
test_saves_nothing (ConfigFixture *fixture, gconstpointer data)
{
  static const char text[] = "[profile a]\nbucket=one\n";
  g_autoptr (PhConfig) config = NULL;
  g_autofree char *after = NULL;

  config_fixture_write (fixture->path, text, -1);
  config = config_fixture_load (fixture);
  config_fixture_save (config);
  after = config_fixture_read (fixture->path);
  g_assert_cmpstr (after, ==, text);
}

static void
test_default_profile (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = config_fixture_load (fixture);
  g_autoptr (GError) error = NULL;

  config_fixture_add_profile (config, "a", "one");
  config_fixture_add_profile (config, "b", "two");
  g_assert_cmpstr (config_fixture_get_bucket (config, NULL), ==, "one");
  g_assert_true (ph_config_set_from_text (config, "default-profile", "b", NULL));
  g_assert_cmpstr (config_fixture_get_bucket (config, NULL), ==, "two");
  config_fixture_save (config);
  g_assert_true (ph_config_remove_profile (config, "b", NULL));
  g_assert_cmpstr (config_fixture_get_bucket (config, NULL), ==, "one");
  g_assert_false (ph_config_remove_profile (config, "b", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "a"));
  g_clear_error (&error);
  g_assert_true (ph_config_set_from_text (config, "default-profile", "zz", NULL));
  g_assert_null (ph_config_get_profile (config, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, "zz"));
  g_assert_nonnull (strstr (error->message, "[general]: default-profile"));
}

/* A bad value stops its own profile alone, and can be mended. */
static void
test_bad_values (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhConfig) again = NULL;
  g_autoptr (GError) error = NULL;
  PhProfile *profile;

  config_fixture_write (
      fixture->path,
      "[general]\ncopy-link=perhaps\n[profile good]\nbucket=one\n"
      "[profile bad]\nbucket=two\naddressing=up\nprivate=maybe\n[profile ]\nbucket=x\n",
      -1);
  config = config_fixture_load (fixture);
  config_fixture_assert_warned (config, "[profile ]");
  g_assert_cmpstr (config_fixture_get_bucket (config, "good"), ==, "one");
  g_assert_null (ph_config_get_profile (config, "bad", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "[profile bad]"));
  g_assert_nonnull (strstr (error->message, "addressing can't be “up”"));
  g_assert_nonnull (strstr (ph_error_get_hint (error), "virtual"));
  g_clear_error (&error);

  profile = ph_config_peek_profile (config, "bad", NULL);
  g_assert_cmpstr (ph_profile_get_text (profile, "bucket"), ==, "two");
  /* Its default mends it as well as any value. */
  g_assert_true (ph_profile_set_from_text (profile, "addressing", "auto", NULL));
  g_assert_null (ph_config_get_profile (config, "bad", &error));
  g_assert_nonnull (strstr (error->message, "private"));
  g_clear_error (&error);
  config_fixture_save (config);
  again = config_fixture_load (fixture);
  g_assert_null (ph_config_get_profile (again, "bad", &error));
  g_assert_nonnull (strstr (error->message, "private"));
  g_clear_error (&error);
  profile = ph_config_peek_profile (again, "bad", NULL);
  g_assert_true (ph_profile_set_from_text (profile, "private", "true", NULL));
  config_fixture_save (again);
  g_assert_cmpstr (config_fixture_get_bucket (again, "bad"), ==, "two");
  g_assert_true (ph_profile_get_switch (ph_config_get_profile (again, "bad", NULL), "private"));
}

/* One in [general] stops whoever reads that key, and can be mended. */
static void
test_bad_general (ConfigFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *key;
    const char *hint;
  } cases[] = {
    { "link-format=mardown", "link-format", "markdown" },
    { "link-format={urll}", "link-format", "{url}" },
    { "copy-link=perhaps", "copy-link", "true or false" },
    { "secret-store=paper", "secret-store", "keyring, file" },
    { "default-profile=null", "default-profile", "empty" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("[general]\n%s\n[profile a]\nbucket=one\n", cases[i].line);
      g_autoptr (PhConfig) config = NULL;
      g_autofree char *mended = NULL;

      g_test_message ("case %s", cases[i].line);
      config_fixture_write (fixture->path, text, -1);
      config = config_fixture_load (fixture);
      config_fixture_assert_no_warnings (config);
      g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "one");
      for (const char *const *key = ph_config_list_keys (); *key != NULL; key++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *value = ph_config_get_as_text (config, *key, &error);

          g_assert_cmpint (value == NULL, ==, g_str_equal (*key, cases[i].key));
          if (value != NULL)
            continue;
          g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
          g_assert_nonnull (strstr (error->message, fixture->path));
          g_assert_nonnull (strstr (error->message, "[general]"));
          g_assert_nonnull (strstr (error->message, *key));
          g_assert_nonnull (strstr (ph_error_get_hint (error), cases[i].hint));
        }
      /* Its default mends it, and nothing else does. */
      g_assert_true (ph_config_set_from_text (config, cases[i].key, "", NULL));
      mended = ph_config_get_as_text (config, cases[i].key, NULL);
      g_assert_nonnull (mended);
    }
}

/* What reads a wrong key by itself. */
static void
test_bad_general_readers (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  config_fixture_write (
      fixture->path, "[general]\nsecret-store=paper\ndefault-profile=[]\n[profile a]\nbucket=one\n",
      -1);
  config = config_fixture_load (fixture);
  g_assert_null (ph_config_open_secret_store (config, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, "secret-store"));
  g_clear_error (&error);
  g_assert_null (ph_config_get_profile (config, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, "default-profile"));
}

static void
test_slips (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  guint said;

  config_fixture_write (fixture->path,
                        "\xef\xbb\xbf[profile a]\r\naccessKeyId=x\r\nsecret-access-key=hidden\r\n"
                        "bucket=one\r\nnovel=1\r\n",
                        -1);
  config = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "one");
  config_fixture_assert_warned (config, "“accessKeyId” isn't a setting: write “access-key-id”");
  config_fixture_assert_warned (config, "“secret-access-key” isn't read from here");
  for (const char *const *warning = ph_config_get_warnings (config); *warning != NULL; warning++)
    {
      g_assert_null (strstr (*warning, "hidden"));
      g_assert_null (strstr (*warning, "novel"));
    }
  said = g_strv_length ((char **) ph_config_get_warnings (config));
  config_fixture_save (config);
  g_assert_cmpuint (g_strv_length ((char **) ph_config_get_warnings (config)), ==, said);
}

/* B93 */
static void
test_permissions (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhConfig) again = NULL;

  config_fixture_write (fixture->path, "[profile a]\nbucket=one\n", -1);
  g_chmod (fixture->path, 0644);
  config = config_fixture_load (fixture);
  config_fixture_assert_warned (config, "open to other users");
  g_assert_cmpint (get_mode (fixture->path), ==, 0600);
  again = config_fixture_load (fixture);
  config_fixture_assert_no_warnings (again);
  g_clear_object (&again);

  config_fixture_write (fixture->backup, "[profile a]\nbucket=one\n", -1);
  g_chmod (fixture->backup, 0664);
  again = config_fixture_load (fixture);
  config_fixture_assert_warned (again, "config.ini.bak was open to other users");
  g_assert_cmpint (get_mode (fixture->backup), ==, 0600);
}

static void
test_folder_permissions (ConfigFixture *fixture, gconstpointer data)
{
  static const struct
  {
    int mode;
    gboolean said;
  } modes[] = {
    { 0700, FALSE }, { 0755, FALSE }, { 0750, FALSE },
    { 0777, TRUE },  { 01777, TRUE }, { 0770, TRUE },
  };

  config_fixture_write (fixture->path, "[profile a]\nbucket=one\n", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (PhConfig) config = NULL;

      g_test_message ("case %o", (guint) modes[i].mode);
      g_chmod (fixture->dir, modes[i].mode);
      config = config_fixture_load (fixture);
      if (modes[i].said)
        config_fixture_assert_warned (config, "can be written to by other users");
      else
        config_fixture_assert_no_warnings (config);
      g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "one");
      /* It may be shared on purpose. */
      g_assert_cmpint (get_mode (fixture->dir), ==, modes[i].mode);
    }
  g_chmod (fixture->dir, 0700);
}

static void
test_foreign_folder (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;

  if (chown (fixture->dir, 65534, (gid_t) -1) != 0)
    {
      g_test_skip ("only root can give a folder away");
      return;
    }
  config = config_fixture_load (fixture);
  config_fixture_assert_warned (config, "belongs to another user");
}

static void
test_unreadable (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_mkdir (fixture->path, 0700);
  g_assert_null (ph_config_load (fixture->dir, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_rmdir (fixture->path);
}

/* Settings that are kept elsewhere stay there. */
static void
test_symbolic_link (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *real = g_build_filename (fixture->dir, "elsewhere.ini", NULL);
  g_autofree char *text = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *damaged = NULL;
  g_autoptr (PhConfig) config = NULL;

  config_fixture_write (real, "[profile a]\nbucket=one\n", -1);
  g_assert_cmpint (symlink (real, fixture->path), ==, 0);
  config = config_fixture_load (fixture);
  g_object_set (ph_config_get_profile (config, "a", NULL), "bucket", "two", NULL);
  config_fixture_save (config);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  text = config_fixture_read (real);
  g_assert_nonnull (strstr (text, "bucket=two"));

  /* Damaged, it is still the file elsewhere that is put right. */
  config_fixture_write (real, "{", 1);
  g_clear_object (&config);
  config = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "two");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  broken = config_fixture_find_broken (fixture);
  damaged = config_fixture_read (broken);
  g_assert_cmpstr (damaged, ==, "{");
}

/* B94 */
static void
test_export (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autofree char *text = NULL;

  config_fixture_write (
      fixture->path,
      "# hidden\n[general]\nsecret-store=file\n[profile a]\nbucket=one\nsecret=hidden\n"
      "my-token=hidden\nproxy=http://me:hidden@proxy:1\nnovel=1\n",
      -1);
  config = config_fixture_load (fixture);
  g_object_set (ph_config_get_profile (config, "a", NULL), "region", "eu", NULL);
  text = ph_config_export (config);
  g_assert_null (strstr (text, "hidden"));
  g_assert_nonnull (strstr (text, "proxy=http://me@proxy:1\n"));
  g_assert_nonnull (strstr (text, "secret-store=file\n"));
  g_assert_nonnull (strstr (text, "novel=1\n"));
  g_assert_nonnull (strstr (text, "region=eu\n"));
}

static void
test_general (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = config_fixture_load (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *format = ph_config_get_as_text (config, "link-format", NULL);
  g_autofree char *empty = ph_config_get_as_text (config, "default-profile", NULL);

  g_assert_cmpstr (format, ==, "markdown");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (ph_config_get_as_text (config, "linkFormat", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "link-format"));
  g_clear_error (&error);
  g_assert_false (ph_config_set_from_text (config, "secret-store", "paper", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "keyring, file"));
  g_assert_true (g_strv_contains (ph_config_list_keys (), "copy-link"));
}

static void
test_folders (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *config_dir = NULL;
  g_autofree char *data_dir = NULL;

  g_setenv ("PICHOIST_CONFIG_DIR", "/tmp/a//b/", TRUE);
  g_setenv ("PICHOIST_DATA_DIR", "", TRUE);
  config_dir = ph_config_dup_dir ();
  data_dir = ph_config_dup_data_dir ();
  g_assert_cmpstr (config_dir, ==, "/tmp/a/b");
  g_assert_true (g_str_has_suffix (data_dir, "/pichoist"));
  g_unsetenv ("PICHOIST_CONFIG_DIR");
}

static void
count (PhConfig *config, guint *changes)
{
  (*changes)++;
}

static void
test_take_over (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhConfig) same = NULL;
  g_autoptr (PhConfig) other = NULL;
  PhProfile *profile;
  guint changes = 0;

  config_fixture_write (fixture->path,
                        "[profile a]\nprovider=r2\nbucket=one\nsecret-access-key=s\n", -1);
  config = config_fixture_load (fixture);
  g_signal_connect (config, "changed", G_CALLBACK (count), &changes);
  profile = ph_config_get_profile (config, "a", NULL);
  config_fixture_assert_warned (config, "secret-access-key");

  same = config_fixture_load (fixture);
  g_assert_false (ph_config_take_over (config, same));
  g_assert_cmpuint (changes, ==, 0);
  config_fixture_assert_warned (config, "secret-access-key");

  other = config_fixture_load (fixture);
  ph_config_set_from_text (other, "copy-link", "yes", NULL);
  ph_profile_set_from_text (ph_config_get_profile (other, "a", NULL), "bucket", "two", NULL);
  config_fixture_add_profile (other, "b", "three");
  config_fixture_save (other);
  g_assert_true (ph_config_take_over (config, other));
  g_assert_cmpuint (changes, ==, 1);
  /* The objects that others hold are the same ones. */
  g_assert_true (ph_config_get_profile (config, "a", NULL) == profile);
  g_assert_cmpstr (ph_profile_get_text (profile, "bucket"), ==, "two");
  g_assert_cmpstr (config_fixture_get_bucket (config, "b"), ==, "three");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CONFIG_TEST ("missing", test_missing);
  CONFIG_TEST ("round-trip", test_round_trip);
  CONFIG_TEST ("keeps-unknown", test_keeps_unknown);
  CONFIG_TEST ("merges", test_merges);
  CONFIG_TEST ("saves-nothing", test_saves_nothing);
  CONFIG_TEST ("default-profile", test_default_profile);
  CONFIG_TEST ("bad-values", test_bad_values);
  CONFIG_TEST ("bad-general", test_bad_general);
  CONFIG_TEST ("bad-general-readers", test_bad_general_readers);
  CONFIG_TEST ("slips", test_slips);
  CONFIG_TEST ("permissions", test_permissions);
  CONFIG_TEST ("folder-permissions", test_folder_permissions);
  CONFIG_TEST ("foreign-folder", test_foreign_folder);
  CONFIG_TEST ("unreadable", test_unreadable);
  CONFIG_TEST ("symbolic-link", test_symbolic_link);
  CONFIG_TEST ("export", test_export);
  CONFIG_TEST ("general", test_general);
  CONFIG_TEST ("folders", test_folders);
  CONFIG_TEST ("take-over", test_take_over);
  return g_test_run ();
}
