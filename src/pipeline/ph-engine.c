/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-engine.h"

#include "ph-engine-call.h"
#include "ph-engine-core.h"

struct _PhEngine
{
  GObject parent_instance;

  GThread *thread; /* (nullable): NULL once it is closed */
  GMainContext *context;
  GMainContext *owner_context;
  GMainLoop *loop;
  PhEngineCore *core; /* touched on the engine's thread only */

  /* On the owner's thread. */
  PhUploadProgress progress;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (PhEngine, ph_engine, G_TYPE_OBJECT)

enum
{
  OUTCOME,
  STRAY_OUTCOME,
  PROGRESS,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- news, from the engine's thread to the owner's ----------------------------------------------
 */

typedef struct
{
  PhEngine *engine;
  PhOutcome *outcome; /* (nullable) */
  gboolean is_awaited;
  PhUploadProgress progress;
  guint signal;
} News;

static void
news_free (News *news)
{
  g_clear_pointer (&news->outcome, ph_outcome_free);
  g_object_unref (news->engine);
  g_free (news);
}

static gboolean
tell (gpointer user_data)
{
  News *news = user_data;
  PhEngine *engine = news->engine;

  if (engine->closing)
    return G_SOURCE_REMOVE;
  if (news->signal == PROGRESS)
    engine->progress = news->progress;
  if (news->signal == OUTCOME)
    g_signal_emit (engine, signals[OUTCOME], 0, news->outcome);
  else
    g_signal_emit (engine, signals[news->signal], 0);
  if (news->signal == OUTCOME && !news->is_awaited)
    g_signal_emit (engine, signals[STRAY_OUTCOME], 0, news->outcome);
  return G_SOURCE_REMOVE;
}

static void
send_news (News *news, PhEngine *engine, guint signal)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  news->engine = g_object_ref (engine);
  news->signal = signal;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, news, (GDestroyNotify) news_free);
  g_source_attach (source, engine->owner_context);
}

static void
on_outcome (const PhOutcome *outcome, gboolean is_awaited, gpointer user_data)
{
  News *news = g_new0 (News, 1);

  news->outcome = ph_outcome_copy (outcome);
  news->is_awaited = is_awaited;
  send_news (news, user_data, OUTCOME);
}

static void
on_progress (const PhUploadProgress *progress, gpointer user_data)
{
  News *news = g_new0 (News, 1);

  news->progress = *progress;
  send_news (news, user_data, PROGRESS);
}

static void
on_changed (gpointer user_data)
{
  send_news (g_new0 (News, 1), user_data, CHANGED);
}

/* --- the thread ---------------------------------------------------------------------------------
 */

static gpointer
run (gpointer data)
{
  PhEngine *engine = data;

  g_main_context_push_thread_default (engine->context);
  g_main_loop_run (engine->loop);
  g_clear_pointer (&engine->core, ph_engine_core_free);
  g_main_context_pop_thread_default (engine->context);
  return NULL;
}

static void
ph_engine_finalize (GObject *object)
{
  PhEngine *engine = PH_ENGINE (object);

  g_warn_if_fail (engine->thread == NULL);
  g_main_loop_unref (engine->loop);
  g_main_context_unref (engine->context);
  g_main_context_unref (engine->owner_context);
  G_OBJECT_CLASS (ph_engine_parent_class)->finalize (object);
}

