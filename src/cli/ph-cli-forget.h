/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

G_BEGIN_DECLS

/* ph_cli_forget_secrets:
 * @profile: (nullable): NULL: those of all profiles, of whatever name
 *
 * Removes secrets wherever they may be, and says what can't be removed or known, and what to do
 * about it.  A session without a keyring is no fault: nothing of ours can be in it.  Returns the
 * exit status */
int ph_cli_forget_secrets (PhConfig *config, const char *profile);

G_END_DECLS
