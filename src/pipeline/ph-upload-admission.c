/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-item.h"

#include "ph-admission.h"
#include "ph-error.h"
#include "ph-history.h"
#include "ph-queue.h"
#include "ph-upload-record.h"
#include "ph-upload-step.h"

/* What becomes of an item whose bytes are known: the stages ADMIT to READY. */

/* A reused object that wasn't looked at for so long gets one HEAD first.  A file in a folder always
 * does: that costs next to nothing, and people tidy up folders by hand. */
#define CHECK_AGE ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)
/* How often a job in another program is looked at. */
#define JOINED_INTERVAL_MS 100

/* Sent as they are. */
#define CACHE_FOR_EVER "public, max-age=31536000, immutable"
#define CACHE_BRIEFLY "public, max-age=300"

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadStep *step = user_data;
  PhUploadItem *item = step->item;
  GError *error = NULL;
  g_autoptr (PhObject) object = ph_storage_head_finish (PH_STORAGE (source), result, &error);

  if (!ph_upload_item_end_call (item))
    g_clear_error (&error);
  else if (object != NULL)
    {
      step->admission.same->checked = g_get_real_time ();
      ph_upload_record_reuse (item, g_steal_pointer (&step->admission.same));
    }
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    {
      g_error_free (error);
      item->no_reuse = TRUE;
      ph_upload_item_admit (item);
    }
  else
    ph_upload_item_retry_or_fail (item, error);
  ph_upload_step_free (step);
}

static void
check_or_reuse (PhUploadItem *item, PhHistoryRow *row)
{
  gint64 age = g_get_real_time () - row->checked;
  PhUploadStep *step;

  if (item->destination->target->folder == NULL && age >= 0 && age < CHECK_AGE)
    {
      row->checked = 0; /* nothing new to write */
      ph_upload_record_reuse (item, row);
      return;
    }
  step = ph_upload_step_new (item);
  step->admission.same = row;
  ph_upload_item_set_stage (item, PH_STAGE_CHECK);
  item->busy = TRUE;
  ph_storage_head_async (item->destination->storage, row->key, item->cancellable, on_checked, step);
}

static gboolean on_look_at_joined (gpointer user_data);

static gboolean
look_at_joined (PhDatabase *database, gpointer data, GError **error)
{
  PhUploadStep *step = data;
  gboolean held = FALSE;

  if (!ph_queue_is_held (database, step->item->joined, &held, error))
    return FALSE;
  /* Kept in the step, not in the item: this is the database's thread. */
  step->admission.joined = held ? step->item->joined : 0;
  return TRUE;
}

void
ph_upload_item_rejoin (PhUploadItem *item)
{
  item->not_joined = item->joined;
  item->joined = 0;
  ph_upload_item_admit (item);
}

static void
on_looked_at_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadStep *step = user_data;

  if (!ph_upload_step_finish (step, source, result))
    return;
  if (step->admission.joined != 0)
    ph_upload_item_start_timer (step->item, JOINED_INTERVAL_MS * 1000, on_look_at_joined);
  else
    ph_upload_item_rejoin (step->item);
}

static gboolean
on_look_at_joined (gpointer user_data)
{
  PhUploadItem *item = user_data;

  ph_upload_step_run (item, PH_STAGE_JOINED, look_at_joined, on_looked_at_joined);
  return G_SOURCE_REMOVE;
}

static void
join (PhUploadItem *item, gint64 id)
{
  item->joined = id;
  ph_upload_item_set_stage (item, PH_STAGE_JOINED);
  /* In this program the uploader tells us when it has ended. */
  if (ph_uploader_find_item (item->uploader, id) == NULL)
    ph_upload_item_start_timer (item, JOINED_INTERVAL_MS * 1000, on_look_at_joined);
}

static void
on_admitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadStep *step = user_data;
  PhUploadItem *item = step->item;

  if (!ph_upload_step_finish (step, source, result))
    return;
  switch (step->admission.verdict)
    {
    case PH_ADMISSION_REUSE:
      check_or_reuse (item, g_steal_pointer (&step->admission.same));
      break;
    case PH_ADMISSION_JOIN:
      join (item, step->admission.joined);
      break;
    case PH_ADMISSION_SEND:
      if (item->mode == PH_UPLOAD_ENQUEUE)
        ph_upload_record_link (item, item->job->id, item->job->key, FALSE);
      else
        ph_upload_item_set_stage (item, PH_STAGE_READY);
      break;
    }
}

static gboolean
decide (PhDatabase *database, gpointer data, GError **error)
{
  PhUploadStep *step = data;

  return ph_admission_decide (database, &step->admission, error);
}

static const char *
get_cache_control (const PhDestination *destination)
{
  if (destination->target->cache_control != NULL)
    return destination->target->cache_control;
  return ph_key_template_is_content_addressed (destination->key_template) ? CACHE_FOR_EVER
                                                                          : CACHE_BRIEFLY;
}

static void
set_text (char **where, const char *text)
{
  g_free (*where);
  *where = g_strdup (text);
}

void
ph_upload_item_admit (PhUploadItem *item)
{
  PhJob *job = item->job;

  if (item->mode != PH_UPLOAD_ENQUEUE)
    job->state = PH_JOB_SENDING;
  set_text (&job->endpoint, item->destination->endpoint);
  set_text (&job->bucket, item->destination->bucket);
  set_text (&job->cache_control, get_cache_control (item->destination));
  ph_upload_step_run (item, PH_STAGE_ADMIT, decide, on_admitted);
}
