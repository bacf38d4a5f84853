/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-provider.h"

G_BEGIN_DECLS

/* Which of a profile's settings matter with a provider, told from its row of the table. */

/* Does anything come of the setting @key with this provider? */
gboolean ph_preset_uses_setting (const PhPreset *preset, const char *key);

/* Is @key among what a person has to know for this provider?  All else has a value that mostly does
 * well. */
gboolean ph_preset_asks_for_setting (const PhPreset *preset, const char *key);

G_END_DECLS
