/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* What was asked for in one go: inputs become jobs, jobs outcomes; the answer is given when the
 * last one is there.  Private to the engine, on its thread. */
typedef struct _PhBatch PhBatch;

/* @task: (transfer full): gets the answer: a GPtrArray of PhOutcome in the order of the inputs
 * @options: only read now
 * @profile: the name of the profile, which is known */
PhBatch *ph_batch_new (GTask *task, const PhEngineOptions *options, const char *profile);
PhBatch *ph_batch_ref (PhBatch *batch);
void ph_batch_unref (PhBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhBatch, ph_batch_unref)

/* @source: (transfer full): is destroyed when the batch is answered */
void ph_batch_take_source (PhBatch *batch, GSource *source);
/* Does whoever asked for it not want it any more? */
gboolean ph_batch_is_cancelled (PhBatch *batch);

/* ph_batch_prepare_async:
 * @inputs: (element-type PhEngineInput): only read, and kept until it is done
 *
 * Makes jobs of the inputs on a worker thread; bytes go to the spool of @data_dir. */
void ph_batch_prepare_async (PhBatch *batch, const char *data_dir, GPtrArray *inputs,
                             GAsyncReadyCallback callback, gpointer user_data);

/* ph_batch_prepare_finish:
 *
 * Inputs that can be no job have their outcomes now, with an error.
 * Returns: (transfer full) (element-type PhJob): the others */
GPtrArray *ph_batch_prepare_finish (PhBatch *batch, GAsyncResult *result);

/* (transfer full) (element-type PhOutcome): of the inputs that became no job */
GPtrArray *ph_batch_list_refused (PhBatch *batch);

/* @outcome: (transfer full): of one of its jobs.  The last one gives the answer. */
void ph_batch_take_outcome (PhBatch *batch, PhOutcome *outcome);
/* Gives the answer where there is nothing to wait for. */
void ph_batch_answer_if_done (PhBatch *batch);

G_END_DECLS
