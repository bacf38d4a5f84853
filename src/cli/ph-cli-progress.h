/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-uploader.h"

G_BEGIN_DECLS

/* A progress bar on stderr, only where that is a terminal and the work takes longer than half a
 * second. */
typedef struct _PhCliProgress PhCliProgress;

PhCliProgress *ph_cli_progress_new (PhUploader *uploader);
void ph_cli_progress_free (PhCliProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCliProgress, ph_cli_progress_free)

/* Takes the bar off the screen, so that a line can be printed; it comes back by itself. */
void ph_cli_progress_clear (PhCliProgress *progress);

G_END_DECLS
