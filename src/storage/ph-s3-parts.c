/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-parts.h"

#include "ph-digest.h"
#include "ph-object-key.h"

#define SENDING_MAX 4
/* Parts hashed or being hashed while others are sent: enough that no connection waits for one. */
#define HASHED_MAX 2

/* The task data of the whole. */
typedef struct
{
  PhS3Parts given;
  char *key;

  guint next;      /* index of the first part not looked at yet */
  guint hashing;   /* on worker threads */
  GQueue hashed;   /* of Part, waiting for a connection */
  guint sending;   /* on connections */
  gint64 done;     /* bytes of finished parts */
  gint64 underway; /* bytes sent of the others */
  GError *error;   /* the first one */
} Sending;

/* One part on its way.  The task data of its hashing, too. */
typedef struct
{
  GTask *task; /* of the whole */
  PhS3Part *part;
  gint64 offset;
  PhContent *content;
  PhDigestFlags wanted;
  PhDigest digest;
  gint64 sent;
} Part;

static void pump (GTask *task);

static void
part_free (Part *part)
{
  ph_content_unref (part->content);
  g_object_unref (part->task);
  g_free (part);
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  ph_s3_client_unref (sending->given.client);
  ph_content_unref (sending->given.content);
  g_free (sending->key);
  g_clear_error (&sending->error);
  g_free (sending);
}

static void
keep_first_error (Sending *sending, GError *error)
{
  if (sending->error == NULL)
    sending->error = error;
  else
    g_error_free (error);
}

static void
on_progress (gint64 sent, gint64 received, gpointer user_data)
{
  Part *part = user_data;
  Sending *sending = g_task_get_task_data (part->task);

  sending->underway += sent - part->sent;
  part->sent = sent;
  if (sending->given.progress != NULL)
    sending->given.progress (sending->done + sending->underway, sending->given.checkpoint->size,
                             sending->given.data);
}

static void
finish_part (Sending *sending, Part *part, const PhHttpResponse *response)
{
  const char *etag = ph_http_response_get_header (response, "etag");

  /* Where a server gives none, the MD5 that it has checked is what it would have said. */
  part->part->etag = etag != NULL && etag[0] != '\0' ? g_strdup (etag)
                                                     : g_strdup_printf ("\"%s\"", part->digest.md5);
  sending->done += part->part->size;
  sending->given.part_done (sending->given.data);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (GTask) task = g_object_ref (part->task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response
      = ph_s3_client_send_finish (sending->given.client, result, &error);

  sending->sending--;
  sending->underway -= part->sent;
  if (response != NULL)
    finish_part (sending, part, response);
  else
    keep_first_error (sending, error);
  part_free (part);
  pump (task);
}

static void
send_part (GTask *task, Part *part)
{
  Sending *sending = g_task_get_task_data (task);
  g_autofree char *id = ph_object_key_encode_query (sending->given.checkpoint->upload_id);
  g_autofree char *query = g_strdup_printf ("partNumber=%u&uploadId=%s", part->part->number, id);
  g_autofree char *md5 = ph_digest_hex_to_base64 (part->digest.md5);
  g_autofree char *md5_header = g_strdup_printf ("Content-MD5: %s", md5);
  const char *const headers[] = { md5_header, NULL };
  PhS3Request request = PH_S3_REQUEST_INIT;

  request.method = "PUT";
  request.key = sending->key;
  request.query = query;
  request.headers = headers;
  request.body = part->content;
  request.body_offset = part->offset;
  request.body_length = part->part->size;
  request.body_sha256 = part->digest.sha256;
  request.answer = PH_S3_ANSWER_NOTHING;
  request.progress = on_progress;
  request.progress_data = part;
  sending->sending++;
  ph_s3_client_send_async (sending->given.client, &request, g_task_get_cancellable (task), on_sent,
                           part);
}

static void
hash_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Part *part = data;
  GError *error = NULL;

  if (ph_digest_compute (part->content, part->offset, part->part->size, part->wanted, &part->digest,
                         cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (GTask) task = g_object_ref (part->task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  sending->hashing--;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_queue_push_tail (&sending->hashed, part);
    }
  else
    {
      keep_first_error (sending, error);
      part_free (part);
    }
  pump (task);
}

static void
hash_part (GTask *task, PhS3Part *part, gint64 offset)
{
  Sending *sending = g_task_get_task_data (task);
  Part *job = g_new0 (Part, 1);
  g_autoptr (GTask) hashing = g_task_new (NULL, g_task_get_cancellable (task), on_hashed, job);

  job->task = g_object_ref (task);
  job->part = part;
  job->offset = offset;
  job->content = ph_content_ref (sending->given.content);
  job->wanted = PH_DIGEST_MD5
                | (ph_s3_client_hashes_payload (sending->given.client) ? PH_DIGEST_SHA256 : 0);
  sending->hashing++;
  g_task_set_task_data (hashing, job, NULL);
  g_task_run_in_thread (hashing, hash_in_thread);
}

/* Skips what the server has.  NULL: no more. */
static PhS3Part *
take_next (Sending *sending, gint64 *offset)
{
  GPtrArray *parts = sending->given.checkpoint->parts;

  while (sending->next < parts->len)
    {
      PhS3Part *part = g_ptr_array_index (parts, sending->next);

      *offset = sending->given.checkpoint->part_size * sending->next;
      sending->next++;
      if (part->etag == NULL)
        return part;
    }
  return NULL;
}

static void
end_when_idle (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  if (sending->sending > 0 || sending->hashing > 0)
    return;
  if (sending->error != NULL)
    g_task_return_error (task, g_steal_pointer (&sending->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Begins what can be begun; ends the whole when nothing is left. */
static void
pump (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  PhS3Part *part;
  gint64 offset;

  while (sending->error == NULL && sending->sending < SENDING_MAX && sending->hashed.length > 0)
    send_part (task, g_queue_pop_head (&sending->hashed));
  while (sending->error == NULL && sending->hashing + sending->hashed.length < HASHED_MAX
         && (part = take_next (sending, &offset)) != NULL)
    hash_part (task, part, offset);
  if (sending->error != NULL)
    g_queue_clear_full (&sending->hashed, (GDestroyNotify) part_free);
  end_when_idle (task);
}

void
ph_s3_parts_send_async (const PhS3Parts *parts, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  sending->given = *parts;
  sending->key = g_strdup (parts->key);
  ph_s3_client_ref (parts->client);
  ph_content_ref (parts->content);
  sending->done = ph_s3_checkpoint_count_sent (parts->checkpoint);
  g_queue_init (&sending->hashed);
  g_task_set_source_tag (task, ph_s3_parts_send_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, sending, sending_free);
  pump (task);
}

gboolean
ph_s3_parts_send_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_parts_send_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
