/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* What the files of `pichoist profile` share. */

/* `pichoist profile show`: what the profile comes to, once everything is filled in, and what is
 * worth knowing of it.
 * @name: (nullable): the default one
 * Returns: the exit status */
int ph_cli_profile_show (PhConfig *config, const char *name);

/* Says on stderr what was put right in the profile and what its provider needs for public links.
 * @before: (nullable): the profile before a change; what was so then is not said again. */
void ph_cli_profile_report_notes (const PhTarget *target, const PhTarget *before);

G_END_DECLS
