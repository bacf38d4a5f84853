/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-activity.h"
#include "ph-capabilities.h"

G_BEGIN_DECLS

/* The icon in the panel, with its menu.  It is there whenever something shows it; where nothing
 * does, that is said once in the log, and the program is reached by starting it again.
 *
 * Properties:
 *   "has-host" (boolean, read-only): something shows it now
 * Signals:
 *   "opened" (): somebody opens the menu */

#define PH_TYPE_TRAY (ph_tray_get_type ())
G_DECLARE_FINAL_TYPE (PhTray, ph_tray, PH, TRAY, GObject)

/* @actions: of the application; what the menu does
 * @capabilities: told of PH_CAPABILITY_TRAY */
PhTray *ph_tray_new (GActionGroup *actions, PhActivity *activity, PhConfig *config,
                     PhCapabilities *capabilities);

gboolean ph_tray_has_host (PhTray *tray);

G_END_DECLS
