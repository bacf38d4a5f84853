/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-s3-client.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* The headers that make an object what it is: type, caching, hash, ACL.  Each given one is kept
 * with the object.  (transfer full) (element-type utf8): without a NULL at the end */
GPtrArray *ph_s3_put_list_headers (const PhTarget *target, const PhPutRequest *request);

/* An object in one request.  (transfer full) */
void ph_s3_put_async (PhS3Client *client, const PhPutRequest *request, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
PhObject *ph_s3_put_finish (GAsyncResult *result, GError **error);

G_END_DECLS
