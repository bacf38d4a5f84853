/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-s3-client.h"
#include "ph-s3-delete.h"
#include "ph-s3-multipart.h"
#include "ph-s3-put.h"
#include "ph-s3-xml.h"

/* Source: Amazon S3 API Reference, "ListObjectsV2", max-keys. */
#define PAGE_KEYS_MAX 1000
#define ERROR_BYTES_MAX (64 * 1024)

struct _PhS3
{
  GObject parent_instance;

  PhS3Client *client;
};

static void ph_s3_storage_init (PhStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhS3, ph_s3, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_STORAGE, ph_s3_storage_init))

static PhS3Client *
get_client (GTask *task)
{
  return PH_S3 (g_task_get_source_object (task))->client;
}

static const PhPreset *
get_preset (PhStorage *storage)
{
  return ph_s3_client_get_target (PH_S3 (storage)->client)->preset;
}

static GTask *
new_task (PhStorage *storage, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (storage, cancellable, callback, user_data);

  /* What the server has done is told, whatever was cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Takes over @task, as the callbacks do. */
static void
send_request (GTask *task, const PhS3Request *request, GAsyncReadyCallback callback)
{
  ph_s3_client_send_async (get_client (task), request, g_task_get_cancellable (task), callback,
                           task);
}

/* NULL: @task has been told of the failure. */
static PhHttpResponse *
take_response (GTask *task, GAsyncResult *result)
{
  GError *error = NULL;
  PhHttpResponse *response = ph_s3_client_send_finish (get_client (task), result, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  return response;
}

static gboolean
ph_s3_can_put_if_absent (PhStorage *storage)
{
  return get_preset (storage)->put_if_absent;
}

static void
return_object (GTask *task, PhObject *object, GError *error)
{
  if (object != NULL)
    g_task_return_pointer (task, object, (GDestroyNotify) ph_object_free);
  else
    g_task_return_error (task, error);
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PhObject *object = ph_s3_put_finish (result, &error);

  return_object (task, object, error);
}

static void
on_multipart_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  PhObject *object = ph_s3_multipart_put_finish (result, &error);

  return_object (task, object, error);
}

static void
ph_s3_storage_put_async (PhStorage *storage, const PhPutRequest *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  PhS3Client *client = PH_S3 (storage)->client;
  const PhTarget *target = ph_s3_client_get_target (client);
  gint64 most = target->multipart_threshold;
  GTask *task = new_task (storage, cancellable, callback, user_data);
  PhPutRequest allowed = *request;

  if (target->preset->single_put_max > 0)
    most = MIN (most, target->preset->single_put_max);
  allowed.if_absent = request->if_absent && target->preset->put_if_absent;
  if (ph_content_get_size (request->content) > most)
    ph_s3_multipart_put_async (client, &allowed, cancellable, on_multipart_put, task);
  else
    ph_s3_put_async (client, &allowed, cancellable, on_put, task);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PhHttpResponse) response = take_response (task, result);

  if (response != NULL)
    return_object (task, ph_s3_answer_describe (response, g_task_get_task_data (task)), NULL);
}

static void
ph_s3_head_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (storage, cancellable, callback, user_data);
  PhS3Request request = PH_S3_REQUEST_INIT;

  g_task_set_task_data (task, g_strdup (key), g_free);
  request.method = "HEAD";
  request.key = key;
  request.answer = PH_S3_ANSWER_OBJECT;
  send_request (task, &request, on_head);
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PhHttpResponse) response = take_response (task, result);
  gsize max = GPOINTER_TO_SIZE (g_task_get_task_data (task));

  if (response == NULL)
    return;
  if (g_bytes_get_size (response->body) > max)
    g_task_return_error (task, ph_error_new (PH_ERROR_TOO_LARGE, NULL, "%s",
                                             _ ("this object is larger than expected")));
  else
    g_task_return_pointer (task, g_bytes_ref (response->body), (GDestroyNotify) g_bytes_unref);
}

static void
ph_s3_get_async (PhStorage *storage, const char *key, gsize max, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (storage, cancellable, callback, user_data);
  PhS3Request request = PH_S3_REQUEST_INIT;

  g_task_set_task_data (task, GSIZE_TO_POINTER (max), NULL);
  request.method = "GET";
  request.key = key;
  request.answer = PH_S3_ANSWER_OBJECT;
  /* An error document must fit too. */
  request.response_max = MAX (max, ERROR_BYTES_MAX);
  send_request (task, &request, on_got);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PhHttpResponse) response = take_response (task, result);
  const char *from = g_task_get_task_data (task);
  PhObjectPage *page;
  GError *error = NULL;

  if (response == NULL)
    return;
  page = ph_s3_xml_parse_list (response->body, &error);
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* A server that doesn't know the parameter would give the same page for ever. */
  if (g_strcmp0 (page->next, from) == 0)
    g_clear_pointer (&page->next, g_free);
  g_task_return_pointer (task, page, (GDestroyNotify) ph_object_page_free);
}

