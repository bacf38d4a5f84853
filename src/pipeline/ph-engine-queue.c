/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-engine-core-private.h"
#include "ph-queue.h"
#include "ph-spool.h"
#include "ph-withdrawal.h"

/* Other programs' commits come in bursts: one look for all of them. */
#define OTHERS_DELAY_MS 100

/* --- the queue ----------------------------------------------------------------------------------
 */

typedef struct
{
  PhEngineCore *core;
  const char *holder;
  PhQueueFilter filter;
  gint64 id;         /* 0: all */
  GArray *stranded;  /* of gint64: held by us, though we have done with them */
  GPtrArray *jobs;   /* of PhJob */
  GHashTable *spool; /* names that are needed */
} Taking;

static void
taking_free (Taking *taking)
{
  g_clear_pointer (&taking->jobs, g_ptr_array_unref);
  g_clear_pointer (&taking->spool, g_hash_table_unref);
  g_clear_pointer (&taking->stranded, g_array_unref);
  g_free (taking);
}

static gboolean
release_stranded (PhDatabase *database, const Taking *taking, GError **error)
{
  for (guint i = 0; i < taking->stranded->len; i++)
    if (!ph_queue_release (database, g_array_index (taking->stranded, gint64, i), taking->holder,
                           error))
      return FALSE;
  return TRUE;
}

static gboolean
take_jobs (PhDatabase *database, gpointer data, GError **error)
{
  Taking *taking = data;

  g_clear_pointer (&taking->jobs, g_ptr_array_unref);
  g_clear_pointer (&taking->spool, g_hash_table_unref);
  if (!release_stranded (database, taking, error))
    return FALSE;
  taking->jobs = ph_queue_take (database, taking->holder, taking->filter,
                                taking->id != 0 ? &taking->id : NULL, taking->id != 0, error);
  if (taking->jobs == NULL)
    return FALSE;
  taking->spool = ph_queue_list_spool (database, error);
  return taking->spool != NULL;
}

/* They are still held by us: for the next time. */
static void
keep_stranded (const Taking *taking)
{
  g_array_append_vals (taking->core->stranded, taking->stranded->data, taking->stranded->len);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Taking *taking = user_data;
  PhEngineCore *core = taking->core;
  g_autoptr (GError) error = NULL;

  if (!ph_database_run_finish (PH_DATABASE (source), result, &error))
    {
      g_warning ("%s", error->message);
      keep_stranded (taking);
    }
  else if (!core->stopping)
    {
      ph_spool_sweep (core->data_dir, taking->spool);
      ph_uploader_add (core->uploader, taking->jobs, PH_UPLOAD_QUEUED);
      if (taking->jobs->len > 0)
        core->events.changed (core->user_data);
    }
  ph_engine_core_end_call (core);
}

static void
take (PhEngineCore *core, PhQueueFilter filter, gint64 id)
{
  Taking *taking;

  if (core->uploader == NULL || core->stopping)
    return;
  ph_engine_core_begin_call (core);
  taking = g_new0 (Taking, 1);
  taking->core = core;
  taking->holder = ph_process_lock_get_token (core->lock);
  taking->filter = filter;
  taking->id = id;
  taking->stranded = g_steal_pointer (&core->stranded);
  core->stranded = g_array_new (FALSE, FALSE, sizeof (gint64));
  ph_database_run_async (core->database, take_jobs, taking, (GDestroyNotify) taking_free, on_taken,
                         taking);
}

void
ph_engine_core_take_open (PhEngineCore *core)
{
  take (core, PH_QUEUE_OPEN | PH_QUEUE_BACKGROUND_ONLY, 0);
}

void
ph_engine_core_retry (PhEngineCore *core, gint64 id)
{
  take (core, PH_QUEUE_OPEN | PH_QUEUE_FAILED, id);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhEngineCore *core = user_data;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  if (!ph_withdrawal_run_finish (PH_UPLOADER (source), result, &jobs, &error))
    g_warning ("%s", error->message);
  core->events.changed (core->user_data);
  ph_engine_core_end_call (core);
}

static gboolean
is_wanted (const PhJob *job, gpointer user_data)
{
  gint64 id = *(const gint64 *) user_data;

  return id == 0 || job->id == id;
}

/* Others' jobs are not among all of them: what a person has begun in a terminal they end there. */
void
ph_engine_core_cancel (PhEngineCore *core, gint64 id)
{
  if (core->uploader == NULL || core->stopping || ph_engine_core_withdraw (core, is_wanted, &id) > 0
      || id == 0)
    return;
  ph_engine_core_begin_call (core);
  ph_withdrawal_run_async (core->uploader, &id, 1, on_withdrawn, core);
}

/* --- other programs -----------------------------------------------------------------------------
 */

typedef struct
{
  PhEngineCore *core;
  gint64 version;
} Look;

/* PRAGMA data_version changes with other connections' commits only.  Source: SQLite, "PRAGMA
 * data_version". */
static gboolean
read_version (PhDatabase *database, gpointer data, GError **error)
{
  Look *look = data;
  PhStatement *statement = ph_database_prepare (database, "PRAGMA data_version", error);
  gboolean has_row = FALSE;

  if (statement == NULL || !ph_statement_step (statement, &has_row, error))
    return FALSE;
  look->version = has_row ? ph_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = user_data;
  PhEngineCore *core = look->core;

  if (ph_database_run_finish (PH_DATABASE (source), result, NULL)
      && look->version != core->data_version)
    {
      core->data_version = look->version;
      ph_engine_core_take_open (core);
      core->events.changed (core->user_data);
    }
  ph_engine_core_end_call (core);
}

static void
clear_others_timer (PhEngineCore *core)
{
  if (core->others_timer == NULL)
    return;
  g_source_destroy (core->others_timer);
  g_clear_pointer (&core->others_timer, g_source_unref);
}

static gboolean
look_for_others (gpointer user_data)
{
  PhEngineCore *core = user_data;
  Look *look = g_new0 (Look, 1);

  clear_others_timer (core);
  look->core = core;
  ph_engine_core_begin_call (core);
  ph_database_run_async (core->database, read_version, look, g_free, on_version, look);
  return G_SOURCE_REMOVE;
}

static void
on_log_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                gpointer user_data)
{
  PhEngineCore *core = user_data;

  if (core->others_timer != NULL)
    return;
  core->others_timer = g_timeout_source_new (OTHERS_DELAY_MS);
  g_source_set_callback (core->others_timer, look_for_others, core, NULL);
  g_source_attach (core->others_timer, g_main_context_get_thread_default ());
}

void
ph_engine_core_watch_others (PhEngineCore *core)
{
  g_autofree char *path = g_build_filename (core->data_dir, "pichoist.db-wal", NULL);
  g_autoptr (GFile) log = g_file_new_for_path (path);

  core->monitor = g_file_monitor_file (log, G_FILE_MONITOR_NONE, NULL, NULL);
  if (core->monitor != NULL)
    g_signal_connect (core->monitor, "changed", G_CALLBACK (on_log_changed), core);
}

void
ph_engine_core_stop_watching (PhEngineCore *core)
{
  clear_others_timer (core);
  g_clear_object (&core->monitor);
}
