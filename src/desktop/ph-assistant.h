/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* From nothing to a destination that works: what do you have, what it needs, does it work. */

#define PH_TYPE_ASSISTANT (ph_assistant_get_type ())
G_DECLARE_FINAL_TYPE (PhAssistant, ph_assistant, PH, ASSISTANT, GtkApplicationWindow)

/* @parts: lives longer than the window */
GtkWidget *ph_assistant_new (GtkApplication *application, const PhSettingsParts *parts);

G_END_DECLS
