/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-outcome.h"

G_DEFINE_BOXED_TYPE (PhOutcome, ph_outcome, ph_outcome_copy, ph_outcome_free)

PhOutcome *
ph_outcome_new (PhJob *job, GError *error)
{
  PhOutcome *outcome = g_new0 (PhOutcome, 1);

  outcome->job = ph_job_ref (job);
  outcome->error = error;
  outcome->id = job->id;
  return outcome;
}

PhOutcome *
ph_outcome_copy (const PhOutcome *outcome)
{
  PhOutcome *copy = ph_outcome_new (outcome->job, NULL);

  copy->error = outcome->error != NULL ? g_error_copy (outcome->error) : NULL;
  copy->id = outcome->id;
  copy->key = g_strdup (outcome->key);
  copy->url = g_strdup (outcome->url);
  copy->reused = outcome->reused;
  copy->is_stranded = outcome->is_stranded;
  return copy;
}

void
ph_outcome_free (PhOutcome *outcome)
{
  ph_job_unref (outcome->job);
  g_clear_error (&outcome->error);
  g_free (outcome->key);
  g_free (outcome->url);
  g_free (outcome);
}
