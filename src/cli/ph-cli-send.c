/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-send.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-notes.h"
#include "ph-cli-output.h"
#include "ph-cli-progress.h"
#include "ph-cli.h"
#include "ph-error.h"
#include "ph-picture-link.h"

/* So many tries, about a second, without a word. */
#define QUIET_TRIES 4

/* One input: a line of output, at its place. */
typedef struct
{
  char *input;
  PhJob *job;         /* (nullable) */
  guint *passed_over; /* (nullable) borrowed: counts what -r found and is no picture */
  gboolean has_ended;
  char *line;    /* (nullable): NULL: no line at all */
  char *link;    /* (nullable): where it went up */
  char *html;    /* (nullable): the same as HTML */
  GError *error; /* (nullable) */
} Entry;

struct _PhCliSend
{
  PhCliSession *session; /* borrowed */
  PhCliSendOptions options;
  PhLinkFormat *format; /* (nullable): that of each profile */
  GHashTable *formats;  /* profile -> PhLinkFormat */
  PhLinkFormat *html;
  GPtrArray *entries; /* of Entry */
  GHashTable *by_job; /* PhJob -> Entry, borrowed */
  GHashTable *faults; /* set of messages: passing faults that have been told */
  guint printed;      /* entries whose line is out */
  GMainLoop *loop;
  PhCliProgress *progress;
  gboolean interrupted;
  gboolean output_failed;
  PhCliNotes *notes;
};

static void
entry_free (Entry *entry)
{
  g_free (entry->input);
  g_clear_pointer (&entry->job, ph_job_unref);
  g_free (entry->line);
  g_free (entry->link);
  g_free (entry->html);
  g_clear_error (&entry->error);
  g_free (entry);
}

PhCliSend *
ph_cli_send_new (PhCliSession *session, const PhCliSendOptions *options, GError **error)
{
  g_autoptr (PhCliSend) send = g_new0 (PhCliSend, 1);

  send->session = session;
  send->options = *options;
  send->formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) ph_link_format_free);
  send->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  send->by_job = g_hash_table_new (NULL, NULL);
  send->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  send->notes = ph_cli_notes_new (session);
  send->html = ph_link_format_new ("html", NULL);
  send->loop = g_main_loop_new (NULL, FALSE);
  if (options->format != NULL)
    {
      send->format = ph_link_format_new (options->format, error);
      if (send->format == NULL)
        return NULL;
    }
  return g_steal_pointer (&send);
}

void
ph_cli_send_free (PhCliSend *send)
{
  g_clear_pointer (&send->progress, ph_cli_progress_free);
  g_clear_pointer (&send->format, ph_link_format_free);
  g_clear_pointer (&send->html, ph_link_format_free);
  g_hash_table_unref (send->formats);
  g_hash_table_unref (send->by_job);
  g_hash_table_unref (send->faults);
  ph_cli_notes_free (send->notes);
  g_ptr_array_unref (send->entries);
  g_main_loop_unref (send->loop);
  g_free (send);
}

void
ph_cli_send_add (PhCliSend *send, PhJob *job, guint *passed_over)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->input = g_strdup (job->input);
  entry->job = ph_job_ref (job);
  entry->passed_over = passed_over;
  g_ptr_array_add (send->entries, entry);
  g_hash_table_insert (send->by_job, job, entry);
}

void
ph_cli_send_add_failure (PhCliSend *send, const char *input, GError *error)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->input = g_strdup (input);
  entry->has_ended = TRUE;
  entry->error = error;
  entry->line = send->options.json ? ph_cli_output_json (input, NULL, NULL, error) : g_strdup ("");
  g_ptr_array_add (send->entries, entry);
}

static const PhLinkFormat *
get_format (PhCliSend *send, const char *profile)
{
  PhLinkFormat *format = send->format;

  if (format == NULL)
    format = g_hash_table_lookup (send->formats, profile);
  if (format == NULL)
    {
      /* It is a right one: upload and queue have asked before anything was sent. */
      format = ph_cli_session_new_format (send->session, profile, NULL);
      g_hash_table_insert (send->formats, g_strdup (profile), format);
    }
  return format;
}

/* Prints what can be printed in order. */
static void
print_ended (PhCliSend *send)
{
  g_autoptr (GError) error = NULL;

  while (send->printed < send->entries->len)
    {
      Entry *entry = send->entries->pdata[send->printed];

      if (!entry->has_ended)
        return;
      send->printed++;
      if (entry->line == NULL || send->output_failed)
        continue;
      if (send->progress != NULL)
        ph_cli_progress_clear (send->progress);
      if (!ph_cli_output_write (entry->line, &error))
        {
          send->output_failed = TRUE;
          ph_cli_report_error (NULL, error);
          g_clear_error (&error);
        }
    }
}

