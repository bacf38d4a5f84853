/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "ph-cli-session.h"
#include "ph-error.h"
#include "ph-http.h"
#include "ph-proxy-url.h"
#include "ph-queue.h"

/* The report is for a public bug tracker: it says how things are set up, not where, nor whose they
 * are.  It stays in English, for those who read bug reports.  The secret is never looked up. */

/* Settings that tell nothing of their owner; of all others only that they are set, so that a new
 * one is not told by oversight. */
static const char *const open_keys[] = { "provider",
                                         "jurisdiction",
                                         "region",
                                         "addressing",
                                         "acl",
                                         "private",
                                         "cache-control",
                                         "tls-verify",
                                         "connect-timeout",
                                         "stall-timeout",
                                         "multipart-threshold",
                                         "part-size",
                                         "small-connections",
                                         "large-connections",
                                         NULL };

/* Their placeholders matter, and what stands between them may be a name. */
static const char *const template_keys[] = { "key-template", "link-format", NULL };

/* So many jobs are told of, the newest. */
#define JOBS_MAX 20

/* Variables that change what the program does, told by name alone. */
static const char *const variables[] = { "PICHOIST_ACCESS_KEY_ID",
                                         "PICHOIST_SECRET_ACCESS_KEY",
                                         "PICHOIST_SESSION_TOKEN",
                                         "PICHOIST_PROXY_PASSWORD",
                                         "PICHOIST_CONFIG_DIR",
                                         "PICHOIST_DATA_DIR",
                                         "http_proxy",
                                         "https_proxy",
                                         "all_proxy",
                                         "no_proxy",
                                         "HTTPS_PROXY",
                                         "ALL_PROXY",
                                         "NO_PROXY" };

static void
print_environment (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (g_getenv (variables[i]) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", variables[i]);
  printf ("set in the environment: %s\n", text->len > 0 ? text->str : "-");
}

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

/* "blog-of-me/{year}/{md5}.{ext}" -> "xxxx-xx-xx/{year}/{md5}.{ext}" */
static char *
mask_template (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean in_field = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      in_field = letter == '{' || (in_field && letter != '}');
      g_string_append_unichar (out, !in_field && g_unichar_isalnum (letter) ? 'x' : letter);
    }
  return g_string_free (out, FALSE);
}

/* The scheme of a URL decides a lot and tells nothing; the length of a password would. */
static char *
mask_value (const char *text)
{
  g_autofree char *masked = ph_proxy_url_mask (text);
  const char *colon = strstr (masked, "://");

  return g_strdup_printf ("(set, %u characters%s%.*s)", (guint) g_utf8_strlen (masked, -1),
                          colon != NULL ? ", " : "", colon != NULL ? (int) (colon - masked) : 0,
                          masked);
}

static char *
dup_shown (const char *key, const char *text)
{
  if (g_strv_contains (open_keys, key))
    return g_strdup (text);
  /* One of the formats by its name. */
  if (g_str_equal (key, "link-format") && strchr (text, '{') == NULL)
    return g_strdup (text);
  return g_strv_contains (template_keys, key) ? mask_template (text) : mask_value (text);
}

static void
print_settings (PhProfile *profile)
{
  printf ("  provider = %s\n", ph_preset_get (ph_profile_get_provider (profile))->nick);
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text
          = g_str_equal (*key, "provider") ? NULL : ph_profile_get_as_text (profile, *key);
      g_autofree char *shown = text != NULL ? dup_shown (*key, text) : NULL;

      if (shown != NULL)
        printf ("  %s = %s\n", *key, shown);
    }
}

/* One that can't be used is what a report may be about: its settings are told all the same. */
static void
print_profile (PhConfig *config, const char *name, guint number)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_peek_profile (config, name, NULL);
  PhProfile *usable = ph_config_get_profile (config, name, &error);
  g_autoptr (PhTarget) target = usable != NULL ? ph_target_new (usable, &error) : NULL;
  gboolean standard = g_strcmp0 (ph_config_get_default_name (config), name) == 0;

  printf ("profile %u%s:\n", number, standard ? " (default)" : "");
  if (error != NULL)
    printf ("  error: %s\n", ph_error_get_nick (error));
  if (profile != NULL)
    print_settings (profile);
  if (target != NULL && target->folder != NULL)
    printf ("  comes to: a folder\n");
  else if (target != NULL)
    printf ("  comes to: %s, %s style, region %s\n", target->scheme,
            target->path_style ? "path" : "virtual", target->region != NULL ? target->region : "-");
}

static void
print_general (PhConfig *config)
{
  g_autofree char *store = ph_config_get_as_text (config, "secret-store", NULL);
  g_autofree char *format = ph_config_get_as_text (config, "link-format", NULL);
  g_autofree char *masked = format != NULL ? dup_shown ("link-format", format) : NULL;
  g_autofree const char **names = ph_config_list_profiles (config);

  printf ("secret-store: %s, link-format: %s\n", store != NULL ? store : "?",
          masked != NULL ? masked : "?");
  for (guint i = 0; names[i] != NULL; i++)
    print_profile (config, names[i], i + 1);
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
print_job (const PhJob *job)
{
  g_autofree char *size
      = job->size >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT " bytes", job->size) : NULL;

  printf ("  %s, %s, %s, %s, %u retries, error %s\n", ph_job_state_to_nick (job->state),
          job->is_held ? "held by a program" : "held by none", job->mime != NULL ? job->mime : "?",
          size != NULL ? size : "?", job->attempts,
          job->error_code != NULL ? job->error_code : "-");
}

static void
print_queue (PhCliSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  PhDatabase *database = ph_cli_session_get_database (session, &error);
  guint first;

  if (database == NULL || !ph_database_run (database, list_jobs, &jobs, &error))
    {
      printf ("queue: error: %s\n", ph_error_get_nick (error));
      return;
    }
  first = jobs->len > JOBS_MAX ? jobs->len - JOBS_MAX : 0;
  printf ("queue: %u%s\n", jobs->len, first > 0 ? ", the newest of them:" : "");
  for (guint i = first; i < jobs->len; i++)
    print_job (jobs->pdata[i]);
}

int
ph_cli_report_command (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  PhConfig *config;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Prints what a bug report needs, without keys, names and addresses."),
                     &status))
    return status;
  print_system ();
  print_environment ();
  config = ph_cli_session_get_config (session, &error);
  if (config != NULL)
    print_general (config);
  else
    printf ("settings: error: %s\n", ph_error_get_nick (error));
  print_queue (session);
  return PH_EXIT_OK;
}
