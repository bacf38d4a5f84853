/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-step.h"

#include "ph-upload-record.h"

void
ph_upload_step_free (PhUploadStep *step)
{
  ph_admission_clear (&step->admission);
  g_free (step);
}

/* A presigned link is another one each time it is made. */
static const PhTarget *
get_promise (const PhUploadItem *item)
{
  const PhTarget *target = item->destination->target;

  return item->mode == PH_UPLOAD_ENQUEUE && item->job->expires == 0 && !target->is_private ? target
                                                                                           : NULL;
}

PhUploadStep *
ph_upload_step_new (PhUploadItem *item)
{
  PhUploadStep *step = g_new0 (PhUploadStep, 1);

  step->item = item;
  step->holder = ph_uploader_get_holder (item->uploader);
  step->admission.job = item->job;
  step->admission.key_template = item->destination->key_template;
  step->admission.digest = item->digest;
  step->admission.no_reuse = item->no_reuse;
  step->admission.not_joined = item->not_joined;
  step->admission.promise = get_promise (item);
  step->admission.is_new = item->mode == PH_UPLOAD_ENQUEUE;
  /* A job that is only put into the queue belongs to nobody. */
  step->admission.holder = item->mode == PH_UPLOAD_ENQUEUE ? NULL : step->holder;
  return step;
}

void
ph_upload_step_run (PhUploadItem *item, PhStage stage, PhDatabaseFunc func,
                    GAsyncReadyCallback callback)
{
  PhUploadStep *step = ph_upload_step_new (item);

  ph_upload_item_set_stage (item, stage);
  item->busy = TRUE;
  ph_database_run_async (ph_uploader_get_database (item->uploader), func, step,
                         (GDestroyNotify) ph_upload_step_free, callback, step);
}

gboolean
ph_upload_step_finish (PhUploadStep *step, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean done = ph_database_run_finish (PH_DATABASE (source), result, &error);

  if (!ph_upload_item_end_call (step->item))
    return FALSE;
  if (!done)
    ph_upload_record_failure (step->item, g_steal_pointer (&error));
  return done;
}
