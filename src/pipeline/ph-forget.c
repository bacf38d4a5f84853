/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-forget.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ph-autostart.h"
#include "ph-credentials.h"
#include "ph-database.h"
#include "ph-error.h"
#include "ph-proxy-password.h"
#include "ph-queue.h"
#include "ph-secret-store.h"

/* @profile: (nullable) */
static void
say_error (GPtrArray *said, const char *profile, const GError *error)
{
  const char *hint = ph_error_get_hint (error);

  g_ptr_array_add (said, g_strconcat (profile != NULL ? profile : "", profile != NULL ? ": " : "",
                                      error->message, hint != NULL ? ": " : "", hint, NULL));
}

/* --- secrets --- */

static gboolean
forget_in (PhSecretPlace place, PhConfig *config, const char *profile, gboolean *no_keyring,
           GError **error)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  g_autoptr (PhSecretStore) store = ph_secret_store_new (place, dir);

  if (profile == NULL)
    return ph_secret_store_forget (store, no_keyring, error);
  return ph_secret_store_remove (store, profile, NULL, no_keyring, error);
}

/* By the tool of libsecret, which works where Pichoist itself is gone, too. */
static char *
build_command (const char *profile)
{
  g_autofree char *quoted = profile != NULL ? g_shell_quote (profile) : NULL;

  return g_strconcat ("secret-tool clear xdg:schema io.github.pichoist.Pichoist",
                      quoted != NULL ? " profile " : NULL, quoted, NULL);
}

/* Of one profile, before it goes: then none is looked for elsewhere. */
static gboolean
is_in_file (PhConfig *config, const char *profile)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  g_autoptr (PhSecretStore) store = ph_secret_store_new (PH_SECRET_PLACE_FILE, dir);

  return profile != NULL
         && ph_secret_store_probe (store, profile, PH_SECRET_PURPOSE_S3, NULL) == PH_SECRET_STORED;
}

/* @elsewhere: the secret was found in the file */
static gboolean
forget_in_keyring (PhConfig *config, const char *profile, gboolean elsewhere, GPtrArray *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCredentials) environment = ph_credentials_new_from_environment (NULL);
  g_autofree char *command = NULL;
  gboolean no_keyring = FALSE;
  PhSecretPlace used;

  if (forget_in (PH_SECRET_PLACE_KEYRING, config, profile, &no_keyring, &error))
    return TRUE;
  g_object_get (config, "secret-store", &used, NULL);
  /* Whoever keeps secrets elsewhere has none in a keyring that isn't there. */
  if (no_keyring && (used != PH_SECRET_PLACE_KEYRING || environment != NULL || elsewhere))
    return TRUE;
  command = build_command (profile);
  if (no_keyring)
    {
      g_ptr_array_add (said,
                       g_strdup_printf (_ ("this session has no keyring; if a secret was ever "
                                           "stored in one, “%s” removes it there"),
                                        command));
      return TRUE;
    }
  say_error (said, profile, error);
  g_ptr_array_add (said,
                   g_strdup_printf (_ ("what was stored in the keyring still is: “%s” removes it "
                                       "once the keyring is open"),
                                    command));
  return FALSE;
}

gboolean
ph_forget_secrets (PhConfig *config, const char *profile, GPtrArray *said)
{
  g_autoptr (GError) error = NULL;
  gboolean was_in_file = is_in_file (config, profile);
  gboolean done = forget_in (PH_SECRET_PLACE_FILE, config, profile, NULL, &error);

  if (!done)
    say_error (said, profile, error);
  return forget_in_keyring (config, profile, was_in_file, said) && done;
}

/* --- the queue --- */

static gboolean
remove_all_jobs (PhDatabase *database, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) jobs = ph_queue_list (database, error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      g_autofree char *spool = NULL;
      gboolean found;

      if (!ph_queue_remove (database, ((PhJob *) jobs->pdata[i])->id, &found, &spool, error))
        return FALSE;
    }
  return jobs != NULL;
}

static void
empty_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_clear_pointer (&dir, g_dir_close);
}

static gboolean
forget_queue (const char *data_dir, GPtrArray *said, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "pichoist.db", NULL);
  g_autofree char *spool = g_build_filename (data_dir, "spool", NULL);

  /* Without a database there is no queue, and none is made for this. */
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autoptr (PhDatabase) database = ph_database_open (data_dir, error);

      if (database == NULL)
        return FALSE;
      for (const char *const *warning = ph_database_get_warnings (database);
           warning != NULL && *warning != NULL; warning++)
        g_ptr_array_add (said, g_strdup (*warning));
      if (!ph_database_run (database, remove_all_jobs, NULL, error))
        return FALSE;
    }
  empty_folder (spool);
  return TRUE;
}

/* --- everything --- */

gboolean
ph_forget_everything (PhConfig *config, const char *data_dir, GPtrArray *said)
{
  g_autoptr (GError) proxy_error = NULL;
  g_autoptr (GError) autostart_error = NULL;
  g_autoptr (GError) queue_error = NULL;
  gboolean done = ph_forget_secrets (config, NULL, said);

  if (ph_proxy_password_drop (config) && !ph_config_save (config, &proxy_error))
    say_error (said, NULL, proxy_error);
  if (!ph_autostart_turn_off (&autostart_error))
    say_error (said, NULL, autostart_error);
  if (!forget_queue (data_dir, said, &queue_error))
    say_error (said, NULL, queue_error);
  if (!done || proxy_error != NULL || autostart_error != NULL || queue_error != NULL)
    return FALSE;
  g_ptr_array_add (said,
                   g_strdup_printf (_ ("forgotten; the settings and the history are still in %s "
                                       "and %s"),
                                    ph_config_get_path (config), data_dir));
  return TRUE;
}
