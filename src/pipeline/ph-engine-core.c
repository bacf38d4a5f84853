/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-engine-core-private.h"

#include <glib/gi18n-lib.h>

#include "ph-batch.h"
#include "ph-error.h"

PhEngineCore *
ph_engine_core_new (const char *config_dir, const char *data_dir, const PhEngineEvents *events,
                    gpointer user_data)
{
  PhEngineCore *core = g_new0 (PhEngineCore, 1);

  core->config_dir = g_strdup (config_dir);
  core->data_dir = g_strdup (data_dir);
  core->events = *events;
  core->user_data = user_data;
  core->http = ph_http_new ();
  core->retired = g_ptr_array_new_with_free_func (g_object_unref);
  core->stranded = g_array_new (FALSE, FALSE, sizeof (gint64));
  core->batches = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) ph_job_unref,
                                         (GDestroyNotify) ph_batch_unref);
  return core;
}

void
ph_engine_core_free (PhEngineCore *core)
{
  ph_engine_core_stop_watching (core);
  if (core->uploader != NULL)
    g_signal_handlers_disconnect_by_data (core->uploader, core);
  for (guint i = 0; i < core->retired->len; i++)
    g_signal_handlers_disconnect_by_data (core->retired->pdata[i], core);
  g_hash_table_unref (core->batches);
  g_array_unref (core->stranded);
  g_ptr_array_unref (core->retired);
  g_clear_object (&core->uploader);
  g_clear_object (&core->http);
  g_clear_object (&core->database);
  g_clear_object (&core->config);
  g_clear_pointer (&core->lock, ph_process_lock_free);
  g_free (core->config_dir);
  g_free (core->data_dir);
  g_free (core);
}

/* --- the uploaders ------------------------------------------------------------------------------
 */

/* Those that send, whose last job may end while the list is walked.  (transfer full) (element-type
 * PhUploader) */
static GPtrArray *
list_uploaders (const PhEngineCore *core)
{
  GPtrArray *uploaders = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < core->retired->len; i++)
    g_ptr_array_add (uploaders, g_object_ref (core->retired->pdata[i]));
  if (core->uploader != NULL)
    g_ptr_array_add (uploaders, g_object_ref (core->uploader));
  return uploaders;
}

guint
ph_engine_core_withdraw (PhEngineCore *core, PhUploaderFilter filter, gpointer user_data)
{
  g_autoptr (GPtrArray) uploaders = list_uploaders (core);
  guint n_withdrawn = 0;

  for (guint i = 0; i < uploaders->len; i++)
    n_withdrawn += ph_uploader_withdraw (uploaders->pdata[i], filter, user_data);
  return n_withdrawn;
}

static guint
count_pending (const PhEngineCore *core)
{
  guint pending = core->uploader != NULL ? ph_uploader_get_pending (core->uploader) : 0;

  for (guint i = 0; i < core->retired->len; i++)
    pending += ph_uploader_get_pending (core->retired->pdata[i]);
  return pending;
}

static void
end_if_stopped (PhEngineCore *core)
{
  void (*stopped) (gpointer) = core->stopped;

  if (stopped == NULL || core->calls > 0 || count_pending (core) > 0)
    return;
  core->stopped = NULL;
  stopped (core->user_data);
}

void
ph_engine_core_begin_call (PhEngineCore *core)
{
  core->calls++;
}

void
ph_engine_core_end_call (PhEngineCore *core)
{
  core->calls--;
  end_if_stopped (core);
}

void
ph_engine_core_refuse (GTask *task)
{
  g_task_return_error (task, ph_error_new (PH_ERROR_DATABASE, _ ("“pichoist report” says more"),
                                           _ ("the queue is not open")));
  g_object_unref (task);
}

