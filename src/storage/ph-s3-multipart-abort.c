/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-s3-checkpoint.h"
#include "ph-s3-multipart.h"

static void
on_aborted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhS3Client *client = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (client, result, &error);

  if (response != NULL || ph_s3_error_is_lost_upload (error)
      || g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ph_s3_multipart_abort_async (PhS3Client *client, const char *key, const char *text,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (PhS3Checkpoint) checkpoint = text == NULL ? NULL : ph_s3_checkpoint_parse (text);
  g_autofree char *id = NULL;
  g_autofree char *query = NULL;
  PhS3Request request = PH_S3_REQUEST_INIT;

  g_task_set_source_tag (task, ph_s3_multipart_abort_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, ph_s3_client_ref (client), (GDestroyNotify) ph_s3_client_unref);
  if (checkpoint == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  id = ph_object_key_encode_query (checkpoint->upload_id);
  query = g_strdup_printf ("uploadId=%s", id);
  request.method = "DELETE";
  request.key = key;
  request.query = query;
  request.answer = PH_S3_ANSWER_NOTHING;
  ph_s3_client_send_async (client, &request, cancellable, on_aborted, g_steal_pointer (&task));
}

gboolean
ph_s3_multipart_abort_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_multipart_abort_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
