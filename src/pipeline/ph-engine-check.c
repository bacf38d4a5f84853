/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-engine-call.h"

/* Checks of a destination: their steps are told on the owner's thread. */

/* For the owner of the engine: where the results of the steps go. */
typedef struct
{
  GTask *task; /* not referenced: it owns this */
  PhCheckFunc func;
  gpointer func_data;
} Checking;

typedef struct
{
  GTask *task;
  PhCheckResult *result;
} CheckNews;

static void
check_news_free (CheckNews *news)
{
  ph_check_result_free (news->result);
  g_object_unref (news->task);
  g_free (news);
}

static gboolean
tell_step (gpointer user_data)
{
  CheckNews *news = user_data;
  const Checking *checking = g_task_get_task_data (news->task);

  checking->func (news->result, checking->func_data);
  return G_SOURCE_REMOVE;
}

static void
on_step (const PhCheckResult *result, gpointer user_data)
{
  const Checking *checking = user_data;
  CheckNews *news = g_new0 (CheckNews, 1);

  news->task = g_object_ref (checking->task);
  news->result = ph_check_result_copy (result);
  g_main_context_invoke_full (g_task_get_context (news->task), G_PRIORITY_DEFAULT, tell_step, news,
                              (GDestroyNotify) check_news_free);
}

static void
do_check (PhEngineCore *core, PhEngineCall *call)
{
  Checking *checking = g_task_get_task_data (call->task);

  ph_engine_core_check (core, g_steal_pointer (&call->task), call->profile, on_step, checking);
}

void
ph_engine_check_async (PhEngine *engine, const char *profile, GCancellable *cancellable,
                       PhCheckFunc func, gpointer func_data, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  PhEngineCall *call = ph_engine_call_new (engine, do_check);
  Checking *checking = g_new0 (Checking, 1);

  call->task = g_task_new (engine, cancellable, callback, user_data);
  g_task_set_check_cancellable (call->task, FALSE);
  call->profile = g_strdup (profile);
  checking->task = call->task;
  checking->func = func;
  checking->func_data = func_data;
  g_task_set_task_data (call->task, checking, g_free);
  ph_engine_call_send (call);
}

gboolean
ph_engine_check_finish (PhEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
