/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-activity.h"

G_BEGIN_DECLS

/* The menu of the tray icon.  Its rows only do actions of @actions (those of the application); it
 * is made once, and its labels are changed in place. */

#define PH_TYPE_TRAY_MENU (ph_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (PhTrayMenu, ph_tray_menu, PH, TRAY_MENU, GtkMenu)

PhTrayMenu *ph_tray_menu_new (GActionGroup *actions, PhActivity *activity, PhConfig *config);

/* What a middle click on the icon does.  (transfer none) */
GtkWidget *ph_tray_menu_get_upload_row (PhTrayMenu *menu);

G_END_DECLS
