/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-undo.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

typedef struct
{
  gint64 id;
  char *name; /* (nullable) */
  gboolean is_safe;
} Undo;

static void
undo_free (Undo *undo)
{
  g_free (undo->name);
  g_free (undo);
}

static gboolean
look_up (PhDatabase *database, gpointer data, GError **error)
{
  Undo *undo = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PhHistoryRow) row = ph_history_get (database, undo->id, &local_error);

  g_clear_pointer (&undo->name, g_free);
  if (row != NULL)
    {
      undo->name = g_strdup (row->name);
      return ph_removal_is_safe (database, row, &undo->is_safe, error);
    }
  if (local_error == NULL)
    ph_error_set (error, PH_ERROR_INPUT, _ ("it may have been deleted already"),
                  _ ("the history has no such picture"));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhRemovalResult removal;
  GError *error = NULL;

  if (ph_engine_remove_finish (PH_ENGINE (source), result, &removal, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Undo *undo = g_task_get_task_data (task);
  GError *error = NULL;

  if (ph_engine_query_finish (PH_ENGINE (source), result, &error) && !undo->is_safe)
    error = ph_error_new (PH_ERROR_EXISTS, _ ("“pichoist delete --object” removes it all the same"),
                          _ ("another picture of the history has the same address"));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    ph_engine_remove_async (PH_ENGINE (source), undo->id, PH_REMOVAL_SAFE, on_removed,
                            g_steal_pointer (&task));
}

void
ph_undo_run_async (PhEngine *engine, gint64 id, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (engine, NULL, callback, user_data);
  Undo *undo = g_new0 (Undo, 1);

  undo->id = id;
  g_task_set_task_data (task, undo, (GDestroyNotify) undo_free);
  ph_engine_query_async (engine, look_up, undo, NULL, on_looked_up, task);
}

gboolean
ph_undo_run_finish (PhEngine *engine, GAsyncResult *result, char **name, GError **error)
{
  const Undo *undo = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);
  *name = g_strdup (undo->name);
  return g_task_propagate_boolean (G_TASK (result), error);
}
