/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-proxy-password.h"

#include <string.h>

#include "config-fixture.h"
#include "ph-error.h"

#define HEAD                                                                                       \
  "[general]\nsecret-store=file\n\n[profile a]\nprovider=minio\nendpoint=127.0.0.1\nbucket=pics\n"
#define WITH_PASSWORD HEAD "proxy=http://me:p%40ss@h:1\n"

static void
move (PhConfig *config, guint notes)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (ph_proxy_password_move (config, array, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (array->len, ==, notes);
  for (guint i = 0; i < array->len; i++)
    {
      g_assert_null (strstr (array->pdata[i], "p@ss"));
      g_assert_null (strstr (array->pdata[i], "p%40ss"));
    }
}

static void
set_proxy (PhConfig *config, const char *proxy)
{
  g_object_set (ph_config_peek_profile (config, "a", NULL), "proxy", proxy, NULL);
}

static const char *
get_proxy (PhConfig *config)
{
  return ph_profile_get_text (ph_config_peek_profile (config, "a", NULL), "proxy");
}

static void
assert_stored (PhConfig *config, const char *password)
{
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, NULL);
  g_autofree char *stored = ph_secret_store_lookup (store, "a", "proxy", NULL, NULL);

  g_assert_cmpstr (stored, ==, password);
}

/* The settings file and what is kept of it. */
static void
assert_not_in_files (ConfigFixture *fixture, const char *secret)
{
  g_autofree char *text = config_fixture_read (fixture->path);
  g_autofree char *backup = config_fixture_read (fixture->backup);

  g_assert_null (strstr (text, secret));
  g_assert_null (strstr (backup, secret));
}

static void
test_move (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;

  config_fixture_write (fixture->path, WITH_PASSWORD, -1);
  config = config_fixture_load (fixture);
  move (config, 1);
  config_fixture_save (config);
  g_assert_cmpstr (get_proxy (config), ==, "http://me@h:1");
  assert_stored (config, "p@ss");
  assert_not_in_files (fixture, "p%40ss");
  /* There is nothing left to move. */
  move (config, 0);
}

/* A window shows the proxy without its password, and saves what it shows. */
static void
test_move_what_is_shown (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;

  config_fixture_write (fixture->path, WITH_PASSWORD, -1);
  config = config_fixture_load (fixture);
  set_proxy (config, "http://me@h:1");
  move (config, 1);
  assert_stored (config, "p@ss");
}

static void
test_move_new (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;

  config_fixture_write (fixture->path, HEAD, -1);
  config = config_fixture_load (fixture);
  set_proxy (config, "http://me:new@h:1");
  move (config, 0);
  g_assert_cmpstr (get_proxy (config), ==, "http://me@h:1");
  assert_stored (config, "new");
  /* Another proxy in its place. */
  set_proxy (config, "http://you:newer@h:1");
  move (config, 0);
  assert_stored (config, "newer");
}

/* What is in the file stays there where it can't be stored; what isn't never gets there. */
static void
test_nowhere_to_move (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *secrets = g_build_filename (fixture->dir, "secrets.ini", NULL);
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  config_fixture_write (secrets, "no group", -1);
  config_fixture_write (fixture->path, WITH_PASSWORD, -1);
  config = config_fixture_load (fixture);
  set_proxy (config, "http://me@h:1");
  move (config, 1);
  g_assert_cmpstr (get_proxy (config), ==, "http://me:p%40ss@h:1");
  set_proxy (config, "http://me:new@h:1");
  g_assert_false (ph_proxy_password_move (config, notes, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SECRET);
  g_assert_cmpstr (ph_error_get_setting (error), ==, "proxy");
}

static void
test_drop (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;

  config_fixture_write (fixture->path, WITH_PASSWORD, -1);
  config = config_fixture_load (fixture);
  g_assert_true (ph_proxy_password_drop (config));
  config_fixture_save (config);
  assert_not_in_files (fixture, "p%40ss");
  assert_stored (config, NULL);
  g_assert_false (ph_proxy_password_drop (config));
}

static void
assert_completed (PhConfig *config, const char *proxy)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (config, "a", &error);
  g_autoptr (PhTarget) target = ph_target_new (profile, &error);

  g_assert_no_error (error);
  ph_proxy_password_complete (config, target, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (target->proxy, ==, proxy);
}

static void
test_complete (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhSecretStore) store = NULL;

  config_fixture_write (fixture->path, HEAD, -1);
  config = config_fixture_load (fixture);
  store = ph_config_open_secret_store (config, NULL);
  set_proxy (config, "http://me@h:1");
  assert_completed (config, "http://me@h:1");
  g_assert_true (ph_secret_store_save (store, "a", "proxy", "st/red", NULL));
  assert_completed (config, "http://me:st%2Fred@h:1");
  set_proxy (config, "http://me:@h:1");
  assert_completed (config, "http://me:@h:1");
  set_proxy (config, "http://me:old@h:1");
  assert_completed (config, "http://me:old@h:1");
  set_proxy (config, NULL);
  assert_completed (config, NULL);

  g_setenv (PH_PROXY_PASSWORD_VARIABLE, "env", TRUE);
  assert_completed (config, NULL);
  set_proxy (config, "http://h:1");
  assert_completed (config, "http://h:1");
  set_proxy (config, "http://me@h:1");
  assert_completed (config, "http://me:env@h:1");
  set_proxy (config, "http://me:old@h:1");
  assert_completed (config, "http://me:env@h:1");
  g_setenv (PH_PROXY_PASSWORD_VARIABLE, "", TRUE);
  assert_completed (config, "http://me:old@h:1");
  g_unsetenv (PH_PROXY_PASSWORD_VARIABLE);
}

/* A session without a keyring has none in it, and the proxy may want none. */
static void
test_no_keyring (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = config_fixture_load (fixture);
  g_autoptr (PhProfile) profile = ph_profile_new ("a");

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_object_set (profile, "provider", PH_PROVIDER_MINIO, "endpoint", "127.0.0.1", "bucket", "pics",
                "proxy", "http://me@h:1", NULL);
  ph_config_put_profile (config, profile);
  assert_completed (config, "http://me@h:1");
}

#define ADD(path, func)                                                                            \
  g_test_add (path, ConfigFixture, NULL, config_fixture_set_up, func, config_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv (PH_PROXY_PASSWORD_VARIABLE);
  ADD ("/proxy-password/move", test_move);
  ADD ("/proxy-password/move-what-is-shown", test_move_what_is_shown);
  ADD ("/proxy-password/move-new", test_move_new);
  ADD ("/proxy-password/nowhere-to-move", test_nowhere_to_move);
  ADD ("/proxy-password/drop", test_drop);
  ADD ("/proxy-password/complete", test_complete);
  ADD ("/proxy-password/no-keyring", test_no_keyring);
  return g_test_run ();
}
