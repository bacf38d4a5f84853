/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

G_BEGIN_DECLS

/* Forgetting what Pichoist keeps outside its settings and its history.  Both calls may wait for the
 * keyring; for worker threads.
 *
 * @said: (element-type utf8): gets what the person should know, in whole lines: what failed, and
 *   what is still there */

/* The secrets of @profile (nullable: all that Pichoist ever stored), in the file and in the
 * keyring. FALSE where one of them may still be there. */
gboolean ph_forget_secrets (PhConfig *config, const char *profile, GPtrArray *said);

/* ph_forget_everything:
 *
 * All secrets, passwords of proxies in the settings, the start at log-in, the queue and the
 * pictures that wait in it.  Each part is tried, whatever became of the ones before it. */
gboolean ph_forget_everything (PhConfig *config, const char *data_dir, GPtrArray *said);

G_END_DECLS
