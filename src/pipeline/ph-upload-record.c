/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-record.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-queue.h"
#include "ph-spool.h"

static void
drop_spool (PhUploadItem *item)
{
  if (item->job->spool != NULL)
    ph_spool_remove (ph_database_get_dir (ph_uploader_get_database (item->uploader)),
                     item->job->spool);
}

/* Neither one whose acceptance failed nor one that isn't ready for the queue has a row. */
static gboolean
has_row (const PhUploadItem *item)
{
  return item->job->id != 0 && item->mode != PH_UPLOAD_ENQUEUE;
}

/* What a person doesn't need and a bug report does. */
static void
log_failure (const PhJob *job, const GError *error)
{
  const char *details = ph_error_get_details (error);

  g_info ("job %" G_GINT64_FORMAT " (profile %s, key %s): %s: %s%s%s", job->id, job->profile,
          job->key != NULL ? job->key : "-", ph_error_get_nick (error), error->message,
          details != NULL ? "; " : "", details != NULL ? details : "");
}

static void
end_with_error (PhUploadItem *item, GError *error, gboolean is_kept, gboolean is_stranded)
{
  PhOutcome *outcome = ph_outcome_new (item->job, error);

  log_failure (item->job, error);
  if (!is_kept)
    outcome->id = 0;
  outcome->is_stranded = is_stranded;
  ph_upload_item_set_stage (item, PH_STAGE_ENDED);
  ph_uploader_take_outcome (item->uploader, item, outcome);
}

void
ph_upload_record_link (PhUploadItem *item, gint64 id, const char *key, gboolean reused)
{
  PhOutcome *outcome = ph_outcome_new (item->job, NULL);

  g_info ("job %" G_GINT64_FORMAT " (profile %s): %s as %s, %" G_GINT64_FORMAT
          " bytes, %u tries failed",
          item->job->id, item->job->profile, reused ? "found" : "uploaded", key, item->job->size,
          item->failures);
  outcome->id = id;
  outcome->key = g_strdup (key);
  outcome->reused = reused;
  outcome->url
      = ph_destination_build_url (item->destination, key, item->job->expires, &outcome->error);
  ph_upload_item_set_stage (item, PH_STAGE_ENDED);
  ph_uploader_take_outcome (item->uploader, item, outcome);
}

/* What a PhDatabaseFunc below works on.  The item is busy meanwhile, so that nobody else touches
 * it. */
typedef struct
{
  PhUploadItem *item;
  const char *holder;
  gboolean drop_row;      /* the input was never accepted */
  gboolean is_stranded;   /* as in the outcome */
  GError *error;          /* of a failure */
  PhTransferResult *sent; /* of a success */
  PhHistoryRow *reused;   /* of a success without sending */
} Record;

static void
record_free (Record *record)
{
  g_clear_error (&record->error);
  g_clear_pointer (&record->sent, ph_transfer_result_free);
  g_clear_pointer (&record->reused, ph_history_row_free);
  g_free (record);
}

static Record *
record_new (PhUploadItem *item)
{
  Record *record = g_new0 (Record, 1);

  record->item = item;
  record->holder = ph_uploader_get_holder (item->uploader);
  return record;
}

static void
run_record (PhUploadItem *item, PhDatabaseFunc func, Record *record, GAsyncReadyCallback callback)
{
  ph_upload_item_set_stage (item, PH_STAGE_RECORD);
  item->busy = TRUE;
  ph_database_run_async (ph_uploader_get_database (item->uploader), func, record,
                         (GDestroyNotify) record_free, callback, record);
}

static gboolean
write_failure (PhDatabase *database, gpointer data, GError **error)
{
  Record *record = data;
  PhJob *job = record->item->job;
  g_autofree char *spool = NULL;
  gboolean found = FALSE;

  if (!has_row (record->item))
    return TRUE;
  if (record->drop_row)
    return ph_queue_remove (database, job->id, &found, &spool, error);
  return ph_queue_update (database, job, record->holder, error)
         && ph_queue_release (database, job->id, record->holder, error);
}