static gboolean
is_passed_over (const Entry *entry, const GError *error)
{
  return entry->passed_over != NULL
         && (g_error_matches (error, PH_ERROR, PH_ERROR_NOT_PICTURE)
             || g_error_matches (error, PH_ERROR, PH_ERROR_EMPTY));
}

/* A retry needs the same bytes, a key that isn't taken by others, and a password that is kept. */
static gboolean
is_for_retry (const PhOutcome *outcome)
{
  const PhJob *job = outcome->job;

  return outcome->id != 0 && !outcome->is_stranded
         && !g_error_matches (outcome->error, PH_ERROR, PH_ERROR_CHANGED)
         && !g_error_matches (outcome->error, PH_ERROR, PH_ERROR_EXISTS)
         && ((job->flags & PH_JOB_LOGIN) == 0 || job->spool != NULL);
}

/* What to do about it, and that it is not lost. */
static void
report_failure (const Entry *entry, const PhOutcome *outcome)
{
  const GError *error = outcome->error;
  const char *hint = ph_error_get_hint (error);
  g_autoptr (GError) kept = NULL;
  g_autofree char *whole_hint = NULL;

  /* Some say so themselves. */
  if (!is_for_retry (outcome) || (hint != NULL && strstr (hint, "pichoist queue") != NULL))
    {
      ph_cli_report_error (entry->input, error);
      return;
    }
  whole_hint = hint != NULL
                   ? g_strdup_printf (_ ("%s; it is kept: “pichoist queue retry” sends it"), hint)
                   : g_strdup (_ ("it is kept: “pichoist queue retry” sends it"));
  kept = ph_error_new (PH_ERROR_FAILED, whole_hint, "%s", error->message);
  ph_cli_report_error (entry->input, kept);
}

static void
end_with_failure (PhCliSend *send, Entry *entry, PhOutcome *outcome)
{
  if (send->progress != NULL)
    ph_cli_progress_clear (send->progress);
  if (is_passed_over (entry, outcome->error))
    {
      (*entry->passed_over)++;
      ph_cli_report (_ ("%s: passed over: %s"), entry->input, outcome->error->message);
      return;
    }
  entry->error = g_error_copy (outcome->error);
  if (!send->interrupted)
    report_failure (entry, outcome);
  entry->line = send->options.json
                    ? ph_cli_output_json (entry->input, outcome, NULL, outcome->error)
                    : g_strdup ("");
}

static void
end_with_link (PhCliSend *send, Entry *entry, PhOutcome *outcome)
{
  const PhJob *job = outcome->job;

  entry->link
      = ph_picture_link_of_job (get_format (send, job->profile), job, outcome->key, outcome->url);
  entry->html = ph_picture_link_of_job (send->html, job, outcome->key, outcome->url);
  entry->line = send->options.json ? ph_cli_output_json (entry->input, outcome, entry->link, NULL)
                                   : g_strdup (entry->link);
}

static void
end_entry (PhCliSend *send, Entry *entry, PhOutcome *outcome)
{
  entry->has_ended = TRUE;
  if (outcome->error != NULL)
    end_with_failure (send, entry, outcome);
  else
    end_with_link (send, entry, outcome);
}

void
ph_cli_send_add_outcome (PhCliSend *send, PhOutcome *outcome)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->input = g_strdup (outcome->job->input);
  entry->job = ph_job_ref (outcome->job);
  g_ptr_array_add (send->entries, entry);
  end_entry (send, entry, outcome);
  ph_outcome_free (outcome);
}

void
ph_cli_send_build_copy (PhCliSend *send, char **text, char **html)
{
  g_autoptr (GString) all_text = g_string_new (NULL);
  g_autoptr (GString) all_html = g_string_new (NULL);

  for (guint i = 0; i < send->entries->len; i++)
    {
      const Entry *entry = send->entries->pdata[i];

      if (entry->link == NULL)
        continue;
      ph_picture_link_append (all_text, entry->link);
      ph_picture_link_append (all_html, entry->html);
    }
  *text = g_string_free (g_steal_pointer (&all_text), FALSE);
  *html = g_string_free (g_steal_pointer (&all_html), FALSE);
}

static void
on_outcome (PhUploader *uploader, PhOutcome *outcome, gpointer user_data)
{
  PhCliSend *send = user_data;
  Entry *entry = g_hash_table_lookup (send->by_job, outcome->job);

  if (entry == NULL)
    return;
  if (outcome->error == NULL)
    {
      if (send->progress != NULL)
        ph_cli_progress_clear (send->progress);
      ph_cli_notes_say (send->notes, entry->input, outcome);
    }
  end_entry (send, entry, outcome);
  print_ended (send);
}

