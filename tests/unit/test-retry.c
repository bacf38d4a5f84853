/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-retry.h"

/* With random = 1 the pause is its bound. */
static const struct
{
  PhRetry retry;
  guint retry_after;
  guint failures;
  double random;
  gint64 milliseconds;
} cases[] = {
  { PH_RETRY_BACKOFF, 0, 1, 1.0, 300 },
  { PH_RETRY_BACKOFF, 0, 1, 0.0, 0 },
  { PH_RETRY_BACKOFF, 0, 2, 1.0, 600 },
  { PH_RETRY_BACKOFF, 0, 4, 0.5, 1200 },
  { PH_RETRY_BACKOFF, 0, 50, 1.0, 20000 },
  { PH_RETRY_THROTTLE, 0, 1, 1.0, 1000 },
  { PH_RETRY_THROTTLE, 0, 3, 1.0, 4000 },
  { PH_RETRY_THROTTLE, 7, 1, 0.1, 7000 },
  { PH_RETRY_BACKOFF, 1, 4, 1.0, 2400 },
  { PH_RETRY_BACKOFF, 86400, 1, 0.0, PH_RETRY_AFTER_MAX_SECONDS * 1000 },
};

static void
test_pause (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 pause = ph_retry_get_pause (cases[i].retry, cases[i].retry_after, cases[i].failures,
                                         cases[i].random);

      g_test_message ("case %u", i);
      g_assert_cmpint (pause / 1000, ==, cases[i].milliseconds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/pause", test_pause);
  return g_test_run ();
}
