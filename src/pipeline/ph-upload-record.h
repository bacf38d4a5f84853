/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-history.h"
#include "ph-transfer.h"
#include "ph-upload-item.h"

G_BEGIN_DECLS

/* The ends of an upload item: the outcome is written down first, told afterwards.  Private to the
 * uploader. */

/* Takes over @error.  The job is kept as failed; as waiting, where any program may send it by
 * itself and the fault may pass; not at all, where its input was never accepted and trying again
 * can't help, or where the person has withdrawn it. */
void ph_upload_record_failure (PhUploadItem *item, GError *error);

/* Why a withdrawn item ends. */
GError *ph_upload_record_new_withdrawn (void);
/* Why an uploader ends @item: the person stopped it, or nothing has moved for @seconds (the last
 * fault, where there was one).  The hint says what sends it again. */
GError *ph_upload_record_new_cancelled (const PhUploadItem *item);
GError *ph_upload_record_new_timeout (const PhUploadItem *item, guint seconds);

/* Takes over @sent: the object is there. */
void ph_upload_record_success (PhUploadItem *item, PhTransferResult *sent);

/* Takes over @row: the picture is there already; the job leaves the queue. */
void ph_upload_record_reuse (PhUploadItem *item, PhHistoryRow *row);

/* Nothing to write: ends @item with the link of @key. */
void ph_upload_record_link (PhUploadItem *item, gint64 id, const char *key, gboolean reused);

G_END_DECLS