static void
on_outcome (PhUploader *uploader, PhOutcome *outcome, gpointer user_data)
{
  PhEngineCore *core = user_data;
  g_autoptr (PhJob) job = ph_job_ref (outcome->job);
  PhBatch *batch = g_hash_table_lookup (core->batches, job);
  gboolean is_awaited = batch != NULL;

  if (is_awaited)
    ph_batch_take_outcome (batch, ph_outcome_copy (outcome));
  g_hash_table_remove (core->batches, job);
  /* What the database could not be told goes on when it can be told something again. */
  if (outcome->is_stranded)
    g_array_append_val (core->stranded, job->id);
  else if (outcome->error == NULL && core->stranded->len > 0)
    ph_engine_core_take_open (core);
  core->events.outcome (outcome, is_awaited, core->user_data);
  core->events.changed (core->user_data);
}

static void
on_progress (PhUploader *uploader, gpointer user_data)
{
  PhEngineCore *core = user_data;
  PhUploadProgress progress;

  ph_uploader_get_progress (core->uploader, &progress);
  core->events.progress (&progress, core->user_data);
}

static void
on_drained (PhUploader *uploader, gpointer user_data)
{
  PhEngineCore *core = user_data;

  g_ptr_array_remove (core->retired, uploader);
  end_if_stopped (core);
}

static void
start_uploader (PhEngineCore *core)
{
  core->uploader = ph_uploader_new (core->config, core->database, core->http, core->lock);
  ph_uploader_set_paused (core->uploader, core->paused);
  g_signal_connect (core->uploader, "outcome", G_CALLBACK (on_outcome), core);
  g_signal_connect (core->uploader, "progress", G_CALLBACK (on_progress), core);
  g_signal_connect (core->uploader, "drained", G_CALLBACK (on_drained), core);
}

void
ph_engine_core_reload (PhEngineCore *core, PhConfig *config)
{
  if (core->uploader == NULL)
    return;
  if (config != NULL)
    g_set_object (&core->config, config);
  /* What is being sent goes on as it was begun. */
  if (ph_uploader_get_pending (core->uploader) > 0)
    g_ptr_array_add (core->retired, g_steal_pointer (&core->uploader));
  g_clear_object (&core->uploader);
  start_uploader (core);
}

void
ph_engine_core_set_paused (PhEngineCore *core, gboolean paused)
{
  core->paused = paused;
  if (core->uploader != NULL)
    ph_uploader_set_paused (core->uploader, paused);
  for (guint i = 0; i < core->retired->len; i++)
    ph_uploader_set_paused (core->retired->pdata[i], paused);
}

void
ph_engine_core_stop (PhEngineCore *core, void (*stopped) (gpointer user_data))
{
  g_autoptr (GPtrArray) uploaders = list_uploaders (core);

  ph_engine_core_stop_watching (core);
  core->stopping = TRUE;
  core->stopped = stopped;
  for (guint i = 0; i < uploaders->len; i++)
    ph_uploader_stop (uploaders->pdata[i]);
  end_if_stopped (core);
}

/* --- opening ------------------------------------------------------------------------------------
 */

static char **
join_warnings (const char *const *first, const char *const *second)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) first);
  if (second != NULL)
    g_strv_builder_addv (builder, (const char **) second);
  return g_strv_builder_end (builder);
}

gboolean
ph_engine_core_open (PhEngineCore *core, char ***warnings, GError **error)
{
  core->config = ph_config_load (core->config_dir, error);
  if (core->config == NULL)
    return FALSE;
  core->database = ph_database_open (core->data_dir, error);
  *warnings
      = join_warnings (ph_config_get_warnings (core->config),
                       core->database != NULL ? ph_database_get_warnings (core->database) : NULL);
  if (core->database == NULL)
    return FALSE;
  core->lock = ph_process_lock_new (core->data_dir, error);
  if (core->lock == NULL)
    return FALSE;
  start_uploader (core);
  ph_engine_core_watch_others (core);
  ph_engine_core_take_open (core);
  return TRUE;
}
