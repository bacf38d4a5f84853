/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-refusal.h"

#include "ph-queue.h"
#include "ph-upload-item.h"

typedef struct
{
  PhUploader *uploader;
  GPtrArray *outcomes;
  const char *holder;
} Refusal;

static void
refusal_free (Refusal *refusal)
{
  g_object_unref (refusal->uploader);
  g_ptr_array_unref (refusal->outcomes);
  g_free (refusal);
}

static gboolean
write_refusals (PhDatabase *database, gpointer data, GError **error)
{
  const Refusal *refusal = data;

  for (guint i = 0; i < refusal->outcomes->len; i++)
    {
      const PhJob *job = ((PhOutcome *) refusal->outcomes->pdata[i])->job;
      g_autoptr (GError) local_error = NULL;

      if (ph_queue_update (database, job, refusal->holder, &local_error)
          && ph_queue_release (database, job->id, refusal->holder, &local_error))
        continue;
      /* One that the person removed meanwhile doesn't keep the others from being written. */
      if (ph_error_is_cancelled (local_error))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static void
end_all (PhUploader *uploader, GPtrArray *outcomes, gboolean is_stranded)
{
  g_object_ref (uploader);
  for (guint i = 0; i < outcomes->len; i++)
    {
      PhOutcome *outcome = outcomes->pdata[i];

      outcome->is_stranded = is_stranded;
      ph_uploader_take_refusal (uploader, outcome);
    }
  g_object_unref (uploader);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Refusal *refusal = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = ph_database_run_finish (PH_DATABASE (source), result, &error);

  /* For the log: what the person is told is why they can't begin. */
  if (!written)
    g_info ("%s", error->message);
  end_all (refusal->uploader, refusal->outcomes, !written);
}

void
ph_upload_refusal_run (PhUploader *uploader, GPtrArray *outcomes, PhUploadMode mode)
{
  Refusal *refusal;

  if (outcomes->len == 0)
    return;
  if (mode != PH_UPLOAD_QUEUED)
    {
      end_all (uploader, outcomes, FALSE);
      return;
    }
  for (guint i = 0; i < outcomes->len; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];

      if (!(outcome->job->flags & PH_JOB_BACKGROUND))
        outcome->job->state = PH_JOB_FAILED;
      ph_job_set_error (outcome->job, outcome->error);
    }
  refusal = g_new0 (Refusal, 1);
  refusal->uploader = g_object_ref (uploader);
  refusal->outcomes = g_ptr_array_ref (outcomes);
  refusal->holder = ph_uploader_get_holder (uploader);
  ph_database_run_async (ph_uploader_get_database (uploader), write_refusals, refusal,
                         (GDestroyNotify) refusal_free, on_written, refusal);
}
