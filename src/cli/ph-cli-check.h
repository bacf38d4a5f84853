/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"

G_BEGIN_DECLS

/* `pichoist profile check`: puts a small picture, reads it back through the storage and through the
 * public link, deletes it, and prints a line a step: "ok", or the reason and the way out.
 * @profile: (nullable): the default one
 * Returns: the exit status, 0 or 1 (2 where there is no such profile) */
int ph_cli_check_profile (PhCliSession *session, const char *profile);

G_END_DECLS
