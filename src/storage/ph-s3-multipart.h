/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-s3-client.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* An object in equal parts, several at a time, hashed on worker threads while others are sent.
 *
 * @request->checkpoint is taken up where it fits these bytes and the server still has the upload.
 * @request->on_checkpoint is called when the upload has begun and after each part.  When this fails
 * or is cancelled, the last checkpoint stays good.  (transfer full) */
void ph_s3_multipart_put_async (PhS3Client *client, const PhPutRequest *request,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
PhObject *ph_s3_multipart_put_finish (GAsyncResult *result, GError **error);

/* Makes the server forget the upload that @checkpoint stands for. */
void ph_s3_multipart_abort_async (PhS3Client *client, const char *key, const char *checkpoint,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean ph_s3_multipart_abort_finish (GAsyncResult *result, GError **error);

G_END_DECLS
