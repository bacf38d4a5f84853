/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-item.h"

#include "ph-error.h"
#include "ph-queue.h"
#include "ph-retry.h"
#include "ph-transfer.h"
#include "ph-upload-record.h"
#include "ph-upload-step.h"

/* How long an answer is waited for that tells whether a withdrawn picture is there. */
#define WITHDRAWAL_PATIENCE ((gint64) 5 * G_USEC_PER_SEC)

PhUploadItem *
ph_upload_item_new (PhUploader *uploader, PhJob *job, PhDestination *destination, PhUploadMode mode)
{
  PhUploadItem *item = g_new0 (PhUploadItem, 1);

  item->uploader = uploader;
  item->job = ph_job_ref (job);
  item->destination = ph_destination_ref (destination);
  item->mode = mode;
  item->cancellable = g_cancellable_new ();
  /* Its last program may have died between the server's answer and our note of it. */
  if ((job->state == PH_JOB_SENDING || job->state == PH_JOB_WAITING) && job->key != NULL)
    job->flags |= PH_JOB_MAYBE_SENT;
  return item;
}

static void
clear_timer (PhUploadItem *item)
{
  if (item->timer == NULL)
    return;
  g_source_destroy (item->timer);
  g_clear_pointer (&item->timer, g_source_unref);
}

void
ph_upload_item_free (PhUploadItem *item)
{
  g_warn_if_fail (!item->busy);
  clear_timer (item);
  ph_job_unref (item->job);
  ph_destination_unref (item->destination);
  g_object_unref (item->cancellable);
  g_clear_pointer (&item->content, ph_content_unref);
  g_clear_error (&item->last_error);
  g_clear_error (&item->doom);
  g_free (item);
}

gboolean
ph_upload_item_is_on_network (const PhUploadItem *item)
{
  switch (item->stage)
    {
    case PH_STAGE_ACQUIRE:
      return item->job->path == NULL;
    case PH_STAGE_WANTED:
    /* Waits until something that has been read is sent.  Where it waits for a worker thread,
     * another item is in PH_STAGE_INTAKE. */
    case PH_STAGE_ARRIVED:
    case PH_STAGE_CHECK:
    case PH_STAGE_JOINED:
    case PH_STAGE_READY:
    case PH_STAGE_SENDING:
    case PH_STAGE_PAUSED:
      return TRUE;
    case PH_STAGE_NEW:
    case PH_STAGE_INTAKE:
    case PH_STAGE_ADMIT:
    case PH_STAGE_RECORD:
    case PH_STAGE_ENDED:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

void
ph_upload_item_set_stage (PhUploadItem *item, PhStage stage)
{
  PhStage before = item->stage;

  g_debug ("job %" G_GINT64_FORMAT ": stage %d -> %d", item->job->id, before, stage);
  clear_timer (item);
  item->stage = stage;
  ph_uploader_stage_changed (item->uploader, item, before);
}

void
ph_upload_item_start_timer (PhUploadItem *item, gint64 microseconds, GSourceFunc func)
{
  clear_timer (item);
  item->timer = g_timeout_source_new ((guint) ((microseconds + 999) / 1000));
  g_source_set_callback (item->timer, func, item, NULL);
  g_source_attach (item->timer, g_main_context_get_thread_default ());
}

gboolean
ph_upload_item_end_call (PhUploadItem *item)
{
  item->busy = FALSE;
  if (item->doom == NULL)
    return TRUE;
  ph_upload_record_failure (item, g_steal_pointer (&item->doom));
  return FALSE;
}

void
ph_upload_item_fail (PhUploadItem *item, GError *error)
{
  /* What is being written down is the end already. */
  if (item->stage == PH_STAGE_ENDED || item->doom != NULL)
    {
      g_error_free (error);
      return;
    }
  if (!item->busy)
    {
      ph_upload_record_failure (item, error);
      return;
    }
  item->doom = error;
  g_cancellable_cancel (item->cancellable);
}

static gboolean
on_patience_ended (gpointer user_data)
{
  PhUploadItem *item = user_data;

  clear_timer (item);
  ph_upload_item_fail (item, ph_upload_record_new_withdrawn ());
  return G_SOURCE_REMOVE;
}

void
ph_upload_item_withdraw (PhUploadItem *item)
{
  item->withdrawn = TRUE;
  /* The server may have it all: broken off now, the object would stay and nobody know of it. */
  if (item->stage == PH_STAGE_SENDING && item->sent >= item->job->size)
    ph_upload_item_start_timer (item, WITHDRAWAL_PATIENCE, on_patience_ended);
  else
    ph_upload_item_fail (item, ph_upload_record_new_withdrawn ());
}

/* --- sending ------------------------------------------------------------------------------------
 */

static gboolean
write_job (PhDatabase *database, gpointer data, GError **error)
{
  PhUploadStep *step = data;

  return ph_queue_update (database, step->item->job, step->holder, error);
}

static void
on_resumed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadStep *step = user_data;

  if (ph_upload_step_finish (step, source, result))
    ph_upload_item_start (step->item);
}

static gboolean
on_pause_over (gpointer user_data)
{
  PhUploadItem *item = user_data;

  clear_timer (item);
  item->job->state = PH_JOB_SENDING;
  ph_upload_step_run (item, PH_STAGE_RECORD, write_job, on_resumed);
  return G_SOURCE_REMOVE;
}

static void
on_waiting_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadStep *step = user_data;
  PhUploadItem *item = step->item;
  gint64 pause;

  if (!ph_upload_step_finish (step, source, result))
    return;
  pause = MAX (item->job->next_attempt - g_get_real_time (), 0);
  /* Its memory or descriptor is for those that can be sent meanwhile; it is read again then. */
  g_clear_pointer (&item->content, ph_content_unref);
  ph_upload_item_set_stage (item, PH_STAGE_PAUSED);
  ph_upload_item_start_timer (
      item, MIN (pause, PH_RETRY_AFTER_MAX_SECONDS * (gint64) G_USEC_PER_SEC), on_pause_over);
}

