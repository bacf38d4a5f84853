/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-activity.h"

G_BEGIN_DECLS

/* A row of a menu for one of the last pictures: its submenu copies the link in any format, or opens
 * it. */

/* Hidden until it has a picture. */
GtkWidget *ph_recent_row_new (GActionGroup *actions);

/* @recent: (nullable) */
void ph_recent_row_show (GtkWidget *row, const PhRecent *recent);

G_END_DECLS
