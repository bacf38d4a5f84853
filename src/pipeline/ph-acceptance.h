/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-upload-item.h"

G_BEGIN_DECLS

/* How items get into the queue: all that were added together in one commit.  Private to the
 * uploader. */

/* @items: (element-type PhUploadItem): not busy.  Each is started once its row is there, or fails.
 * Keeps the uploader alive until then. */
void ph_acceptance_run (PhUploader *uploader, GPtrArray *items);

G_END_DECLS
