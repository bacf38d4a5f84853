/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-uploader.h"

G_BEGIN_DECLS

/* Takes jobs out of the queue that this program doesn't send: the person has cancelled them.  Their
 * spool files go, and parts that are up already are aborted, since they cost their owner money. */

/* ph_withdrawal_run_async:
 * @ids: (array length=n_ids): copied; ids that are not in the queue are passed over */
void ph_withdrawal_run_async (PhUploader *uploader, const gint64 *ids, gsize n_ids,
                              GAsyncReadyCallback callback, gpointer user_data);

/* *jobs: (transfer full) (element-type PhJob): those that were withdrawn.  FALSE where the database
 * failed and nothing was. */
gboolean ph_withdrawal_run_finish (PhUploader *uploader, GAsyncResult *result, GPtrArray **jobs,
                                   GError **error);

G_END_DECLS
