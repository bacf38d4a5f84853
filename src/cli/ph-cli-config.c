/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "ph-cli-session.h"
#include "ph-error.h"
#include "ph-queue.h"
#include "ph-secret-store.h"

static int
get (PhConfig *config, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ph_config_get_as_text (config, key, &error);

  if (error != NULL)
    return ph_cli_fail (NULL, error);
  puts (text != NULL ? text : "");
  return PH_EXIT_OK;
}

static int
set (PhConfig *config, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (!ph_config_set_from_text (config, key, value, &error) || !ph_config_save (config, &error))
    return ph_cli_fail (NULL, error);
  return PH_EXIT_OK;
}

static int
list (PhConfig *config)
{
  for (const char *const *key = ph_config_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_config_get_as_text (config, *key, NULL);

      printf ("%s = %s\n", *key, text != NULL ? text : "");
    }
  return PH_EXIT_OK;
}

static int export(PhConfig *config)
{
  g_autofree char *text = ph_config_export (config);

  fputs (text, stdout);
  return PH_EXIT_OK;
}

static gboolean
is_confirmed (gboolean yes)
{
  char answer[16] = "";

  if (yes)
    return TRUE;
  if (!isatty (STDIN_FILENO))
    {
      ph_cli_report (_ ("forgetting needs a yes: run it in a terminal, or add --yes"));
      return FALSE;
    }
  fputs (
      _ ("Remove all secrets, the autostart entry and the pictures that wait in the queue? [y/N] "),
      stderr);
  fflush (stderr);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;
  g_strstrip (answer);
  return g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0
         || g_str_equal (answer, _ ("y"));
}

static gboolean
forget_secrets (PhConfig *config, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  const PhSecretPlace places[] = { PH_SECRET_PLACE_FILE, PH_SECRET_PLACE_KEYRING };
  PhSecretPlace used;

  g_object_get (config, "secret-store", &used, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (PhSecretStore) store = ph_secret_store_new (places[i], dir);
      g_autoptr (GError) local_error = NULL;

      /* A machine without a keyring has nothing to forget there. */
      if (!ph_secret_store_forget (store, &local_error) && places[i] == used)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

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
forget_queue (PhCliSession *session, GError **error)
{
  PhDatabase *database = ph_cli_session_get_database (session, error);
  g_autofree char *spool = NULL;

  if (database == NULL || !ph_database_run (database, remove_all_jobs, NULL, error))
    return FALSE;
  spool = g_build_filename (ph_database_get_dir (database), "spool", NULL);
  empty_folder (spool);
  return TRUE;
}

static int
forget (PhCliSession *session, PhConfig *config, gboolean yes)
{
  g_autofree char *autostart = g_build_filename (g_get_user_config_dir (), "autostart",
                                                 "io.github.pichoist.Pichoist.desktop", NULL);
  g_autoptr (GError) error = NULL;

  if (!is_confirmed (yes))
    return PH_EXIT_USAGE;
  if (!forget_secrets (config, &error) || !forget_queue (session, &error))
    return ph_cli_fail (NULL, error);
  if (g_unlink (autostart) != 0 && errno != ENOENT)
    ph_cli_report (_ ("%s can't be removed: %s"), autostart, g_strerror (errno));
  ph_cli_report (_ ("forgotten; settings and history are still in %s and %s"),
                 ph_config_get_path (config),
                 ph_database_get_dir (ph_cli_session_get_database (session, NULL)));
  return PH_EXIT_OK;
}

static int
dispatch (PhCliSession *session, PhConfig *config, int argc, char **argv, gboolean yes)
{
  const char *verb = argc > 1 ? argv[1] : "list";

  if (g_str_equal (verb, "list") && argc <= 2)
    return list (config);
  if (g_str_equal (verb, "get") && argc == 3)
    return get (config, argv[2]);
  if (g_str_equal (verb, "set") && argc == 4)
    return set (config, argv[2], argv[3]);
  if (g_str_equal (verb, "path") && argc == 2)
    {
      puts (ph_config_get_path (config));
      return PH_EXIT_OK;
    }
  if (g_str_equal (verb, "export") && argc == 2)
    return export(config);
  if (g_str_equal (verb, "forget") && argc == 2)
    return forget (session, config, yes);
  ph_cli_report (
      _ ("“pichoist config %s” is not known or lacks a key: “pichoist config --help” says "
         "more"),
      verb);
  return PH_EXIT_USAGE;
}

int
ph_cli_config (int argc, char **argv)
{
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Don't ask"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  PhConfig *config;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, _ ("get|set|list|path|export|forget [KEY] [VALUE]"),
                     _ ("Shows and changes the general settings."), &status))
    return status;
  config = ph_cli_session_get_config (session, &error);
  if (config == NULL)
    return ph_cli_fail (NULL, error);
  return dispatch (session, config, argc, argv, yes);
}
