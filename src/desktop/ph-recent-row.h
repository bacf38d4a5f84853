/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-activity.h"

G_BEGIN_DECLS

/* A row of a menu for one of the last pictures: its submenu copies the link in any format, or opens
 * it. */

/* Hidden until it has a picture. */
GtkWidget *ph_recent_row_new (GActionGroup *actions);

/* @recent: (nullable)
 * @label: what it is called, by ph_recent_label_list (); (nullable) where @recent is */
void ph_recent_row_show (GtkWidget *row, const PhRecent *recent, const char *label);

G_END_DECLS