static void
end_record (Record *record)
{
  PhUploadItem *item = record->item;

  if (record->drop_row || !has_row (item))
    drop_spool (item);
  end_with_error (item, g_steal_pointer (&record->error), !record->drop_row && has_row (item),
                  record->is_stranded);
}

/* --- parts that are up already ------------------------------------------------------------------
 */

/* A failure is only worth a word: providers remove stale parts by themselves. */
static void
on_aborted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Record *record = user_data;
  g_autoptr (GError) error = NULL;

  record->item->busy = FALSE;
  g_clear_error (&record->item->doom);
  if (!ph_storage_abort_finish (PH_STORAGE (source), result, &error))
    g_message ("parts of a cancelled upload may stay in the bucket for a while: %s",
               error->message);
  end_record (record);
  record_free (record);
}

/* They cost their owner money. */
static void
abort_parts (const Record *record)
{
  PhUploadItem *item = record->item;
  Record *aborting = record_new (item);

  aborting->drop_row = TRUE;
  aborting->error = g_error_copy (record->error);
  item->busy = TRUE;
  ph_storage_abort_async (item->destination->storage, item->job->key, item->job->checkpoint, NULL,
                          on_aborted, aborting);
}

/* --- failures -----------------------------------------------------------------------------------
 */

static void
on_failure_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Record *record = user_data;
  PhUploadItem *item = record->item;
  g_autoptr (GError) error = NULL;

  item->busy = FALSE;
  g_clear_error (&item->doom);
  /* A row that the person removed meanwhile is no news; anything else is for the log: what the
   * person is told is why it failed in the first place. */
  if (!ph_database_run_finish (PH_DATABASE (source), result, &error)
      && !ph_error_is_cancelled (error))
    {
      g_info ("%s", error->message);
      /* What nobody wants any more is not to be taken up again. */
      record->is_stranded = has_row (item) && !item->withdrawn;
    }
  if (item->withdrawn && !record->drop_row)
    ph_upload_record_failure (item, g_steal_pointer (&record->error));
  else if (item->withdrawn && item->job->checkpoint != NULL)
    abort_parts (record);
  else
    end_record (record);
}

/* What a foreground upload could not even read was never accepted, unless the same call may fare
 * better another time: where a URL could not be fetched for now, or a person can mend the reason.
 */
static gboolean
is_worth_keeping (const PhUploadItem *item, const GError *error)
{
  static const PhErrorCode mendable[]
      = { PH_ERROR_NETWORK, PH_ERROR_TLS, PH_ERROR_PROXY, PH_ERROR_DISK, PH_ERROR_DATABASE };

  if (item->mode != PH_UPLOAD_NEW || item->job->sha256 != NULL || ph_error_is_cancelled (error)
      || ph_error_get_retry (error) != PH_RETRY_NEVER)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (mendable); i++)
    if (g_error_matches (error, PH_ERROR, (int) mendable[i]))
      return TRUE;
  return FALSE;
}

/* What sends it another time; true of what ph_upload_record_failure () keeps. */
static const char *
get_way_on (const PhUploadItem *item)
{
  if (item->mode == PH_UPLOAD_ENQUEUE)
    return _ ("it is not in the queue: upload it again");
  if ((item->job->flags & PH_JOB_LOGIN) && item->job->spool == NULL)
    return _ ("upload it again: the password in its URL is not kept");
  if (item->job->flags & PH_JOB_BACKGROUND)
    return _ ("“pichoist queue run” sends it");
  return _ ("“pichoist queue retry” sends it again");
}

GError *
ph_upload_record_new_withdrawn (void)
{
  return ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("cancelled"));
}

GError *
ph_upload_record_new_cancelled (const PhUploadItem *item)
{
  return ph_error_new (PH_ERROR_CANCELLED, get_way_on (item), _ ("stopped"));
}

