/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* Takes an upload back: the object goes, and so does its row of the history. */

void ph_undo_run_async (PhEngine *engine, gint64 id, GAsyncReadyCallback callback,
                        gpointer user_data);
/* *name: (nullable) (transfer full): of the picture, also where it fails.  Errors: PH_ERROR_INPUT
 * where it isn't in the history any more; PH_ERROR_EXISTS where others count on the object, so that
 * nothing was done; those of ph_engine_remove_async (). */
gboolean ph_undo_run_finish (PhEngine *engine, GAsyncResult *result, char **name, GError **error);

G_END_DECLS
