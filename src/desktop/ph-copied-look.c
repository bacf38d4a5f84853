/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-copied-look.h"

#include "ph-input.h"
#include "ph-picture-location.h"
#include "ph-thumbnail.h"

/* The person waits for the question. */
#define INPUTS_MAX 20

void
ph_copied_look_free (PhCopiedLook *look)
{
  g_clear_object (&look->thumbnail);
  g_free (look);
}

/* (nullable) (transfer full): NULL where it isn't here */
static PhContent *
open_input (const PhEngineInput *input)
{
  g_autoptr (PhJob) job = NULL;

  if (input->bytes != NULL)
    return ph_content_new_for_bytes (input->bytes);
  job = ph_input_new_job (input->input, "", NULL, NULL);
  return job != NULL && job->path != NULL ? ph_content_open (job->path, NULL) : NULL;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PhCopied *copied = data;
  PhCopiedLook *look = g_new0 (PhCopiedLook, 1);

  for (guint i = 0; i < MIN (copied->inputs->len, INPUTS_MAX); i++)
    {
      g_autoptr (PhContent) content = open_input (copied->inputs->pdata[i]);

      if (content == NULL)
        continue;
      if (i == 0)
        look->thumbnail = ph_thumbnail_new (content);
      look->tells_location = look->tells_location || ph_picture_location_is_told (content);
    }
  g_task_return_pointer (task, look, (GDestroyNotify) ph_copied_look_free);
}

void
ph_copied_look_async (PhCopied *copied, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, ph_copied_ref (copied), (GDestroyNotify) ph_copied_unref);
  g_task_run_in_thread (task, look_in_thread);
}

PhCopiedLook *
ph_copied_look_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
