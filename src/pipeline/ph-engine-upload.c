/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-batch.h"
#include "ph-engine-core-private.h"
#include "ph-spool.h"
#include "ph-upload-record.h"

typedef struct
{
  PhEngineCore *core;
  PhBatch *batch;
} Preparation;

/* --- cancelling --- */

typedef struct
{
  PhEngineCore *core;
  const PhBatch *batch; /* borrowed: has the source that this is the data of */
} Cancelling;

static gboolean
is_of_batch (const PhJob *job, gpointer user_data)
{
  const Cancelling *cancelling = user_data;

  return g_hash_table_lookup (cancelling->core->batches, job) == cancelling->batch;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Cancelling *cancelling = user_data;

  ph_engine_core_withdraw (cancelling->core, is_of_batch, cancelling);
  return G_SOURCE_REMOVE;
}

static void
follow_cancellable (PhEngineCore *core, PhBatch *batch, GCancellable *cancellable)
{
  GSource *source = g_cancellable_source_new (cancellable);
  Cancelling *cancelling = g_new0 (Cancelling, 1);

  cancelling->core = core;
  cancelling->batch = batch;
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), cancelling, g_free);
  g_source_attach (source, g_main_context_get_thread_default ());
  ph_batch_take_source (batch, source);
}

/* Cancelled before the first of them was accepted. */
static void
drop_jobs (PhEngineCore *core, PhBatch *batch, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      PhJob *job = jobs->pdata[i];
      g_autoptr (PhOutcome) outcome = ph_outcome_new (job, ph_upload_record_new_withdrawn ());

      if (job->spool != NULL)
        ph_spool_remove (core->data_dir, job->spool);
      core->events.outcome (outcome, TRUE, core->user_data);
      ph_batch_take_outcome (batch, ph_outcome_copy (outcome));
    }
}

/* --- sending --- */

static void
send_jobs (PhEngineCore *core, PhBatch *batch, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    g_hash_table_insert (core->batches, ph_job_ref (jobs->pdata[i]), ph_batch_ref (batch));
  /* While it stops they are only accepted: they go on next time. */
  ph_uploader_add (core->uploader, jobs, PH_UPLOAD_NEW);
  if (core->stopping)
    ph_uploader_stop (core->uploader);
  core->events.changed (core->user_data);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Preparation *preparation = user_data;
  PhEngineCore *core = preparation->core;
  g_autoptr (PhBatch) batch = preparation->batch;
  g_autoptr (GPtrArray) jobs = ph_batch_prepare_finish (batch, result);
  g_autoptr (GPtrArray) refused = ph_batch_list_refused (batch);

  g_free (preparation);
  for (guint i = 0; i < refused->len; i++)
    core->events.outcome (refused->pdata[i], TRUE, core->user_data);
  if (jobs->len > 0 && ph_batch_is_cancelled (batch))
    drop_jobs (core, batch, jobs);
  else if (jobs->len > 0)
    send_jobs (core, batch, jobs);
  else
    ph_batch_answer_if_done (batch);
  ph_engine_core_end_call (core);
}

void
ph_engine_core_upload (PhEngineCore *core, GTask *task, GPtrArray *inputs,
                       const PhEngineOptions *options)
{
  PhProfile *profile;
  Preparation *preparation;
  GError *error = NULL;

  if (core->uploader == NULL || core->stopping)
    {
      ph_engine_core_refuse (task);
      return;
    }
  profile = ph_config_get_profile (core->config, options->profile, &error);
  if (profile == NULL
      || ph_uploader_get_destination (core->uploader, ph_profile_get_name (profile), &error)
             == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  preparation = g_new0 (Preparation, 1);
  preparation->core = core;
  preparation->batch = ph_batch_new (task, options, ph_profile_get_name (profile));
  if (g_task_get_cancellable (task) != NULL)
    follow_cancellable (core, preparation->batch, g_task_get_cancellable (task));
  ph_engine_core_begin_call (core);
  ph_batch_prepare_async (preparation->batch, core->data_dir, inputs, on_prepared, preparation);
}

void
ph_engine_core_open_connection (PhEngineCore *core, const char *name)
{
  PhProfile *profile;
  PhDestination *destination = NULL;

  if (core->uploader == NULL || core->stopping)
    return;
  profile = ph_config_get_profile (core->config, name, NULL);
  if (profile != NULL)
    destination = ph_uploader_get_destination (core->uploader, ph_profile_get_name (profile), NULL);
  if (destination != NULL)
    ph_storage_preconnect (destination->storage, 1);
}
