/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-multipart.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-s3-checkpoint.h"
#include "ph-s3-parts.h"
#include "ph-s3-put.h"
#include "ph-s3-xml.h"

/* One upload, the task data of its GTask.  It goes this way, and from any step to the end with an
 * error:
 *
 *   look (only if_absent) -> resume -> send -> complete -> end
 *                        \-> begin -/
 *
 * An upload that was to be resumed and that the server has lost goes to `begin` once. */
typedef struct
{
  PhS3Client *client;
  char *key;
  PhContent *content;
  char *content_type;
  char **headers; /* of the object */
  gboolean if_absent;
  PhStorageProgressFunc progress;
  PhStorageCheckpointFunc on_checkpoint;
  gpointer user_data;

  PhS3Checkpoint *checkpoint;
  guint listed;           /* the last part number that ListParts has told of */
  gboolean resumed;       /* the upload was begun by an earlier run */
  gboolean unconditional; /* the server can't complete on a condition */
} Upload;

static void begin (GTask *task);
static void list_parts (GTask *task);
static void send_parts (GTask *task);
static void complete (GTask *task);

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  ph_s3_client_unref (upload->client);
  g_free (upload->key);
  ph_content_unref (upload->content);
  g_free (upload->content_type);
  g_strfreev (upload->headers);
  ph_s3_checkpoint_free (upload->checkpoint);
  g_free (upload);
}

static void
send_request (GTask *task, PhS3Request *request, GAsyncReadyCallback callback)
{
  Upload *upload = g_task_get_task_data (task);

  request->key = upload->key;
  ph_s3_client_send_async (upload->client, request, g_task_get_cancellable (task), callback,
                           g_object_ref (task));
}

/* Takes over @error. */
static void
fail (GTask *task, GError *error)
{
  Upload *upload = g_task_get_task_data (task);

  if (!upload->resumed || !ph_s3_error_is_lost_upload (error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_error_free (error);
  begin (task);
}

static void
tell_checkpoint (gpointer data)
{
  Upload *upload = data;
  g_autofree char *text = NULL;

  if (upload->on_checkpoint == NULL)
    return;
  text = ph_s3_checkpoint_to_text (upload->checkpoint);
  upload->on_checkpoint (text, upload->user_data);
}

static void
tell_progress (gint64 done, gint64 total, gpointer data)
{
  Upload *upload = data;

  if (upload->progress != NULL)
    upload->progress (done, total, upload->user_data);
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (upload->client, result, &error);
  g_autofree char *id
      = response == NULL ? NULL : ph_s3_xml_parse_upload_id (response->body, &error);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  upload->checkpoint->upload_id = g_steal_pointer (&id);
  tell_checkpoint (upload);
  send_parts (task);
}

static void
begin (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  PhS3Request request = PH_S3_REQUEST_INIT;

  upload->resumed = FALSE;
  ph_s3_checkpoint_restart (upload->checkpoint);
  request.method = "POST";
  request.query = "uploads=";
  request.headers = (const char *const *) upload->headers;
  request.answer = PH_S3_ANSWER_XML;
  send_request (task, &request, on_begun);
}

/* A part of another size is from other bytes, or was cut: it is sent again. */
static void
take_listed_parts (Upload *upload, GPtrArray *listed)
{
  GPtrArray *parts = upload->checkpoint->parts;

  for (guint i = 0; i < listed->len; i++)
    {
      PhS3Part *has = g_ptr_array_index (listed, i);
      PhS3Part *part;

      if (has->number < 1 || has->number > parts->len || has->etag == NULL)
        continue;
      part = g_ptr_array_index (parts, has->number - 1);
      if (has->size != part->size)
        continue;
      g_free (part->etag);
      part->etag = g_steal_pointer (&has->etag);
    }
}

static void
on_parts_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (upload->client, result, &error);
  g_autoptr (GPtrArray) listed = NULL;
  guint next = 0;

  if (response != NULL)
    listed = ph_s3_xml_parse_parts (response->body, &next, &error);
  if (listed != NULL)
    {
      take_listed_parts (upload, listed);
      if (next <= upload->listed)
        {
          send_parts (task);
          return;
        }
      upload->listed = next;
      list_parts (task);
      return;
    }
  /* Some servers have no ListParts (R2's simulator), some keys may not call it: then the etags of
   * the checkpoint must do. */
  if (g_error_matches (error, PH_ERROR, PH_ERROR_UNSUPPORTED)
      || g_error_matches (error, PH_ERROR, PH_ERROR_ACCESS))
    send_parts (task);
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    begin (task);
  else
    fail (task, g_steal_pointer (&error));
}

static void
list_parts (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  g_autofree char *id = ph_object_key_encode_query (upload->checkpoint->upload_id);
  g_autofree char *query
      = g_strdup_printf ("max-parts=1000&part-number-marker=%u&uploadId=%s", upload->listed, id);
  PhS3Request request = PH_S3_REQUEST_INIT;

  request.method = "GET";
  request.query = query;
  request.answer = PH_S3_ANSWER_XML;
  send_request (task, &request, on_parts_listed);
}

static void
on_parts_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (ph_s3_parts_send_finish (result, &error))
    complete (task);
  else
    fail (task, error);
}

static void
send_parts (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  const PhS3Parts parts = {
    .client = upload->client,
    .key = upload->key,
    .content = upload->content,
    .checkpoint = upload->checkpoint,
    .progress = tell_progress,
    .part_done = tell_checkpoint,
    .data = upload,
  };

  ph_s3_parts_send_async (&parts, g_task_get_cancellable (task), on_parts_sent,
                          g_object_ref (task));
}