static void
ph_s3_list_async (PhStorage *storage, const char *prefix, const char *from, guint max,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  const PhPreset *preset = get_preset (storage);
  GTask *task = new_task (storage, cancellable, callback, user_data);
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *encoded_prefix = ph_object_key_encode_query (prefix);
  g_autofree char *encoded_from = from == NULL ? NULL : ph_object_key_encode_query (from);
  PhS3Request request = PH_S3_REQUEST_INIT;

  g_string_append_printf (query, "max-keys=%u&prefix=%s",
                          max == 0 ? PAGE_KEYS_MAX : MIN (max, PAGE_KEYS_MAX), encoded_prefix);
  if (preset->list_version == 2)
    g_string_append (query, "&list-type=2");
  if (preset->list_url_encoding)
    g_string_append (query, "&encoding-type=url");
  if (from != NULL)
    g_string_append_printf (
        query, "&%s=%s", preset->list_version == 2 ? "continuation-token" : "marker", encoded_from);
  g_task_set_task_data (task, g_strdup (from), g_free);
  request.method = "GET";
  request.query = query->str;
  request.answer = PH_S3_ANSWER_XML;
  send_request (task, &request, on_listed);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (ph_s3_delete_one_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ph_s3_delete_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  ph_s3_delete_one_async (PH_S3 (storage)->client, key, cancellable, on_deleted,
                          new_task (storage, cancellable, callback, user_data));
}

static void
on_many_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *failures = ph_s3_delete_many_finish (result, &error);

  if (failures != NULL)
    g_task_return_pointer (task, failures, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
ph_s3_storage_delete_many_async (PhStorage *storage, const char *const *keys,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  ph_s3_delete_many_async (PH_S3 (storage)->client, keys, cancellable, on_many_deleted,
                           new_task (storage, cancellable, callback, user_data));
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PhHttpResponse) response = take_response (task, result);
  g_autofree char *etag = NULL;
  GError *error = NULL;

  if (response == NULL)
    return;
  etag = ph_s3_xml_parse_etag (response->body, &error);
  if (etag != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ph_s3_copy_async (PhStorage *storage, const char *from, const char *to, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  const PhTarget *target = ph_s3_client_get_target (PH_S3 (storage)->client);
  g_autofree char *bucket = ph_object_key_encode_query (target->bucket);
  g_autofree char *key = ph_object_key_encode (from);
  g_autofree char *source = g_strdup_printf ("x-amz-copy-source: /%s/%s", bucket, key);
  g_autofree char *acl = NULL;
  const char *headers[] = { source, NULL, NULL };
  PhS3Request request = PH_S3_REQUEST_INIT;

  if (target->acl != NULL && target->acl[0] != '\0')
    {
      acl = g_strdup_printf ("x-amz-acl: %s", target->acl);
      headers[1] = acl;
    }
  request.method = "PUT";
  request.key = to;
  request.headers = headers;
  request.answer = PH_S3_ANSWER_XML;
  send_request (new_task (storage, cancellable, callback, user_data), &request, on_copied);
}

static void
on_aborted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (ph_s3_multipart_abort_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ph_s3_abort_async (PhStorage *storage, const char *key, const char *checkpoint,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ph_s3_multipart_abort_async (PH_S3 (storage)->client, key, checkpoint, cancellable, on_aborted,
                               new_task (storage, cancellable, callback, user_data));
}

static void
ph_s3_preconnect (PhStorage *storage, guint connections)
{
  ph_s3_client_preconnect (PH_S3 (storage)->client, connections);
}

static char *
ph_s3_presign (PhStorage *storage, const char *key, guint seconds, GError **error)
{
  return ph_s3_client_presign (PH_S3 (storage)->client, key, seconds);
}

static void
ph_s3_finalize (GObject *object)
{
  ph_s3_client_unref (PH_S3 (object)->client);
  G_OBJECT_CLASS (ph_s3_parent_class)->finalize (object);
}

static void
ph_s3_class_init (PhS3Class *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_s3_finalize;
}

static void
ph_s3_init (PhS3 *s3)
{
}

static void
ph_s3_storage_init (PhStorageInterface *iface)
{
  iface->can_put_if_absent = ph_s3_can_put_if_absent;
  iface->put_async = ph_s3_storage_put_async;
  iface->head_async = ph_s3_head_async;
  iface->get_async = ph_s3_get_async;
  iface->list_async = ph_s3_list_async;
  iface->delete_async = ph_s3_delete_async;
  iface->delete_many_async = ph_s3_storage_delete_many_async;
  iface->copy_async = ph_s3_copy_async;
  iface->abort_async = ph_s3_abort_async;
  iface->preconnect = ph_s3_preconnect;
  iface->presign = ph_s3_presign;
}

PhS3 *
ph_s3_new (PhHttp *http, const PhTarget *target, PhCredentials *credentials)
{
  PhS3 *s3 = g_object_new (PH_TYPE_S3, NULL);

  s3->client = ph_s3_client_new (http, target, credentials);
  return s3;
}
