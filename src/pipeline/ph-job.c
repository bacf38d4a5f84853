/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-job.h"

#include "ph-secret-store.h"

G_DEFINE_BOXED_TYPE (PhJob, ph_job, ph_job_ref, ph_job_unref)

static const char *const state_nicks[] = {
  [PH_JOB_ACCEPTED] = "accepted", [PH_JOB_SENDING] = "sending", [PH_JOB_WAITING] = "waiting",
  [PH_JOB_FAILED] = "failed",     [PH_JOB_DONE] = "done",
};

/* The states that may follow each state, as bits. */
static const guint state_edges[] = {
  [PH_JOB_ACCEPTED] = 1 << PH_JOB_SENDING | 1 << PH_JOB_WAITING | 1 << PH_JOB_FAILED,
  [PH_JOB_SENDING] = 1 << PH_JOB_WAITING | 1 << PH_JOB_DONE | 1 << PH_JOB_FAILED,
  [PH_JOB_WAITING] = 1 << PH_JOB_SENDING | 1 << PH_JOB_FAILED,
  [PH_JOB_FAILED] = 1 << PH_JOB_ACCEPTED,
  [PH_JOB_DONE] = 0,
};

const char *
ph_job_state_to_nick (PhJobState state)
{
  g_return_val_if_fail (state <= PH_JOB_DONE, NULL);
  return state_nicks[state];
}

gboolean
ph_job_state_from_nick (const char *nick, PhJobState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_nicks); i++)
    if (g_strcmp0 (nick, state_nicks[i]) == 0)
      {
        *state = (PhJobState) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
ph_job_state_can_become (PhJobState from, PhJobState to)
{
  g_return_val_if_fail (from <= PH_JOB_DONE && to <= PH_JOB_DONE, FALSE);
  return (state_edges[from] & 1u << to) != 0;
}

PhJob *
ph_job_new (void)
{
  PhJob *job = g_new0 (PhJob, 1);

  g_atomic_ref_count_init (&job->ref_count);
  job->created = g_get_real_time ();
  return job;
}

PhJob *
ph_job_ref (PhJob *job)
{
  g_atomic_ref_count_inc (&job->ref_count);
  return job;
}

void
ph_job_unref (PhJob *job)
{
  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;
  g_free (job->profile);
  g_free (job->input);
  ph_secret_free (job->login);
  g_free (job->path);
  g_free (job->spool);
  g_free (job->name);
  g_free (job->alt);
  g_free (job->endpoint);
  g_free (job->bucket);
  g_free (job->key);
  g_free (job->mime);
  g_free (job->extension);
  g_free (job->sha256);
  g_free (job->md5);
  g_free (job->cache_control);
  g_free (job->checkpoint);
  g_free (job->error_code);
  g_free (job->error_message);
  g_free (job->error_hint);
  g_free (job->promised_url);
  g_free (job);
}

void
ph_job_set_error (PhJob *job, const GError *error)
{
  g_clear_pointer (&job->error_code, g_free);
  g_clear_pointer (&job->error_message, g_free);
  g_clear_pointer (&job->error_hint, g_free);
  if (error == NULL)
    return;
  job->error_code = g_strdup (ph_error_get_nick (error));
  job->error_message = g_strdup (error->message);
  job->error_hint = g_strdup (ph_error_get_hint (error));
}

GError *
ph_job_dup_error (const PhJob *job)
{
  if (job->error_code == NULL)
    return NULL;
  return ph_error_new (ph_error_code_from_nick (job->error_code), job->error_hint, "%s",
                       job->error_message != NULL ? job->error_message : "");
}