GError *
ph_upload_record_new_timeout (const PhUploadItem *item, guint seconds)
{
  g_autofree char *hint = NULL;
  GError *error;

  if (item->last_error != NULL)
    return g_error_copy (item->last_error);
  hint = g_strdup_printf (_ ("check the connection; %s"), get_way_on (item));
  error = ph_error_new (PH_ERROR_NETWORK, hint,
                        g_dngettext (GETTEXT_PACKAGE, "nothing has moved for %u second",
                                     "nothing has moved for %u seconds", seconds),
                        seconds);
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}

void
ph_upload_record_failure (PhUploadItem *item, GError *error)
{
  Record *record = record_new (item);
  PhJob *job = item->job;
  gboolean goes_on
      = (job->flags & PH_JOB_BACKGROUND)
        && (ph_error_is_cancelled (error) || ph_error_get_retry (error) != PH_RETRY_NEVER);

  record->error = error;
  record->drop_row = item->withdrawn || !is_worth_keeping (item, error);
  if (!goes_on)
    job->state = PH_JOB_FAILED;
  else if (job->state == PH_JOB_SENDING)
    job->state = PH_JOB_WAITING;
  ph_job_set_error (job, error);
  run_record (item, write_failure, record, on_failure_written);
}

static gboolean
write_success (PhDatabase *database, gpointer data, GError **error)
{
  Record *record = data;
  PhJob *job = record->item->job;

  return ph_history_finish_job (database, job, record->sent->etag, record->sent->created_object,
                                error);
}

static gboolean
write_reuse (PhDatabase *database, gpointer data, GError **error)
{
  Record *record = data;
  g_autofree char *spool = NULL;
  gboolean found = FALSE;

  if (record->reused->checked > 0
      && !ph_history_set_checked (database, record->reused->id, record->reused->checked, error))
    return FALSE;
  return !has_row (record->item)
         || ph_queue_remove (database, record->item->job->id, &found, &spool, error);
}

/* What is up and can't be written down has no link to give: it might be lost again.  The row is as
 * it was before, so that another try finds the object there.  Takes @error. */
static GError *
new_unnoted (const PhUploadItem *item, GError *error)
{
  g_autoptr (GError) cause = error;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, item->job->id);
  const char *hint = ph_error_get_hint (cause);
  g_autofree char *whole_hint
      = hint != NULL
            ? g_strdup_printf (_ ("%s; then “pichoist queue retry %s” gives its link"), hint, id)
            : g_strdup_printf (_ ("“pichoist queue retry %s” gives its link"), id);
  GError *unnoted = ph_error_new (ph_error_code_from_nick (ph_error_get_nick (cause)), whole_hint,
                                  _ ("it is up, but that can't be noted: %s"), cause->message);

  ph_error_set_details (unnoted, ph_error_get_details (cause));
  return unnoted;
}

/* Of either success. */
static void
on_success_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Record *record = user_data;
  PhUploadItem *item = record->item;
  const PhHistoryRow *reused = record->reused;
  GError *error = NULL;

  item->busy = FALSE;
  g_clear_error (&item->doom);
  if (!ph_database_run_finish (PH_DATABASE (source), result, &error))
    {
      end_with_error (item, record->sent != NULL ? new_unnoted (item, error) : error,
                      has_row (item), has_row (item));
      return;
    }
  drop_spool (item);
  item->job->state = PH_JOB_DONE;
  if (reused != NULL)
    ph_upload_record_link (item, reused->id, reused->key, TRUE);
  else
    ph_upload_record_link (item, item->job->id, item->job->key, FALSE);
}

void
ph_upload_record_reuse (PhUploadItem *item, PhHistoryRow *row)
{
  Record *record = record_new (item);

  record->reused = row;
  run_record (item, write_reuse, record, on_success_written);
}

void
ph_upload_record_success (PhUploadItem *item, PhTransferResult *sent)
{
  Record *record = record_new (item);

  record->sent = sent;
  run_record (item, write_success, record, on_success_written);
}