/* What passes by itself is nothing to talk about; what stays so is, and once for all pictures. */
static void
on_retry (PhUploader *uploader, const PhJob *job, const GError *error, guint failures,
          gpointer user_data)
{
  PhCliSend *send = user_data;

  if (failures < QUIET_TRIES || send->interrupted
      || !g_hash_table_add (send->faults, g_strdup (error->message)))
    return;
  if (send->progress != NULL)
    ph_cli_progress_clear (send->progress);
  ph_cli_report (_ ("%s: trying again and again; Ctrl-C ends that"), error->message);
}

static void
on_drained (PhUploader *uploader, gpointer user_data)
{
  PhCliSend *send = user_data;

  g_main_loop_quit (send->loop);
}

static const char *
get_stop_message (PhUploadMode mode)
{
  switch (mode)
    {
    case PH_UPLOAD_NEW:
      return _ ("stopping; what isn't up yet stays in the queue as failed: “pichoist queue retry” "
                "sends it");
    case PH_UPLOAD_ENQUEUE:
      return _ ("stopping; what has no link yet is not in the queue: upload it again");
    case PH_UPLOAD_QUEUED:
    default:
      return _ ("stopping; what isn't up yet stays in the queue: “pichoist queue retry” sends it");
    }
}

static gboolean
on_interrupt (gpointer user_data)
{
  PhCliSend *send = user_data;

  /* The second time there is no more patience: as if we were killed, what isn't written down as
   * failed yet stays open. */
  if (send->interrupted)
    _exit (PH_EXIT_INTERRUPTED);
  send->interrupted = TRUE;
  ph_cli_progress_clear (send->progress);
  ph_cli_report ("%s", get_stop_message (send->options.mode));
  ph_uploader_stop (ph_cli_session_get_uploader (send->session, NULL));
  return G_SOURCE_CONTINUE;
}

static int
get_exit_status (PhCliSend *send)
{
  gboolean failed = send->output_failed;

  if (send->interrupted)
    return PH_EXIT_INTERRUPTED;
  for (guint i = 0; i < send->entries->len; i++)
    failed |= ((Entry *) send->entries->pdata[i])->error != NULL;
  return failed ? PH_EXIT_FAILED : PH_EXIT_OK;
}

/* As nohup(1) and shells leave a signal that is not to stop us. */
static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void
run_loop (PhCliSend *send, PhUploader *uploader, GPtrArray *jobs)
{
  gulong outcome = g_signal_connect (uploader, "outcome", G_CALLBACK (on_outcome), send);
  gulong retry = g_signal_connect (uploader, "retry", G_CALLBACK (on_retry), send);
  gulong drained = g_signal_connect (uploader, "drained", G_CALLBACK (on_drained), send);
  const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (numbers)];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    sources[i] = is_ignored (numbers[i]) ? 0 : g_unix_signal_add (numbers[i], on_interrupt, send);
  /* A reader of our links that goes away must not end an upload that is under way. */
  signal (SIGPIPE, SIG_IGN);
  send->progress = ph_cli_progress_new (uploader);
  ph_uploader_set_timeout (uploader, send->options.timeout);
  ph_uploader_add (uploader, jobs, send->options.mode);
  if (ph_uploader_get_pending (uploader) > 0)
    g_main_loop_run (send->loop);
  g_clear_pointer (&send->progress, ph_cli_progress_free);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sources[i] != 0)
      g_source_remove (sources[i]);
  g_signal_handler_disconnect (uploader, outcome);
  g_signal_handler_disconnect (uploader, retry);
  g_signal_handler_disconnect (uploader, drained);
}

int
ph_cli_send_refuse (PhCliSend *send, char **inputs, guint n_inputs, const GError *error)
{
  int status = ph_cli_fail (NULL, error);

  if (status != PH_EXIT_FAILED)
    return status;
  for (guint i = 0; i < n_inputs; i++)
    ph_cli_send_add_failure (send, inputs[i], g_error_copy (error));
  print_ended (send);
  return status;
}

int
ph_cli_send_run (PhCliSend *send)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PhUploader *uploader;

  for (guint i = 0; i < send->entries->len; i++)
    {
      const Entry *entry = send->entries->pdata[i];

      if (entry->job != NULL && !entry->has_ended)
        g_ptr_array_add (jobs, entry->job);
      else if (entry->job == NULL)
        ph_cli_report_error (entry->input, entry->error);
    }
  print_ended (send);
  if (jobs->len == 0)
    return get_exit_status (send);
  uploader = ph_cli_session_get_uploader (send->session, &error);
  if (uploader == NULL)
    return ph_cli_fail (NULL, error);
  run_loop (send, uploader, jobs);
  print_ended (send);
  return get_exit_status (send);
}
