/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-job.h"

#include "ph-error.h"

#define N_STATES (PH_JOB_DONE + 1)

/* Row: from; column: to; in the order of the enum. */
static const gboolean edges[N_STATES][N_STATES] = {
  [PH_JOB_ACCEPTED] = { FALSE, TRUE, TRUE, TRUE, FALSE },
  [PH_JOB_SENDING] = { FALSE, FALSE, TRUE, TRUE, TRUE },
  [PH_JOB_WAITING] = { FALSE, TRUE, FALSE, TRUE, FALSE },
  [PH_JOB_FAILED] = { TRUE, FALSE, FALSE, FALSE, FALSE },
  [PH_JOB_DONE] = { FALSE, FALSE, FALSE, FALSE, FALSE },
};

static void
test_edges (void)
{
  for (int from = 0; from < N_STATES; from++)
    for (int to = 0; to < N_STATES; to++)
      {
        g_test_message ("%s -> %s", ph_job_state_to_nick ((PhJobState) from),
                        ph_job_state_to_nick ((PhJobState) to));
        g_assert_cmpint (ph_job_state_can_become ((PhJobState) from, (PhJobState) to), ==,
                         edges[from][to]);
      }
}

static void
test_nicks (void)
{
  PhJobState state = PH_JOB_DONE;

  for (int i = 0; i < N_STATES; i++)
    {
      g_assert_true (ph_job_state_from_nick (ph_job_state_to_nick ((PhJobState) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_cmpstr (ph_job_state_to_nick (PH_JOB_WAITING), ==, "waiting");
  g_assert_false (ph_job_state_from_nick ("Waiting", &state));
  g_assert_false (ph_job_state_from_nick (NULL, &state));
}

static void
test_error (void)
{
  g_autoptr (PhJob) job = ph_job_new ();
  g_autoptr (GError) error = ph_error_new (PH_ERROR_NO_BUCKET, "make it", "no bucket %d", 1);
  g_autoptr (GError) copy = NULL;

  g_assert_null (ph_job_dup_error (job));
  ph_job_set_error (job, error);
  g_assert_cmpstr (job->error_code, ==, "no-bucket");
  copy = ph_job_dup_error (job);
  g_assert_error (copy, PH_ERROR, PH_ERROR_NO_BUCKET);
  g_assert_cmpstr (copy->message, ==, "no bucket 1");
  g_assert_cmpstr (ph_error_get_hint (copy), ==, "make it");

  ph_job_set_error (job, NULL);
  g_assert_null (job->error_code);
  g_assert_null (job->error_message);
  g_assert_null (job->error_hint);
}

static void
test_references (void)
{
  PhJob *job = ph_job_new ();

  g_assert_cmpint (job->state, ==, PH_JOB_ACCEPTED);
  g_assert_cmpint (job->id, ==, 0);
  g_assert_cmpint (job->created, >, 0);
  g_assert_true (ph_job_ref (job) == job);
  ph_job_unref (job);
  g_assert_cmpint (job->id, ==, 0);
  ph_job_unref (job);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/edges", test_edges);
  g_test_add_func ("/job/nicks", test_nicks);
  g_test_add_func ("/job/error", test_error);
  g_test_add_func ("/job/references", test_references);
  return g_test_run ();
}
