/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-delete.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-digest.h"
#include "ph-error.h"
#include "ph-s3-xml.h"

typedef struct
{
  PhS3Client *client;
  GPtrArray *batched;  /* of char *: to go in batches, from @next on */
  GPtrArray *singly;   /* of char *: to go one by one after that; the last one first */
  guint next;          /* index in @batched */
  guint count;         /* keys in the batch that is on its way */
  GPtrArray *failures; /* of PhDeleteFailure */
} Delete;

static void go_on (GTask *task);

static void
on_one_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhS3Client *client = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (client, result, &error);

  if (response != NULL || g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ph_s3_delete_one_async (PhS3Client *client, const char *key, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  PhS3Request request = PH_S3_REQUEST_INIT;

  g_task_set_source_tag (task, ph_s3_delete_one_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, ph_s3_client_ref (client), (GDestroyNotify) ph_s3_client_unref);
  if (*key == '\0')
    {
      /* It would be a request to delete the bucket. */
      g_task_return_error (task,
                           ph_error_new (PH_ERROR_INPUT, NULL, _ ("an empty key names no object")));
      g_object_unref (task);
      return;
    }
  request.method = "DELETE";
  request.key = key;
  request.answer = PH_S3_ANSWER_NOTHING;
  ph_s3_client_send_async (client, &request, cancellable, on_one_deleted, task);
}

gboolean
ph_s3_delete_one_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_delete_one_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
delete_free (gpointer data)
{
  Delete *delete = data;

  ph_s3_client_unref (delete->client);
  g_ptr_array_unref (delete->batched);
  g_ptr_array_unref (delete->singly);
  g_clear_pointer (&delete->failures, g_ptr_array_unref);
  g_free (delete);
}

static void
on_single_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Delete *delete = g_task_get_task_data (task);
  const char *key = g_ptr_array_index (delete->singly, delete->singly->len - 1);
  g_autoptr (GError) error = NULL;

  if (!ph_s3_delete_one_finish (result, &error))
    {
      /* What is worth another try, or is the person's will, is about the whole. */
      if (ph_error_is_cancelled (error) || ph_error_get_retry (error) != PH_RETRY_NEVER)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      g_ptr_array_add (delete->failures, ph_delete_failure_new (key, g_steal_pointer (&error)));
    }
  g_ptr_array_set_size (delete->singly, (int) delete->singly->len - 1);
  go_on (task);
}

/* Nothing of the batch has been deleted.  Takes over @error. */
static void
batch_failed (GTask *task, GError *error)
{
  Delete *delete = g_task_get_task_data (task);

  if (!g_error_matches (error, PH_ERROR, PH_ERROR_UNSUPPORTED))
    {
      g_task_return_error (task, error);
      return;
    }
  g_error_free (error);
  for (; delete->next < delete->batched->len; delete->next++)
    g_ptr_array_add (delete->singly, g_strdup (g_ptr_array_index (delete->batched, delete->next)));
  go_on (task);
}

static void
on_batch_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Delete *delete = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (delete->client, result, &error);
  GPtrArray *failures = NULL;

  if (response != NULL)
    failures
        = ph_s3_xml_parse_delete (response->body, ph_s3_client_get_target (delete->client), &error);
  if (failures == NULL)
    {
      batch_failed (task, error);
      return;
    }
  g_ptr_array_extend_and_steal (delete->failures, failures);
  delete->next += delete->count;
  go_on (task);
}

static void
send_batch (GTask *task)
{
  Delete *delete = g_task_get_task_data (task);
  guint most = ph_s3_client_get_target (delete->client)->preset->delete_batch;
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (PhContent) body = NULL;
  g_autofree char *md5 = NULL;
  g_autofree char *md5_header = NULL;
  const char *headers[] = { "Content-Type: application/xml", NULL, NULL };
  PhS3Request request = PH_S3_REQUEST_INIT;
  PhDigest digest;

  delete->count = MIN (most, delete->batched->len - delete->next);
  xml = ph_s3_xml_build_delete ((const char *const *) delete->batched->pdata + delete->next,
                                delete->count);
  body = ph_content_new_for_bytes (xml);
  ph_digest_compute (body, 0, -1, PH_DIGEST_MD5 | PH_DIGEST_SHA256, &digest, NULL, NULL);
  md5 = ph_digest_hex_to_base64 (digest.md5);
  md5_header = g_strdup_printf ("Content-MD5: %s", md5);
  headers[1] = md5_header;
  request.method = "POST";
  request.query = "delete=";
  request.headers = headers;
  request.body = body;
  request.body_sha256 = digest.sha256;
  request.answer = PH_S3_ANSWER_XML;
  ph_s3_client_send_async (delete->client, &request, g_task_get_cancellable (task),
                           on_batch_deleted, g_object_ref (task));
}

static void
go_on (GTask *task)
{
  Delete *delete = g_task_get_task_data (task);

  if (delete->next < delete->batched->len)
    send_batch (task);
  else if (delete->singly->len > 0)
    ph_s3_delete_one_async (delete->client,
                            g_ptr_array_index (delete->singly, delete->singly->len - 1),
                            g_task_get_cancellable (task), on_single_deleted, g_object_ref (task));
  else
    g_task_return_pointer (task, g_steal_pointer (&delete->failures),
                           (GDestroyNotify) g_ptr_array_unref);
}

void
ph_s3_delete_many_async (PhS3Client *client, const char *const *keys, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Delete *delete = g_new0 (Delete, 1);

  delete->client = ph_s3_client_ref (client);
  delete->batched = g_ptr_array_new_with_free_func (g_free);
  delete->singly = g_ptr_array_new_with_free_func (g_free);
  delete->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_delete_failure_free);
  for (guint i = 0; keys[i] != NULL; i++)
    g_ptr_array_add (ph_s3_xml_can_hold (keys[i]) ? delete->batched : delete->singly,
                     g_strdup (keys[i]));
  g_task_set_source_tag (task, ph_s3_delete_many_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, delete, delete_free);
  go_on (task);
}

GPtrArray *
ph_s3_delete_many_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_delete_many_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