static void
end (GTask *task, const char *etag)
{
  Upload *upload = g_task_get_task_data (task);
  PhObject *object = ph_object_new (upload->key);

  object->etag = etag == NULL || etag[0] == '\0' ? NULL : g_strdup (etag);
  object->sha256 = g_strdup (upload->checkpoint->sha256);
  object->content_type = g_strdup (upload->content_type);
  object->size = upload->checkpoint->size;
  g_task_return_pointer (task, object, (GDestroyNotify) ph_object_free);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (upload->client, result, NULL);
  g_autoptr (PhObject) object
      = response == NULL ? NULL : ph_s3_answer_describe (response, upload->key);
  GError *error;

  if (object != NULL && g_strcmp0 (object->sha256, upload->checkpoint->sha256) == 0)
    {
      end (task, object->etag);
      return;
    }
  if (upload->resumed)
    {
      begin (task);
      return;
    }
  error = ph_error_new (PH_ERROR_SERVER, _ ("try again later"), "%s",
                        _ ("the server has lost this upload"));
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  g_task_return_error (task, error);
}

/* The upload is gone: perhaps because an earlier request to complete it did its work and only the
 * answer was lost. */
static void
verify (GTask *task)
{
  PhS3Request request = PH_S3_REQUEST_INIT;

  request.method = "HEAD";
  request.answer = PH_S3_ANSWER_OBJECT;
  send_request (task, &request, on_verified);
}

static void
on_completed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (upload->client, result, &error);
  g_autofree char *etag = response == NULL ? NULL : ph_s3_xml_parse_etag (response->body, &error);

  if (etag != NULL)
    {
      end (task, etag);
    }
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_UNSUPPORTED) && !upload->unconditional)
    {
      upload->unconditional = TRUE;
      complete (task);
    }
  else if (ph_s3_error_has_code (error, "NoSuchUpload"))
    {
      verify (task);
    }
  else
    {
      fail (task, g_steal_pointer (&error));
    }
}

static void
complete (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  GPtrArray *parts = upload->checkpoint->parts;
  g_autofree char *id = ph_object_key_encode_query (upload->checkpoint->upload_id);
  g_autofree char *query = g_strdup_printf ("uploadId=%s", id);
  g_autoptr (GBytes) xml = ph_s3_xml_build_complete ((PhS3Part *const *) parts->pdata, parts->len);
  g_autoptr (PhContent) body = ph_content_new_for_bytes (xml);
  const char *headers[] = { "Content-Type: application/xml", NULL, NULL };
  PhS3Request request = PH_S3_REQUEST_INIT;
  GError *error = NULL;

  if (!ph_content_check_unchanged (upload->content, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (upload->if_absent && !upload->unconditional
      && ph_s3_client_get_target (upload->client)->preset->put_if_absent)
    headers[1] = "If-None-Match: *";
  else
    upload->unconditional = TRUE;
  request.method = "POST";
  request.query = query;
  request.headers = headers;
  request.body = body;
  request.answer = PH_S3_ANSWER_XML;
  send_request (task, &request, on_completed);
}

static void
resume_or_begin (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);

  if (upload->resumed)
    list_parts (task);
  else
    begin (task);
}

/* Not knowing is no reason to stop: a key that may not list gets 403 for what is not there. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_s3_client_send_finish (upload->client, result, &error);

  if (response != NULL)
    g_task_return_error (task, ph_error_new (PH_ERROR_EXISTS, _ ("choose another name"), "%s",
                                             _ ("an object has this name already")));
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT)
           || g_error_matches (error, PH_ERROR, PH_ERROR_ACCESS))
    resume_or_begin (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Before the bytes go out and not only after: not every server can complete on a condition. */
static void
look (GTask *task)
{
  PhS3Request request = PH_S3_REQUEST_INIT;

  request.method = "HEAD";
  request.answer = PH_S3_ANSWER_OBJECT;
  send_request (task, &request, on_looked);
}

/* The checkpoint of an earlier run where it is for these bytes, else a new one. */
static PhS3Checkpoint *
take_up (const PhPutRequest *request, gint64 part_size)
{
  g_autoptr (PhS3Checkpoint) checkpoint
      = request->checkpoint == NULL ? NULL : ph_s3_checkpoint_parse (request->checkpoint);
  gint64 size = ph_content_get_size (request->content);

  if (checkpoint != NULL && checkpoint->size == size
      && g_str_equal (checkpoint->sha256, request->sha256))
    return g_steal_pointer (&checkpoint);
  return ph_s3_checkpoint_new (request->sha256, size, part_size);
}

void
ph_s3_multipart_put_async (PhS3Client *client, const PhPutRequest *request,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const PhTarget *target = ph_s3_client_get_target (client);
  GPtrArray *headers = ph_s3_put_list_headers (target, request);
  Upload *upload = g_new0 (Upload, 1);

  g_ptr_array_add (headers, NULL);
  upload->client = ph_s3_client_ref (client);
  upload->key = g_strdup (request->key);
  upload->content = ph_content_ref (request->content);
  upload->content_type = g_strdup (request->content_type);
  upload->headers = (char **) g_ptr_array_free (headers, FALSE);
  upload->if_absent = request->if_absent;
  upload->progress = request->progress;
  upload->on_checkpoint = request->on_checkpoint;
  upload->user_data = request->user_data;
  upload->checkpoint = take_up (request, target->part_size);
  upload->resumed = upload->checkpoint->upload_id != NULL;
  g_task_set_source_tag (task, ph_s3_multipart_put_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, upload, upload_free);
  if (upload->if_absent)
    look (task);
  else
    resume_or_begin (task);
}

PhObject *
ph_s3_multipart_put_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_multipart_put_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
