/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-content.h"

G_BEGIN_DECLS

/* A place that holds objects: an S3 bucket (ph-s3.h) or a folder (ph-folder.h).
 *
 * Keys are in normal form (ph-object-key.h) and not encoded.  All calls are asynchronous, report in
 * the thread-default main context of the caller, and are made from one thread.  Nothing is retried
 * here but a request that the server refused for our clock or region, once; ph_error_get_retry ()
 * tells the caller what is worth another try. Cancelling leaves no half object. */

#define PH_TYPE_STORAGE (ph_storage_get_type ())
G_DECLARE_INTERFACE (PhStorage, ph_storage, PH, STORAGE, GObject)

/* @done of @total bytes have been sent.  Each call means progress. */
typedef void (*PhStorageProgressFunc) (gint64 done, gint64 total, gpointer user_data);

/* @checkpoint: text to keep and to give back as PhPutRequest.checkpoint when the same object is put
 * again, so that what the server has isn't sent twice. */
typedef void (*PhStorageCheckpointFunc) (const char *checkpoint, gpointer user_data);

/* The storage copies what it keeps beyond ph_storage_put_async (). */
typedef struct
{
  const char *key;
  PhContent *content;
  const char *content_type;
  const char *cache_control;       /* (nullable) */
  const char *content_disposition; /* (nullable) */
  const char *sha256;              /* hex; kept with the object as x-amz-meta-sha256 */
  const char *md5;                 /* (nullable) hex: Content-MD5 of a single PUT */
  gboolean if_absent;     /* PH_ERROR_EXISTS instead of replacing; only where can_put_if_absent */
  const char *checkpoint; /* (nullable) */
  PhStorageProgressFunc progress;        /* (nullable) */
  PhStorageCheckpointFunc on_checkpoint; /* (nullable) */
  gpointer user_data;                    /* for both */
} PhPutRequest;

/* What is known of an object.  Unknown strings are NULL, size -1, time 0. */
typedef struct
{
  char *key;
  char *etag;   /* without quotes */
  char *sha256; /* from x-amz-meta-sha256 */
  char *content_type;
  gint64 size;     /* bytes */
  gint64 modified; /* seconds since 1970 */
} PhObject;

/* Nothing known but @key. */
PhObject *ph_object_new (const char *key);
void ph_object_free (PhObject *object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhObject, ph_object_free)

/* One page of a listing. */
typedef struct
{
  GPtrArray *objects; /* of PhObject, in the order of their keys */
  char *next; /* (nullable): give it as @from to get the next page; NULL: this was the last */
} PhObjectPage;

PhObjectPage *ph_object_page_new (void); /* empty, the last one */
void ph_object_page_free (PhObjectPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhObjectPage, ph_object_page_free)

/* One key that ph_storage_delete_many_async () could not remove. */
typedef struct
{
  char *key;
  GError *error;
} PhDeleteFailure;

/* Takes over @error. */
PhDeleteFailure *ph_delete_failure_new (const char *key, GError *error);
void ph_delete_failure_free (PhDeleteFailure *failure);

/* What each kind of storage implements.  The results are GTasks with the storage as their source:
 * PhObject, GBytes, PhObjectPage or GPtrArray pointers, or booleans. */
struct _PhStorageInterface
{
  GTypeInterface parent;

  gboolean (*can_put_if_absent) (PhStorage *storage);
  void (*put_async) (PhStorage *, const PhPutRequest *, GCancellable *, GAsyncReadyCallback,
                     gpointer);
  void (*head_async) (PhStorage *, const char *key, GCancellable *, GAsyncReadyCallback, gpointer);
  void (*get_async) (PhStorage *, const char *key, gsize max, GCancellable *, GAsyncReadyCallback,
                     gpointer);
  void (*list_async) (PhStorage *, const char *prefix, const char *from, guint max, GCancellable *,
                      GAsyncReadyCallback, gpointer);
  void (*delete_async) (PhStorage *, const char *key, GCancellable *, GAsyncReadyCallback,
                        gpointer);
  void (*delete_many_async) (PhStorage *, const char *const *keys, GCancellable *,
                             GAsyncReadyCallback, gpointer);
  void (*copy_async) (PhStorage *, const char *from, const char *to, GCancellable *,
                      GAsyncReadyCallback, gpointer);
  void (*abort_async) (PhStorage *, const char *key, const char *checkpoint, GCancellable *,
                       GAsyncReadyCallback, gpointer);
  void (*preconnect) (PhStorage *, guint connections);
  char *(*presign) (PhStorage *, const char *key, guint seconds, GError **error);
};

gboolean ph_storage_can_put_if_absent (PhStorage *storage);

/* (transfer full): the object as stored (key, etag where the server gave one, size). */
void ph_storage_put_async (PhStorage *storage, const PhPutRequest *request,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
PhObject *ph_storage_put_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* (transfer full): NULL with PH_ERROR_NO_OBJECT where there is none. */
void ph_storage_head_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
PhObject *ph_storage_head_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* (transfer full): the bytes; PH_ERROR_TOO_LARGE over @max. */
void ph_storage_get_async (PhStorage *storage, const char *key, gsize max,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *ph_storage_get_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* @from: (nullable): PhObjectPage.next of the page before.  @max: objects wanted, 0: the server's
 * 1,000. */
void ph_storage_list_async (PhStorage *storage, const char *prefix, const char *from, guint max,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
PhObjectPage *ph_storage_list_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* Deleting what isn't there is success. */
void ph_storage_delete_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_storage_delete_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* (transfer full) (element-type PhDeleteFailure): empty where all went; NULL with @error where a
 * request as a whole failed.  Any number of keys. */
void ph_storage_delete_many_async (PhStorage *storage, const char *const *keys,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *ph_storage_delete_many_finish (PhStorage *storage, GAsyncResult *result, GError **error);

void ph_storage_copy_async (PhStorage *storage, const char *from, const char *to,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean ph_storage_copy_finish (PhStorage *storage, GAsyncResult *result, GError **error);

/* Gives up what @checkpoint stands for (an unfinished multipart upload).  Nothing left is success.
 */
void ph_storage_abort_async (PhStorage *storage, const char *key, const char *checkpoint,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean ph_storage_abort_finish (PhStorage *storage, GAsyncResult *result, GError **error);

void ph_storage_preconnect (PhStorage *storage, guint connections);

/* A link that works for @seconds (1 to 604,800) without being public.  (transfer full): NULL with
 * PH_ERROR_USAGE (too long) or PH_ERROR_UNSUPPORTED (a folder). */
char *ph_storage_presign (PhStorage *storage, const char *key, guint seconds, GError **error);

G_END_DECLS
