/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-engine-call.h"

static void
call_free (PhEngineCall *call)
{
  g_clear_object (&call->task);
  g_clear_object (&call->config);
  g_clear_pointer (&call->inputs, g_ptr_array_unref);
  g_free (call->profile);
  g_free (call->name);
  g_object_unref (call->engine);
  g_free (call);
}

static gboolean
do_call (gpointer user_data)
{
  PhEngineCall *call = user_data;

  call->work (ph_engine_get_core (call->engine), call);
  return G_SOURCE_REMOVE;
}

PhEngineCall *
ph_engine_call_new (PhEngine *engine, PhEngineWork work)
{
  PhEngineCall *call = g_new0 (PhEngineCall, 1);

  call->engine = g_object_ref (engine);
  call->work = work;
  return call;
}

PhEngineCall *
ph_engine_call_new_task (PhEngine *engine, PhEngineWork work, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PhEngineCall *call = ph_engine_call_new (engine, work);

  call->task = g_task_new (engine, NULL, callback, user_data);
  return call;
}

void
ph_engine_call_send (PhEngineCall *call)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, do_call, call, (GDestroyNotify) call_free);
  g_source_attach (source, ph_engine_get_context (call->engine));
}
