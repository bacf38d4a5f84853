/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-clipboard.h"

G_BEGIN_DECLS

/* The clipboard by a small window, for a Wayland session that gives it only to the program whose
 * window has the keyboard's focus.  What is asked of it waits until it has; it never tells of
 * changes, and its serial is always the same.
 *
 * Errors: PH_ERROR_CANCELLED where the person has closed the window before. */

#define PH_TYPE_CLIPBOARD_WINDOW (ph_clipboard_window_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardWindow, ph_clipboard_window, PH, CLIPBOARD_WINDOW, GObject)

PhClipboardWindow *ph_clipboard_window_new (GtkApplication *application);

/* Shows it, and brings it to the front.  Each time goes with one ph_clipboard_window_close (). */
void ph_clipboard_window_open (PhClipboardWindow *self);

/* What it was opened for has ended: it goes, unless it has a link that nobody could be given yet.
 */
void ph_clipboard_window_close (PhClipboardWindow *self);

G_END_DECLS
