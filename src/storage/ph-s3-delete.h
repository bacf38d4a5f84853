/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-s3-client.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* Deletes any number of objects: in batches of what the provider takes in one request, one by one
 * where a key can't stand in XML or the server has no such request.  (transfer full) (element-type
 * PhDeleteFailure) */
void ph_s3_delete_many_async (PhS3Client *client, const char *const *keys,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *ph_s3_delete_many_finish (GAsyncResult *result, GError **error);

/* One object; nothing there is success. */
void ph_s3_delete_one_async (PhS3Client *client, const char *key, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_s3_delete_one_finish (GAsyncResult *result, GError **error);

G_END_DECLS
