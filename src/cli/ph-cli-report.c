/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "ph-cli-session.h"
#include "ph-credentials.h"
#include "ph-error.h"
#include "ph-http.h"
#include "ph-queue.h"

/* The report is for a public bug tracker: it says how things are set up, not where.  Values that
 * tell whose bucket it is are told as "set"; the secret itself is never looked up. */

static const char *const private_keys[] = {
  "account-id", "bucket",  "endpoint",   "public-url", "proxy",
  "folder",     "ca-file", "url-suffix", NULL,
};

static void
print_system (void)
{
  struct utsname name;
  g_autofree char *pretty = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  printf ("pichoist %s\n", PH_VERSION);
  printf ("system: %s", pretty != NULL ? pretty : "?");
  if (uname (&name) == 0)
    printf (", %s %s", name.release, name.machine);
  printf ("\nlocale: %s, session: %s, desktop: %s\n", g_get_language_names ()[0],
          g_getenv ("XDG_SESSION_TYPE") != NULL ? g_getenv ("XDG_SESSION_TYPE") : "-",
          g_getenv ("XDG_CURRENT_DESKTOP") != NULL ? g_getenv ("XDG_CURRENT_DESKTOP") : "-");
  printf ("libraries: GLib %u.%u.%u, %s\n", glib_major_version, glib_minor_version,
          glib_micro_version, ph_http_get_versions ());
}

static void
print_profile (PhConfig *config, const char *name, guint number)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (config, name, &error);
  g_autoptr (PhTarget) target = profile != NULL ? ph_target_new (profile, &error) : NULL;

  printf ("profile %u:\n", number);
  if (error != NULL)
    printf ("  error = %s\n", ph_error_get_nick (error));
  if (profile == NULL)
    return;
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_profile_get_as_text (profile, *key);
      g_autofree char *masked = NULL;

      if (text == NULL)
        continue;
      if (g_str_equal (*key, "access-key-id"))
        masked = ph_credentials_mask (text);
      else if (g_strv_contains (private_keys, *key))
        masked = g_strdup_printf ("(set, %u characters)", (guint) g_utf8_strlen (text, -1));
      printf ("  %s = %s\n", *key, masked != NULL ? masked : text);
    }
  if (target != NULL)
    printf ("  -> %s, %s style, region %s\n", target->scheme != NULL ? target->scheme : "folder",
            target->path_style ? "path" : "virtual", target->region != NULL ? target->region : "-");
}

static gboolean
list_jobs (PhDatabase *database, gpointer data, GError **error)
{
  GPtrArray **jobs = data;

  *jobs = ph_queue_list (database, error);
  return *jobs != NULL;
}

/* Messages may name hosts and files; the codes say enough. */
static void
print_queue (PhCliSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  PhDatabase *database = ph_cli_session_get_database (session, &error);

  if (database == NULL || !ph_database_run (database, list_jobs, &jobs, &error))
    {
      printf ("queue: %s\n", ph_error_get_nick (error));
      return;
    }
  printf ("queue: %u\n", jobs->len);
  for (guint i = 0; i < jobs->len; i++)
    {
      const PhJob *job = jobs->pdata[i];

      printf ("  %s, %u tries, %s, %" G_GINT64_FORMAT " bytes, %s\n",
              ph_job_state_to_nick (job->state), job->attempts, job->mime != NULL ? job->mime : "?",
              job->size, job->error_code != NULL ? job->error_code : "-");
    }
}

int
ph_cli_report_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = NULL;
  PhConfig *config;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Prints what a bug report needs, without keys, names and addresses."),
                     &status))
    return status;
  print_system ();
  config = ph_cli_session_get_config (session, &error);
  if (config == NULL)
    return ph_cli_fail (NULL, error);
  names = ph_config_list_profiles (config);
  for (guint i = 0; names[i] != NULL; i++)
    print_profile (config, names[i], i + 1);
  print_queue (session);
  return PH_EXIT_OK;
}
