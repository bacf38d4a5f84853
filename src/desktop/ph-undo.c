/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-undo.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

typedef struct
{
  GArray *ids; /* of gint64 */
  guint next;
  PhUndoResult *result;
  gboolean is_safe; /* the one that was looked up */
} Undo;

void
ph_undo_result_free (PhUndoResult *result)
{
  g_clear_error (&result->error);
  g_free (result->name);
  g_free (result);
}

static void
undo_free (Undo *undo)
{
  g_clear_pointer (&undo->result, ph_undo_result_free);
  g_array_unref (undo->ids);
  g_free (undo);
}

static gboolean
look_up (PhDatabase *database, gpointer data, GError **error)
{
  Undo *undo = data;
  GError *local_error = NULL;
  gint64 id = g_array_index (undo->ids, gint64, undo->next);
  g_autoptr (PhHistoryRow) row = ph_history_get (database, id, &local_error);

  if (row != NULL && undo->result->name == NULL)
    undo->result->name = g_strdup (row->name);
  if (row != NULL)
    return ph_removal_is_safe (database, row, &undo->is_safe, error);
  if (local_error == NULL)
    ph_error_set (&local_error, PH_ERROR_INPUT, _ ("it may have been deleted already"),
                  _ ("the history has no such picture"));
  g_propagate_error (error, local_error);
  return FALSE;
}

static void start_next (GTask *task);

/* @error: (nullable) (transfer full) */
static void
end_one (GTask *task, GError *error)
{
  Undo *undo = g_task_get_task_data (task);

  if (error == NULL)
    undo->result->n_removed++;
  else if (undo->result->error == NULL)
    undo->result->error = error;
  else
    g_error_free (error);
  undo->next++;
  start_next (task);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhRemovalResult removal;
  GError *error = NULL;

  ph_engine_remove_finish (PH_ENGINE (source), result, &removal, &error);
  end_one (user_data, error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  const Undo *undo = g_task_get_task_data (task);
  GError *error = NULL;

  if (ph_engine_query_finish (PH_ENGINE (source), result, &error) && !undo->is_safe)
    error = ph_error_new (PH_ERROR_EXISTS, _ ("“pichoist delete --object” removes it all the same"),
                          _ ("another picture of the history has the same address"));
  if (error != NULL)
    end_one (task, error);
  else
    ph_engine_remove_async (PH_ENGINE (source), g_array_index (undo->ids, gint64, undo->next),
                            PH_REMOVAL_SAFE, on_removed, task);
}

/* @task: (transfer full) */
static void
start_next (GTask *task)
{
  Undo *undo = g_task_get_task_data (task);

  if (undo->next < undo->ids->len)
    {
      ph_engine_query_async (g_task_get_source_object (task), look_up, undo, NULL, on_looked_up,
                             task);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&undo->result),
                         (GDestroyNotify) ph_undo_result_free);
  g_object_unref (task);
}

void
ph_undo_run_async (PhEngine *engine, const gint64 *ids, guint n_ids, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (engine, NULL, callback, user_data);
  Undo *undo = g_new0 (Undo, 1);

  undo->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (undo->ids, ids, n_ids);
  undo->result = g_new0 (PhUndoResult, 1);
  g_task_set_task_data (task, undo, (GDestroyNotify) undo_free);
  start_next (task);
}

PhUndoResult *
ph_undo_run_finish (PhEngine *engine, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
