/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-put.h"

#include <glib/gi18n-lib.h>

#include "ph-digest.h"
#include "ph-error.h"

typedef struct
{
  PhS3Client *client;
  PhObject *object; /* what will have been put */
  PhStorageProgressFunc progress;
  gpointer progress_data;
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  ph_s3_client_unref (put->client);
  g_clear_pointer (&put->object, ph_object_free);
  g_free (put);
}

static void
add_header (GPtrArray *headers, const char *name, const char *value)
{
  if (value != NULL && value[0] != '\0')
    g_ptr_array_add (headers, g_strdup_printf ("%s: %s", name, value));
}

GPtrArray *
ph_s3_put_list_headers (const PhTarget *target, const PhPutRequest *request)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func (g_free);

  add_header (headers, "Content-Type", request->content_type);
  add_header (headers, "Cache-Control", request->cache_control);
  add_header (headers, "Content-Disposition", request->content_disposition);
  add_header (headers, "x-amz-meta-sha256", request->sha256);
  /* Never by default: buckets without ACLs refuse the header (AWS's do since 2023). */
  add_header (headers, "x-amz-acl", target->acl);
  return headers;
}

static void
on_progress (gint64 sent, gint64 received, gpointer user_data)
{
  Put *put = g_task_get_task_data (user_data);

  if (put->progress != NULL)
    put->progress (sent, put->object->size, put->progress_data);
}

static GError *
new_strange_answer (guint status)
{
  GError *error
      = ph_error_new (PH_ERROR_SERVER, _ ("check the endpoint, and what stands between it and you"),
                      _ ("the answer (HTTP %u) is not that of an S3 server to an upload"), status);

  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Put *put = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (put->client, result, &error);
  g_autoptr (PhObject) answered = NULL;

  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* PutObject answers 200 (Amazon S3 API Reference), and 201 would mean the same; any other good
   * word comes from somebody in between, who has stored nothing. */
  if (response->status != 200 && response->status != 201)
    {
      g_task_return_error (task, new_strange_answer (response->status));
      return;
    }
  answered = ph_s3_answer_describe (response, NULL);
  put->object->etag = g_steal_pointer (&answered->etag);
  g_task_return_pointer (task, g_steal_pointer (&put->object), (GDestroyNotify) ph_object_free);
}

void
ph_s3_put_async (PhS3Client *client, const PhPutRequest *request, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Put *put = g_new0 (Put, 1);
  g_autoptr (GPtrArray) headers
      = ph_s3_put_list_headers (ph_s3_client_get_target (client), request);
  g_autofree char *md5 = request->md5 == NULL ? NULL : ph_digest_hex_to_base64 (request->md5);
  PhS3Request to_send = PH_S3_REQUEST_INIT;

  put->client = ph_s3_client_ref (client);
  put->object = ph_object_new (request->key);
  put->object->size = ph_content_get_size (request->content);
  put->object->sha256 = g_strdup (request->sha256);
  put->object->content_type = g_strdup (request->content_type);
  put->progress = request->progress;
  put->progress_data = request->user_data;
  g_task_set_source_tag (task, ph_s3_put_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, put, put_free);

  add_header (headers, "Content-MD5", md5);
  add_header (headers, "If-None-Match", request->if_absent ? "*" : NULL);
  g_ptr_array_add (headers, NULL);
  to_send.method = "PUT";
  to_send.key = request->key;
  to_send.headers = (const char *const *) headers->pdata;
  to_send.body = request->content;
  to_send.body_sha256 = request->sha256;
  to_send.answer = PH_S3_ANSWER_NOTHING;
  to_send.progress = on_progress;
  to_send.progress_data = task;
  ph_s3_client_send_async (client, &to_send, cancellable, on_put, task);
}

PhObject *
ph_s3_put_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_put_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
