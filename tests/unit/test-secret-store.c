/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-secret-store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ph-error.h"
#include "ph-secret-text.h"

/* What people's secrets look like, and what they don't. */
static const char *const secrets[] = {
  "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
  "ab/cd+ef/gh+ij=kl%41 mn\"op\\qr#st",
  " spaces around ",
  "line\nend\r\n",
  "[profile x]",
  "base64:AAAA",
  "密钥",
  "\xff\xfe\x01",
  "#;=",
};

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *text = ph_secret_text_encode (secrets[i]);
      g_autofree char *back = ph_secret_text_decode (text);

      g_assert_cmpstr (back, ==, secrets[i]);
      for (const char *c = text; *c != '\0'; c++)
        g_assert_true (g_ascii_isgraph (*c));
    }
  g_assert_cmpstr (ph_secret_text_decode ("base64:"), ==, NULL);
}

static void
assert_keeps_secrets (PhSecretStore *store)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (GError) error = NULL;
      char *back;

      g_test_message ("secret %u", i);
      g_assert_true (ph_secret_store_save (store, "blog 1 日", "s3", secrets[i], &error));
      g_assert_no_error (error);
      back = ph_secret_store_lookup (store, "blog 1 日", "s3", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (back, ==, secrets[i]);
      ph_secret_free (back);
    }
}

static void
assert_nothing (PhSecretStore *store, const char *profile, const char *purpose)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ph_secret_store_lookup (store, profile, purpose, NULL, &error));
  g_assert_no_error (error);
}

static void
test_store (gconstpointer data)
{
  PhSecretPlace place = (PhSecretPlace) GPOINTER_TO_INT (data);
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autoptr (PhSecretStore) store = ph_secret_store_new (place, dir);
  g_autoptr (GError) error = NULL;
  char *back;

  if (place == PH_SECRET_PLACE_KEYRING && g_getenv ("PICHOIST_TEST_KEYRING") == NULL)
    {
      g_test_skip ("no keyring: PICHOIST_TEST_KEYRING is not set");
      g_rmdir (dir);
      return;
    }
  assert_nothing (store, "blog 1 日", "s3");
  assert_keeps_secrets (store);
  assert_nothing (store, "other", "s3");
  g_assert_cmpint (ph_secret_store_probe (store, "other", "s3", &error), ==, PH_SECRET_MISSING);
  assert_nothing (store, "blog 1 日", "server");
  g_assert_true (ph_secret_store_save (store, "other", "s3", "second", &error));
  g_assert_cmpint (ph_secret_store_probe (store, "other", "s3", &error), ==, PH_SECRET_STORED);
  g_assert_true (ph_secret_store_remove (store, "blog 1 日", "s3", NULL, &error));
  assert_nothing (store, "blog 1 日", "s3");
  back = ph_secret_store_lookup (store, "other", "s3", NULL, &error);
  g_assert_cmpstr (back, ==, "second");
  ph_secret_free (back);
  /* One purpose alone, and all of a profile. */
  g_assert_true (ph_secret_store_save (store, "other", "proxy", "third", &error));
  g_assert_true (ph_secret_store_save (store, "third", "proxy", "fourth", &error));
  g_assert_true (ph_secret_store_remove (store, "other", "s3", NULL, &error));
  g_assert_cmpint (ph_secret_store_probe (store, "other", "s3", &error), ==, PH_SECRET_MISSING);
  g_assert_cmpint (ph_secret_store_probe (store, "other", "proxy", &error), ==, PH_SECRET_STORED);
  g_assert_true (ph_secret_store_save (store, "other", "s3", "second", &error));
  g_assert_true (ph_secret_store_remove (store, "other", NULL, NULL, &error));
  assert_nothing (store, "other", "s3");
  assert_nothing (store, "other", "proxy");
  g_assert_cmpint (ph_secret_store_probe (store, "third", "proxy", &error), ==, PH_SECRET_STORED);
  g_assert_true (ph_secret_store_remove (store, "nobody", "s3", NULL, &error));
  g_assert_true (ph_secret_store_remove (store, "nobody", NULL, NULL, &error));
  g_assert_true (ph_secret_store_forget (store, NULL, &error));
  g_assert_no_error (error);
  assert_nothing (store, "other", "s3");
  g_assert_true (ph_secret_store_forget (store, NULL, &error));
  if (place == PH_SECRET_PLACE_FILE)
    {
      g_autofree char *lock = g_build_filename (dir, "config.lock", NULL);

      g_unlink (lock);
    }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
test_file_mode (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "secrets.ini", NULL);
  g_autofree char *lock = g_build_filename (dir, "config.lock", NULL);
  g_autoptr (PhSecretStore) store = ph_secret_store_new (PH_SECRET_PLACE_FILE, dir);
  struct stat status;
  char *back;

  umask (022);
  g_assert_true (ph_secret_store_save (store, "a", "s3", "secret", NULL));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  /* One that others can read is tightened when it is used. */
  g_assert_cmpint (chmod (path, 0644), ==, 0);
  back = ph_secret_store_lookup (store, "a", "s3", NULL, NULL);
  g_assert_cmpstr (back, ==, "secret");
  ph_secret_free (back);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_unlink (path);
  g_unlink (lock);
  g_rmdir (dir);
}

static void
test_damaged_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "secrets.ini", NULL);
  g_autofree char *lock = g_build_filename (dir, "config.lock", NULL);
  g_autoptr (PhSecretStore) store = ph_secret_store_new (PH_SECRET_PLACE_FILE, dir);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (g_file_set_contents (path, "no group", -1, NULL));
  chmod (path, 0600);
  g_assert_null (ph_secret_store_lookup (store, "a", "s3", NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SECRET);
  /* The line may hold a secret. */
  g_assert_null (strstr (error->message, "no group"));
  g_clear_error (&error);
  /* Nor is it overwritten: there may be other secrets in it. */
  g_assert_false (ph_secret_store_save (store, "a", "s3", "x", &error));
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "no group");
  g_unlink (path);
  g_unlink (lock);
  g_rmdir (dir);
}

static void
test_no_service (void)
{
  g_autoptr (PhSecretStore) store = ph_secret_store_new (PH_SECRET_PLACE_KEYRING, "/nonexistent");
  g_autoptr (GError) error = NULL;
  gboolean no_keyring = FALSE;

  if (g_getenv ("PICHOIST_TEST_KEYRING") != NULL)
    {
      g_test_skip ("there is a keyring");
      return;
    }
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_assert_null (ph_secret_store_lookup (store, "a", "s3", NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SECRET);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "PICHOIST_SECRET_ACCESS_KEY"));
  g_clear_error (&error);
  g_assert_null (ph_secret_store_lookup (store, "a", "proxy", &no_keyring, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SECRET);
  g_assert_true (no_keyring);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "PICHOIST_PROXY_PASSWORD"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-store/text", test_text);
  g_test_add_data_func ("/secret-store/file", GINT_TO_POINTER (PH_SECRET_PLACE_FILE), test_store);
  g_test_add_data_func ("/secret-store/keyring", GINT_TO_POINTER (PH_SECRET_PLACE_KEYRING),
                        test_store);
  g_test_add_func ("/secret-store/file-mode", test_file_mode);
  g_test_add_func ("/secret-store/damaged-file", test_damaged_file);
  g_test_add_func ("/secret-store/no-service", test_no_service);
  return g_test_run ();
}