static void
ph_engine_class_init (PhEngineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_engine_finalize;
  signals[OUTCOME]
      = g_signal_new ("outcome", PH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, PH_TYPE_OUTCOME | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[STRAY_OUTCOME]
      = g_signal_new ("stray-outcome", PH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, PH_TYPE_OUTCOME | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[PROGRESS] = g_signal_new ("progress", PH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", PH_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ph_engine_init (PhEngine *engine)
{
  engine->context = g_main_context_new ();
  engine->owner_context = g_main_context_ref_thread_default ();
  engine->loop = g_main_loop_new (engine->context, FALSE);
}

PhEngine *
ph_engine_new (const char *config_dir, const char *data_dir)
{
  PhEngine *engine = g_object_new (PH_TYPE_ENGINE, NULL);
  static const PhEngineEvents events = { on_outcome, on_progress, on_changed };

  /* Made here, so that it is there before the thread looks; used on that thread from now on. */
  g_main_context_push_thread_default (engine->context);
  engine->core = ph_engine_core_new (config_dir, data_dir, &events, engine);
  g_main_context_pop_thread_default (engine->context);
  engine->thread = g_thread_new ("engine", run, engine);
  return engine;
}

/* --- calls --- */

GMainContext *
ph_engine_get_context (PhEngine *engine)
{
  return engine->context;
}

PhEngineCore *
ph_engine_get_core (PhEngine *engine)
{
  return engine->core;
}

static void
send_id (PhEngine *engine, PhEngineWork work, gint64 id)
{
  PhEngineCall *call = ph_engine_call_new (engine, work);

  call->id = id;
  ph_engine_call_send (call);
}

/* --- opening and closing ---------------------------------------------------------------------- */

static void
do_open (PhEngineCore *core, PhEngineCall *call)
{
  g_auto (GStrv) warnings = NULL;
  GError *error = NULL;
  gboolean done = ph_engine_core_open (core, &warnings, &error);

  g_task_set_task_data (call->task, g_steal_pointer (&warnings), (GDestroyNotify) g_strfreev);
  if (done)
    g_task_return_boolean (call->task, TRUE);
  else
    g_task_return_error (call->task, error);
}

void
ph_engine_open_async (PhEngine *engine, GAsyncReadyCallback callback, gpointer user_data)
{
  ph_engine_call_send (ph_engine_call_new_task (engine, do_open, callback, user_data));
}

gboolean
ph_engine_open_finish (PhEngine *engine, GAsyncResult *result, char ***warnings, GError **error)
{
  char **told = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);
  if (warnings != NULL)
    *warnings = g_strdupv (told);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_stopped (gpointer user_data)
{
  PhEngine *engine = user_data;

  g_main_loop_quit (engine->loop);
}

static void
do_close (PhEngineCore *core, PhEngineCall *call)
{
  /* Returned while the thread still runs: the owner joins it. */
  ph_engine_core_stop (core, on_stopped);
}

/* Waits for the thread, which does nothing any more but end. */
static void
join_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_thread_join (data);
  g_task_return_boolean (task, TRUE);
}

void
ph_engine_close_async (PhEngine *engine, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (engine, NULL, callback, user_data);

  g_return_if_fail (!engine->closing);
  engine->closing = TRUE;
  ph_engine_call_send (ph_engine_call_new (engine, do_close));
  g_task_set_task_data (task, g_steal_pointer (&engine->thread), NULL);
  g_task_run_in_thread (task, join_in_thread);
}

void
ph_engine_close_finish (PhEngine *engine, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, engine));
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* --- uploads --- */

PhEngineInput *
ph_engine_input_new (const char *input, GBytes *bytes)
{
  PhEngineInput *new_input = g_new0 (PhEngineInput, 1);

  new_input->input = g_strdup (input);
  new_input->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return new_input;
}

void
ph_engine_input_free (PhEngineInput *input)
{
  g_free (input->input);
  g_free (input->name);
  g_clear_pointer (&input->bytes, g_bytes_unref);
  g_free (input);
}

static void
do_upload (PhEngineCore *core, PhEngineCall *call)
{
  call->options.profile = call->profile;
  call->options.name = call->name;
  ph_engine_core_upload (core, g_steal_pointer (&call->task), call->inputs, &call->options);
}

void
ph_engine_upload_async (PhEngine *engine, GPtrArray *inputs, const PhEngineOptions *options,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PhEngineCall *call = ph_engine_call_new (engine, do_upload);

  call->task = g_task_new (engine, cancellable, callback, user_data);
  /* What is up already when it is cancelled has its outcome all the same. */
  g_task_set_check_cancellable (call->task, FALSE);
  call->inputs = inputs;
  call->options = *options;
  call->profile = g_strdup (options->profile);
  call->name = g_strdup (options->name);
  ph_engine_call_send (call);
}

GPtrArray *
ph_engine_upload_finish (PhEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
do_open_connection (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_open_connection (core, call->profile);
}

void
ph_engine_open_connection (PhEngine *engine, const char *profile)
{
  PhEngineCall *call = ph_engine_call_new (engine, do_open_connection);

  call->profile = g_strdup (profile);
  ph_engine_call_send (call);
}

/* --- queue and history --- */

static void
do_retry (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_retry (core, call->id);
}

void
ph_engine_retry (PhEngine *engine, gint64 id)
{
  send_id (engine, do_retry, id);
}

static void
do_cancel (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_cancel (core, call->id);
}

void
ph_engine_cancel (PhEngine *engine, gint64 id)
{
  send_id (engine, do_cancel, id);
}

static void
do_remove (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_remove (core, g_steal_pointer (&call->task), call->id, call->scope);
}

void
ph_engine_remove_async (PhEngine *engine, gint64 row_id, PhRemovalScope scope,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  PhEngineCall *call = ph_engine_call_new_task (engine, do_remove, callback, user_data);

  call->id = row_id;
  call->scope = scope;
  ph_engine_call_send (call);
}

gboolean
ph_engine_remove_finish (PhEngine *engine, GAsyncResult *result, PhRemovalResult *removal,
                         GError **error)
{
  g_autofree PhRemovalResult *done = NULL;

  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);
  done = g_task_propagate_pointer (G_TASK (result), error);
  if (done == NULL)
    return FALSE;
  *removal = *done;
  return TRUE;
}

static void
do_query (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_query (core, g_steal_pointer (&call->task), call->func, call->data);
}

void
ph_engine_query_async (PhEngine *engine, PhDatabaseFunc func, gpointer data,
                       GDestroyNotify free_data, GAsyncReadyCallback callback, gpointer user_data)
{
  PhEngineCall *call = ph_engine_call_new_task (engine, do_query, callback, user_data);

  g_task_set_task_data (call->task, data, free_data);
  call->func = func;
  call->data = data;
  ph_engine_call_send (call);
}

gboolean
ph_engine_query_finish (PhEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- settings and pausing --- */

static void
do_reload (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_reload (core, call->config);
}

void
ph_engine_reload (PhEngine *engine, PhConfig *config)
{
  PhEngineCall *call = ph_engine_call_new (engine, do_reload);

  call->config = config;
  ph_engine_call_send (call);
}

static void
do_set_paused (PhEngineCore *core, PhEngineCall *call)
{
  ph_engine_core_set_paused (core, call->flag);
}

void
ph_engine_set_paused (PhEngine *engine, gboolean paused)
{
  PhEngineCall *call = ph_engine_call_new (engine, do_set_paused);

  call->flag = paused;
  ph_engine_call_send (call);
}

void
ph_engine_get_progress (PhEngine *engine, PhUploadProgress *progress)
{
  *progress = engine->progress;
}
