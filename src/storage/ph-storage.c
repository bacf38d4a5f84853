/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-storage.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

/* Source: AWS Signature Version 4, "X-Amz-Expires": seven days. */
#define PRESIGN_SECONDS_MAX 604800

G_DEFINE_INTERFACE (PhStorage, ph_storage, G_TYPE_OBJECT)

static void
ph_storage_default_init (PhStorageInterface *iface)
{
}

PhObject *
ph_object_new (const char *key)
{
  PhObject *object = g_new0 (PhObject, 1);

  object->key = g_strdup (key);
  object->size = -1;
  return object;
}

void
ph_object_free (PhObject *object)
{
  g_free (object->key);
  g_free (object->etag);
  g_free (object->sha256);
  g_free (object->content_type);
  g_free (object);
}

PhObjectPage *
ph_object_page_new (void)
{
  PhObjectPage *page = g_new0 (PhObjectPage, 1);

  page->objects = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_object_free);
  return page;
}

void
ph_object_page_free (PhObjectPage *page)
{
  g_ptr_array_unref (page->objects);
  g_free (page->next);
  g_free (page);
}

PhDeleteFailure *
ph_delete_failure_new (const char *key, GError *error)
{
  PhDeleteFailure *failure = g_new0 (PhDeleteFailure, 1);

  failure->key = g_strdup (key);
  failure->error = error;
  return failure;
}

void
ph_delete_failure_free (PhDeleteFailure *failure)
{
  g_free (failure->key);
  g_clear_error (&failure->error);
  g_free (failure);
}

/* Every finish function: the result as the implementation's task holds it. */
static gpointer
finish_pointer (PhStorage *storage, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, storage), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_boolean (PhStorage *storage, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, storage), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ph_storage_can_put_if_absent (PhStorage *storage)
{
  return PH_STORAGE_GET_IFACE (storage)->can_put_if_absent (storage);
}

void
ph_storage_put_async (PhStorage *storage, const PhPutRequest *request, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (request->key != NULL && request->content != NULL);
  g_return_if_fail (request->content_type != NULL && request->sha256 != NULL);
  PH_STORAGE_GET_IFACE (storage)->put_async (storage, request, cancellable, callback, user_data);
}

PhObject *
ph_storage_put_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_pointer (storage, result, error);
}

void
ph_storage_head_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->head_async (storage, key, cancellable, callback, user_data);
}

PhObject *
ph_storage_head_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_pointer (storage, result, error);
}

void
ph_storage_get_async (PhStorage *storage, const char *key, gsize max, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->get_async (storage, key, max, cancellable, callback, user_data);
}

GBytes *
ph_storage_get_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_pointer (storage, result, error);
}

void
ph_storage_list_async (PhStorage *storage, const char *prefix, const char *from, guint max,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->list_async (storage, prefix == NULL ? "" : prefix, from, max,
                                              cancellable, callback, user_data);
}

PhObjectPage *
ph_storage_list_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_pointer (storage, result, error);
}

void
ph_storage_delete_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->delete_async (storage, key, cancellable, callback, user_data);
}

gboolean
ph_storage_delete_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_boolean (storage, result, error);
}

void
ph_storage_delete_many_async (PhStorage *storage, const char *const *keys,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->delete_many_async (storage, keys, cancellable, callback,
                                                     user_data);
}

GPtrArray *
ph_storage_delete_many_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_pointer (storage, result, error);
}

void
ph_storage_copy_async (PhStorage *storage, const char *from, const char *to,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->copy_async (storage, from, to, cancellable, callback, user_data);
}

gboolean
ph_storage_copy_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_boolean (storage, result, error);
}

void
ph_storage_abort_async (PhStorage *storage, const char *key, const char *checkpoint,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PH_STORAGE_GET_IFACE (storage)->abort_async (storage, key, checkpoint, cancellable, callback,
                                               user_data);
}

gboolean
ph_storage_abort_finish (PhStorage *storage, GAsyncResult *result, GError **error)
{
  return finish_boolean (storage, result, error);
}

void
ph_storage_preconnect (PhStorage *storage, guint connections)
{
  PH_STORAGE_GET_IFACE (storage)->preconnect (storage, connections);
}

char *
ph_storage_presign (PhStorage *storage, const char *key, guint seconds, GError **error)
{
  if (seconds == 0 || seconds > PRESIGN_SECONDS_MAX)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("ask for one second to seven days"),
                    _ ("a link can't be made to expire after this time"));
      return NULL;
    }
  return PH_STORAGE_GET_IFACE (storage)->presign (storage, key, seconds, error);
}
