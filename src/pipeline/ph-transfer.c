/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-transfer.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

typedef struct
{
  PhDestination *destination;
  const PhJob *job;
  PhContent *content;
  PhStorageProgressFunc progress;
  PhStorageCheckpointFunc checkpoint;
  gpointer progress_data;
  GError *changed; /* (nullable): what went up is to be withdrawn */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  ph_destination_unref (transfer->destination);
  ph_content_unref (transfer->content);
  g_clear_error (&transfer->changed);
  g_free (transfer);
}

void
ph_transfer_result_free (PhTransferResult *result)
{
  g_free (result->etag);
  g_free (result);
}

static void
return_result (GTask *task, const char *etag, gboolean created_object)
{
  PhTransferResult *result = g_new0 (PhTransferResult, 1);

  result->etag = g_strdup (etag);
  result->created_object = created_object;
  g_task_return_pointer (task, result, (GDestroyNotify) ph_transfer_result_free);
}

static gboolean
holds_same_bytes (const Transfer *transfer, const PhObject *object)
{
  const PhJob *job = transfer->job;

  if (object->size >= 0 && object->size != job->size)
    return FALSE;
  if (object->sha256 != NULL)
    return g_str_equal (object->sha256, job->sha256);
  return transfer->destination->target->preset->etag_is_md5 && object->etag != NULL
         && job->md5 != NULL && g_ascii_strcasecmp (object->etag, job->md5) == 0;
}

static void
return_found (GTask *task, const PhObject *object)
{
  Transfer *transfer = g_task_get_task_data (task);

  if (holds_same_bytes (transfer, object))
    /* Our own earlier try, whose answer got lost, or somebody else's upload of the same picture. */
    return_result (task, object->etag, (transfer->job->flags & PH_JOB_MAYBE_SENT) != 0);
  else
    g_task_return_error (
        task,
        ph_error_new (PH_ERROR_EXISTS, _ ("use another name, or a key template with {sha256:16}"),
                      _ ("another picture is already stored as “%s”"), transfer->job->key));
}

/* A look sets no condition that could fail.  Taken for an object in the way it would have one name
 * after the other tried, without end, and each request costs.  @error: (transfer full) */
static GError *
judge_look (GError *error)
{
  if (!g_error_matches (error, PH_ERROR, PH_ERROR_EXISTS))
    return error;
  g_error_free (error);
  return ph_error_new (PH_ERROR_SERVER, _ ("check the endpoint, and what stands before it"),
                       _ ("the server says of everything that it exists"));
}

static void
on_looked_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (PhObject) object = ph_storage_head_finish (PH_STORAGE (source), result, &error);

  if (object != NULL)
    {
      return_found (task, object);
      return;
    }
  /* Refused because it exists, and gone a moment later: the next try will tell. */
  if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  g_task_return_error (task, judge_look (error));
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);

  /* Where it fails there is nothing else to be done about it. */
  ph_storage_delete_finish (PH_STORAGE (source), result, NULL);
  g_task_return_error (task, g_steal_pointer (&transfer->changed));
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  PhStorage *storage = PH_STORAGE (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (PhObject) object = ph_storage_put_finish (storage, result, &error);

  if (g_error_matches (error, PH_ERROR, PH_ERROR_EXISTS))
    {
      g_error_free (error);
      ph_storage_head_async (storage, transfer->job->key, cancellable, on_looked_again,
                             g_steal_pointer (&task));
    }
  else if (object == NULL)
    g_task_return_error (task, error);
  else if (!ph_content_check_unchanged (transfer->content, &transfer->changed))
    /* What went up is neither the old nor the new picture: nobody may get a link to it. */
    ph_storage_delete_async (storage, transfer->job->key, NULL, on_withdrawn,
                             g_steal_pointer (&task));
  else
    return_result (task, object->etag, TRUE);
}

static void
start_put (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);
  PhStorage *storage = transfer->destination->storage;
  const PhJob *job = transfer->job;
  const PhPutRequest request = {
    .key = job->key,
    .content = transfer->content,
    .content_type = job->mime,
    .cache_control = job->cache_control,
    .content_disposition = job->flags & PH_JOB_ATTACHMENT ? "attachment" : NULL,
    .sha256 = job->sha256,
    .md5 = job->md5,
    .if_absent = ph_storage_can_put_if_absent (storage),
    .checkpoint = job->checkpoint,
    .progress = transfer->progress,
    .on_checkpoint = transfer->checkpoint,
    .user_data = transfer->progress_data,
  };

  ph_storage_put_async (storage, &request, g_task_get_cancellable (task), on_put, task);
}

static void
on_looked_first (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (PhObject) object = ph_storage_head_finish (PH_STORAGE (source), result, &error);

  if (object != NULL)
    return_found (task, object);
  else if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_OBJECT))
    {
      g_error_free (error);
      start_put (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, judge_look (error));
}

static gboolean
must_look_first (const PhDestination *destination, const PhJob *job)
{
  return !(job->flags & PH_JOB_KEY_UNIQUE) && !ph_storage_can_put_if_absent (destination->storage);
}

void
ph_transfer_async (PhDestination *destination, const PhJob *job, PhContent *content,
                   PhStorageProgressFunc progress, PhStorageCheckpointFunc checkpoint,
                   gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->destination = ph_destination_ref (destination);
  transfer->job = job;
  transfer->content = ph_content_ref (content);
  transfer->progress = progress;
  transfer->checkpoint = checkpoint;
  transfer->progress_data = progress_data;
  g_task_set_source_tag (task, ph_transfer_async);
  g_task_set_task_data (task, transfer, (GDestroyNotify) transfer_free);
  if (must_look_first (destination, job))
    ph_storage_head_async (destination->storage, job->key, cancellable, on_looked_first, task);
  else
    start_put (task);
}

PhTransferResult *
ph_transfer_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_transfer_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
