/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"
#include "ph-destination.h"
#include "ph-job.h"

G_BEGIN_DECLS

/* One try to bring a job's bytes under its key, never over other bytes: If-None-Match where the
 * server has it, HEAD before PUT where it has not and the key could be taken.  The same bytes
 * already there are success. */

typedef struct
{
  char *etag;              /* (nullable) */
  gboolean created_object; /* our own PUT made the object */
} PhTransferResult;

void ph_transfer_result_free (PhTransferResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhTransferResult, ph_transfer_result_free)

/* @progress, @checkpoint: as in ph-storage.h
 *
 * @job and @content must stay unchanged until the callback.  Errors: PH_ERROR_EXISTS where other
 * bytes are there; those of the storage. */
void ph_transfer_async (PhDestination *destination, const PhJob *job, PhContent *content,
                        PhStorageProgressFunc progress, PhStorageCheckpointFunc checkpoint,
                        gpointer progress_data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
PhTransferResult *ph_transfer_finish (GAsyncResult *result, GError **error);

G_END_DECLS
