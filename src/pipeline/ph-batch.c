/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-batch.h"

#include "ph-error.h"
#include "ph-input.h"
#include "ph-spool.h"

struct _PhBatch
{
  grefcount ref_count;
  GTask *task;     /* (nullable): NULL once it is answered */
  GSource *source; /* (nullable) */
  char *profile, *name;
  PhJobFlags flags;
  guint expires;

  GPtrArray *inputs; /* of PhEngineInput, until the jobs are made */
  char *data_dir;
  GPtrArray *jobs;     /* of PhJob, one for each input */
  GPtrArray *outcomes; /* of PhOutcome (NULL: not yet), one for each input */
  guint left;
};

static void
outcome_free (gpointer outcome)
{
  if (outcome != NULL)
    ph_outcome_free (outcome);
}

PhBatch *
ph_batch_new (GTask *task, const PhEngineOptions *options, const char *profile)
{
  PhBatch *batch = g_new0 (PhBatch, 1);

  g_ref_count_init (&batch->ref_count);
  batch->task = task;
  batch->profile = g_strdup (profile);
  batch->name = g_strdup (options->name);
  batch->flags = options->flags | PH_JOB_BACKGROUND;
  batch->expires = options->expires;
  batch->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_job_unref);
  batch->outcomes = g_ptr_array_new_with_free_func (outcome_free);
  return batch;
}

PhBatch *
ph_batch_ref (PhBatch *batch)
{
  g_ref_count_inc (&batch->ref_count);
  return batch;
}

void
ph_batch_take_source (PhBatch *batch, GSource *source)
{
  batch->source = source;
}

static void
clear_source (PhBatch *batch)
{
  if (batch->source != NULL)
    g_source_destroy (batch->source);
  g_clear_pointer (&batch->source, g_source_unref);
}

gboolean
ph_batch_is_cancelled (PhBatch *batch)
{
  return batch->task != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (batch->task));
}

void
ph_batch_unref (PhBatch *batch)
{
  if (!g_ref_count_dec (&batch->ref_count))
    return;
  clear_source (batch);
  /* Nobody waits for an answer that never comes. */
  if (batch->task != NULL)
    g_task_return_new_error (batch->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
  g_clear_object (&batch->task);
  g_clear_pointer (&batch->inputs, g_ptr_array_unref);
  g_ptr_array_unref (batch->jobs);
  g_ptr_array_unref (batch->outcomes);
  g_free (batch->data_dir);
  g_free (batch->profile);
  g_free (batch->name);
  g_free (batch);
}

/* --- from inputs to jobs ------------------------------------------------------------------------
 */

/* (nullable) */
static const char *
get_name (const PhBatch *batch, const PhEngineInput *input)
{
  return input->name != NULL ? input->name : batch->name;
}

/* (nullable) (transfer full) */
static PhJob *
new_job_from_bytes (const PhBatch *batch, const PhEngineInput *input, GError **error)
{
  char *spool = ph_spool_write (batch->data_dir, input->bytes, error);

  if (spool == NULL)
    return NULL;
  return ph_input_new_spooled_job (input->input, spool, batch->profile,
                                   get_name (batch, input) != NULL ? get_name (batch, input)
                                                                   : input->input);
}

/* One that only carries its input and the error about it. */
static PhJob *
new_refused_job (const PhBatch *batch, const PhEngineInput *input)
{
  PhJob *job = ph_job_new ();

  job->input = g_strdup (input->input);
  job->profile = g_strdup (batch->profile);
  job->name = g_strdup (input->input);
  job->alt = g_strdup ("");
  return job;
}

static void
add_job (PhBatch *batch, const PhEngineInput *input)
{
  GError *error = NULL;
  PhJob *job = input->bytes != NULL ? new_job_from_bytes (batch, input, &error)
                                    : ph_input_new_job (input->input, batch->profile,
                                                        get_name (batch, input), &error);
  PhOutcome *outcome = NULL;

  if (job == NULL)
    {
      job = new_refused_job (batch, input);
      outcome = ph_outcome_new (job, error);
    }
  job->flags |= batch->flags | (input->name != NULL ? PH_JOB_NO_REUSE : 0);
  job->expires = batch->expires;
  g_ptr_array_add (batch->jobs, job);
  g_ptr_array_add (batch->outcomes, outcome);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PhBatch *batch = data;

  for (guint i = 0; i < batch->inputs->len; i++)
    add_job (batch, batch->inputs->pdata[i]);
  g_task_return_boolean (task, TRUE);
}

void
ph_batch_prepare_async (PhBatch *batch, const char *data_dir, GPtrArray *inputs,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  batch->data_dir = g_strdup (data_dir);
  batch->inputs = g_ptr_array_ref (inputs);
  g_task_set_task_data (task, batch, NULL);
  g_task_run_in_thread (task, prepare_in_thread);
}

GPtrArray *
ph_batch_prepare_finish (PhBatch *batch, GAsyncResult *result)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_job_unref);

  g_task_propagate_boolean (G_TASK (result), NULL);
  g_clear_pointer (&batch->inputs, g_ptr_array_unref);
  for (guint i = 0; i < batch->jobs->len; i++)
    if (batch->outcomes->pdata[i] == NULL)
      g_ptr_array_add (jobs, ph_job_ref (batch->jobs->pdata[i]));
  batch->left = jobs->len;
  return jobs;
}

/* --- from jobs to outcomes ----------------------------------------------------------------------
 */

GPtrArray *
ph_batch_list_refused (PhBatch *batch)
{
  GPtrArray *refused = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);

  for (guint i = 0; i < batch->outcomes->len; i++)
    if (batch->outcomes->pdata[i] != NULL)
      g_ptr_array_add (refused, ph_outcome_copy (batch->outcomes->pdata[i]));
  return refused;
}

void
ph_batch_answer_if_done (PhBatch *batch)
{
  g_autoptr (GTask) task = NULL;

  if (batch->left > 0 || batch->task == NULL)
    return;
  clear_source (batch);
  task = g_steal_pointer (&batch->task);
  g_task_return_pointer (task, g_ptr_array_ref (batch->outcomes),
                         (GDestroyNotify) g_ptr_array_unref);
}

void
ph_batch_take_outcome (PhBatch *batch, PhOutcome *outcome)
{
  guint index = 0;

  if (!g_ptr_array_find (batch->jobs, outcome->job, &index)
      || batch->outcomes->pdata[index] != NULL)
    {
      ph_outcome_free (outcome);
      return;
    }
  batch->outcomes->pdata[index] = outcome;
  batch->left--;
  ph_batch_answer_if_done (batch);
}
