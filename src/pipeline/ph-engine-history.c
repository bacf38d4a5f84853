/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ph-engine-core-private.h"
#include "ph-error.h"

/* --- removal ------------------------------------------------------------------------------------
 */

typedef struct
{
  PhEngineCore *core;
  GTask *task;
  gint64 id;
  PhRemovalScope scope;
  PhHistoryRow *row;
} Removing;

static void
removing_end (Removing *removing, PhRemovalResult *done, GError *error)
{
  PhEngineCore *core = removing->core;

  if (error != NULL)
    g_task_return_error (removing->task, error);
  else
    g_task_return_pointer (removing->task, g_memdup2 (done, sizeof *done), g_free);
  g_object_unref (removing->task);
  g_free (removing);
  core->events.changed (core->user_data);
  ph_engine_core_end_call (core);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhRemovalResult done;
  GError *error = NULL;

  ph_removal_run_finish (PH_UPLOADER (source), result, &done, &error);
  removing_end (user_data, &done, error);
}

static gboolean
find_row (PhDatabase *database, gpointer data, GError **error)
{
  Removing *removing = data;
  GError *local_error = NULL;

  g_clear_pointer (&removing->row, ph_history_row_free);
  removing->row = ph_history_get (database, removing->id, &local_error);
  if (removing->row == NULL && local_error == NULL)
    ph_error_set (&local_error, PH_ERROR_INPUT, _ ("it may have been deleted already"),
                  _ ("the history has no such picture"));
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return removing->row != NULL;
}

static void
on_row_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Removing *removing = user_data;
  GError *error = NULL;

  if (ph_database_run_finish (PH_DATABASE (source), result, &error))
    ph_removal_run_async (removing->core->uploader, g_steal_pointer (&removing->row),
                          removing->scope, on_removed, removing);
  else
    removing_end (removing, NULL, error);
}

void
ph_engine_core_remove (PhEngineCore *core, GTask *task, gint64 row_id, PhRemovalScope scope)
{
  Removing *removing;

  if (core->uploader == NULL || core->stopping)
    {
      ph_engine_core_refuse (task);
      return;
    }
  removing = g_new0 (Removing, 1);
  removing->core = core;
  removing->task = task;
  removing->id = row_id;
  removing->scope = scope;
  ph_engine_core_begin_call (core);
  ph_database_run_async (core->database, find_row, removing, NULL, on_row_found, removing);
}

/* --- checks and questions -----------------------------------------------------------------------
 */

/* A call under way whose answer is a boolean or an error. */
typedef struct
{
  PhEngineCore *core;
  GTask *task;
} Pending;

static Pending *
pending_new (PhEngineCore *core, GTask *task)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->core = core;
  pending->task = task;
  ph_engine_core_begin_call (core);
  return pending;
}

/* @error: (nullable) (transfer full) */
static void
pending_end (Pending *pending, gboolean answer, GError *error)
{
  PhEngineCore *core = pending->core;

  if (error != NULL)
    g_task_return_error (pending->task, error);
  else
    g_task_return_boolean (pending->task, answer);
  g_object_unref (pending->task);
  g_free (pending);
  ph_engine_core_end_call (core);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  pending_end (user_data, ph_profile_check_finish (result), NULL);
}

void
ph_engine_core_check (PhEngineCore *core, GTask *task, const char *profile, PhCheckFunc func,
                      gpointer func_data)
{
  if (core->config == NULL || core->stopping)
    ph_engine_core_refuse (task);
  else
    ph_profile_check_async (core->config, profile, core->http, g_task_get_cancellable (task), func,
                            func_data, on_checked, pending_new (core, task));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean answered = ph_database_run_finish (PH_DATABASE (source), result, &error);

  pending_end (user_data, answered, error);
}

void
ph_engine_core_query (PhEngineCore *core, GTask *task, PhDatabaseFunc func, gpointer data)
{
  if (core->database == NULL)
    ph_engine_core_refuse (task);
  else
    ph_database_run_async (core->database, func, data, NULL, on_answered, pending_new (core, task));
}
