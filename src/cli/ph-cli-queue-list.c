/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-queue-list.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "ph-cli-cells.h"
#include "ph-cli-output.h"
#include "ph-cli.h"
#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-picture-link.h"
#include "ph-queue.h"
#include "ph-target.h"

#define STATE_CELLS 8

/* The public link of a job whose link was given out, by today's settings; NULL for any other: its
 * key may still change. */
static char *
dup_url (PhConfig *config, const PhJob *job)
{
  PhProfile *profile = NULL;
  g_autoptr (PhTarget) target = NULL;

  if (config == NULL || job->key == NULL || job->expires != 0 || !(job->flags & PH_JOB_KEY_FIXED))
    return NULL;
  profile = ph_config_get_profile (config, job->profile, NULL);
  target = profile != NULL ? ph_target_new (profile, NULL) : NULL;
  if (target == NULL || target->is_private)
    return NULL;
  return ph_target_build_public_url (target, job->key);
}

static char *
dup_link (PhCliSession *session, const PhLinkFormat *format, const PhJob *job, const char *url)
{
  g_autoptr (PhLinkFormat) own = NULL;

  if (url == NULL)
    return NULL;
  if (format == NULL)
    format = own = ph_cli_session_new_format (session, job->profile, NULL);
  return ph_picture_link_of_job (format, job, job->key, url);
}

static char *
job_to_json (PhJob *job, const char *url, const char *link)
{
  g_autoptr (GError) error = ph_job_dup_error (job);
  g_autoptr (PhOutcome) outcome = ph_outcome_new (job, NULL);
  g_autoptr (JsonObject) object = NULL;

  outcome->key = g_strdup (job->key);
  outcome->url = g_strdup (url);
  object = ph_cli_output_build_object (job->input, outcome, link, error);
  json_object_set_string_member (object, "state", ph_job_state_to_nick (job->state));
  json_object_set_boolean_member (object, "held", job->is_held);
  json_object_set_boolean_member (object, "ok", FALSE);
  json_object_set_int_member (object, "attempts", job->attempts);
  return ph_cli_output_object_to_line (object);
}

/* The words of --json; for people they are translated. */
static const char *
translate_state (PhJobState state)
{
  static const char *const states[] = {
    [PH_JOB_ACCEPTED] = NC_ ("job", "accepted"), [PH_JOB_SENDING] = NC_ ("job", "sending"),
    [PH_JOB_WAITING] = NC_ ("job", "waiting"),   [PH_JOB_FAILED] = NC_ ("job", "failed"),
    [PH_JOB_DONE] = NC_ ("job", "done"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "job", states[state]);
}

static void
print_job (const PhJob *job, const char *link)
{
  g_autofree char *input = ph_display_name_escape (job->input);
  g_autoptr (GError) error = ph_job_dup_error (job);
  g_autofree char *problem = error != NULL ? ph_cli_describe_error (error) : NULL;

  g_autofree char *state = ph_cli_cells_pad (translate_state (job->state), STATE_CELLS);

  printf ("%6" G_GINT64_FORMAT "  %s  %s", job->id, state, input);
  if (job->profile != NULL)
    printf (" (%s)", job->profile);
  if (link != NULL)
    printf (": %s", link);
  if (problem != NULL)
    printf (": %s", problem);
  if (job->state != PH_JOB_FAILED && !job->is_held)
    printf (": %s", _ ("no program is sending it: “pichoist queue run” does"));
  putchar ('\n');
}

static void
print_jobs (PhCliSession *session, const GPtrArray *jobs, const PhLinkFormat *format, gboolean json)
{
  PhConfig *config = ph_cli_session_get_config (session, NULL);

  for (guint i = 0; i < jobs->len; i++)
    {
      PhJob *job = jobs->pdata[i];
      g_autofree char *url = dup_url (config, job);
      g_autofree char *link = dup_link (session, format, job, url);
      g_autofree char *line = json ? job_to_json (job, url, link) : NULL;

      if (json)
        puts (line);
      else
        print_job (job, link);
    }
}

static gboolean
list_jobs (PhDatabase *database, gpointer data, GError **error)
{
  GPtrArray **jobs = data;

  g_clear_pointer (jobs, g_ptr_array_unref);
  *jobs = ph_queue_list (database, error);
  return *jobs != NULL;
}

int
ph_cli_queue_list (PhCliSession *session, const char *format, gboolean json)
{
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  /* What is wrong with the general one is told before anything is printed. */
  g_autoptr (PhLinkFormat) used = format != NULL
                                      ? ph_link_format_new (format, &error)
                                      : ph_cli_session_new_format (session, NULL, &error);
  PhDatabase *database = used != NULL ? ph_cli_session_get_database (session, &error) : NULL;

  if (database == NULL || !ph_database_run (database, list_jobs, &jobs, &error))
    return ph_cli_fail (NULL, error);
  print_jobs (session, jobs, format != NULL ? used : NULL, json);
  if (jobs->len == 0)
    ph_cli_report (_ ("the queue is empty"));
  return PH_EXIT_OK;
}
