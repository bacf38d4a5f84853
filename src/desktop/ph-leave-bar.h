/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says what would be lost by leaving, and lets the person choose; nothing else waits for that.
 *
 * Signals:
 *   "discard" (): leave all the same */

#define PH_TYPE_LEAVE_BAR (ph_leave_bar_get_type ())
G_DECLARE_FINAL_TYPE (PhLeaveBar, ph_leave_bar, PH, LEAVE_BAR, GtkInfoBar)

/* Hidden until it asks. */
PhLeaveBar *ph_leave_bar_new (void);

/* @loss: a sentence */
void ph_leave_bar_ask (PhLeaveBar *bar, const char *loss);
void ph_leave_bar_hide (PhLeaveBar *bar);

G_END_DECLS
