/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* Takes uploads back, one after the other: each object goes, and so does its row of the history. */

typedef struct
{
  char *name; /* (nullable): of the first picture */
  guint n_removed;
  GError *error; /* (nullable): the first one; the others were tried all the same */
} PhUndoResult;

void ph_undo_result_free (PhUndoResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhUndoResult, ph_undo_result_free)

/* @ids: of the history; copied */
void ph_undo_run_async (PhEngine *engine, const gint64 *ids, guint n_ids,
                        GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full).  Errors in it: PH_ERROR_INPUT where a picture isn't in the history any more;
 * PH_ERROR_EXISTS where others count on its object, so that nothing was done to it; those of
 * ph_engine_remove_async (). */
PhUndoResult *ph_undo_run_finish (PhEngine *engine, GAsyncResult *result);

G_END_DECLS