void
ph_upload_item_retry_or_fail (PhUploadItem *item, GError *error)
{
  PhRetry retry = ph_error_get_retry (error);
  const char *details;

  if (retry == PH_RETRY_NEVER)
    {
      ph_upload_record_failure (item, error);
      return;
    }
  item->failures++;
  if (item->sent > 0)
    item->job->flags |= PH_JOB_MAYBE_SENT;
  item->sent = 0;
  g_clear_error (&item->last_error);
  item->last_error = error;
  ph_job_set_error (item->job, error);
  item->job->attempts++;
  item->job->state = PH_JOB_WAITING;
  item->job->next_attempt = g_get_real_time ()
                            + ph_retry_get_pause (retry, ph_error_get_retry_after (error),
                                                  item->failures, g_random_double ());
  details = ph_error_get_details (error);
  g_info ("job %" G_GINT64_FORMAT ": try %u failed: %s; %s", item->job->id, item->failures,
          error->message, details != NULL ? details : "-");
  ph_uploader_note_retry (item->uploader, item);
  ph_upload_step_run (item, PH_STAGE_RECORD, write_job, on_waiting_written);
}

static gboolean
rename_key (PhDatabase *database, gpointer data, GError **error)
{
  PhUploadStep *step = data;

  return ph_admission_rename (database, &step->admission, error);
}

static void
on_transferred (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadItem *item = user_data;
  GError *error = NULL;
  PhTransferResult *sent = ph_transfer_finish (result, &error);

  /* A success counts even where the item was to end: the object is there. */
  if (sent != NULL)
    {
      item->busy = FALSE;
      g_clear_error (&item->doom);
      ph_upload_record_success (item, sent);
      return;
    }
  if (item->withdrawn && item->doom == NULL)
    item->doom = ph_upload_record_new_withdrawn ();
  if (!ph_upload_item_end_call (item))
    g_error_free (error);
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_EXISTS))
    {
      g_error_free (error);
      /* It is read again under its new name. */
      g_clear_pointer (&item->content, ph_content_unref);
      ph_upload_step_run (item, PH_STAGE_ADMIT, rename_key, on_resumed);
    }
  else
    ph_upload_item_retry_or_fail (item, error);
}

static void
on_progress (gint64 done, gint64 total, gpointer user_data)
{
  PhUploadItem *item = user_data;

  item->sent = done;
  if (done <= item->high_water)
    return;
  item->high_water = done;
  ph_uploader_note_progress (item->uploader);
}

typedef struct
{
  gint64 id;
  char *checkpoint;
} Checkpoint;

static void
checkpoint_free (Checkpoint *checkpoint)
{
  g_free (checkpoint->checkpoint);
  g_free (checkpoint);
}

static gboolean
write_checkpoint (PhDatabase *database, gpointer data, GError **error)
{
  const Checkpoint *checkpoint = data;

  return ph_queue_set_checkpoint (database, checkpoint->id, checkpoint->checkpoint, error);
}

static void
on_checkpoint (const char *text, gpointer user_data)
{
  PhUploadItem *item = user_data;
  Checkpoint *checkpoint = g_new0 (Checkpoint, 1);

  g_free (item->job->checkpoint);
  item->job->checkpoint = g_strdup (text);
  checkpoint->id = item->job->id;
  checkpoint->checkpoint = g_strdup (text);
  ph_database_run_async (ph_uploader_get_database (item->uploader), write_checkpoint, checkpoint,
                         (GDestroyNotify) checkpoint_free, NULL, NULL);
}

void
ph_upload_item_send (PhUploadItem *item)
{
  ph_upload_item_set_stage (item, PH_STAGE_SENDING);
  item->busy = TRUE;
  ph_transfer_async (item->destination, item->job, item->content, on_progress, on_checkpoint, item,
                     item->cancellable, on_transferred, item);
}
