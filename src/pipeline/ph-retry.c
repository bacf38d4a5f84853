/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-retry.h"

#define FIRST_BOUND (G_USEC_PER_SEC * 3 / 10)
#define FIRST_THROTTLED_BOUND G_USEC_PER_SEC
#define LAST_BOUND (20 * G_USEC_PER_SEC)

gint64
ph_retry_get_pause (PhRetry retry, guint retry_after_seconds, guint failures, double random)
{
  gint64 bound = retry == PH_RETRY_THROTTLE ? FIRST_THROTTLED_BOUND : FIRST_BOUND;
  gint64 least = MIN (retry_after_seconds, PH_RETRY_AFTER_MAX_SECONDS) * (gint64) G_USEC_PER_SEC;

  for (guint i = 1; i < failures && bound < LAST_BOUND; i++)
    bound *= 2;
  bound = MIN (bound, LAST_BOUND);
  return MAX (least, (gint64) (random * (double) bound));
}
