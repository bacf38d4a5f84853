/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes a widget a place where pictures can be dropped.  The program that they come from is let go
 * as soon as its bytes are here; what becomes of them is for others.
 *
 * Signals:
 *   "entered" (): a drag that may bring pictures is above the widget
 *   "dropped" (GPtrArray *): (element-type PhEngineInput): to be kept by a reference
 *   "refused" (): there was no picture in what was dropped */

#define PH_TYPE_DROP_TARGET (ph_drop_target_get_type ())
G_DECLARE_FINAL_TYPE (PhDropTarget, ph_drop_target, PH, DROP_TARGET, GObject)

/* Lives as long as @widget.  (transfer none) */
PhDropTarget *ph_drop_target_new (GtkWidget *widget);

G_END_DECLS
