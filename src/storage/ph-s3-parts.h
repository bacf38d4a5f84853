/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-s3-checkpoint.h"
#include "ph-s3-client.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* All members are copied but for @checkpoint, which must live until the end. */
typedef struct
{
  PhS3Client *client;
  const char *key;
  PhContent *content;
  PhS3Checkpoint *checkpoint;        /* an upload that has begun */
  PhStorageProgressFunc progress;    /* (nullable): bytes of the whole */
  void (*part_done) (gpointer data); /* a part more has its etag */
  gpointer data;                     /* of both */
} PhS3Parts;

/* Sends the parts that have no etag yet.  After a failure no more are begun, those on their way are
 * waited for, and the first failure is reported. */
void ph_s3_parts_send_async (const PhS3Parts *parts, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_s3_parts_send_finish (GAsyncResult *result, GError **error);

G_END_DECLS
