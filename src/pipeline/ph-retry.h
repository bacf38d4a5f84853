/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-error.h"

G_BEGIN_DECLS

/* How long to wait before the next try: full jitter between 0 and a bound that doubles with each
 * try (0.3 s at first, 1 s where the server asked for slower requests, 20 s at most), never less
 * than the server's Retry-After. Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */

/* Never waits longer than this for a Retry-After: a server's mistake must not park a job for days.
 */
#define PH_RETRY_AFTER_MAX_SECONDS 600

/* @failures: tries that have failed so far, at least 1
 * @random: 0 <= random < 1
 * Returns: microseconds */
gint64 ph_retry_get_pause (PhRetry retry, guint retry_after_seconds, guint failures, double random);

G_END_DECLS
