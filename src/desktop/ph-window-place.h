/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a window stood the last time, kept in the file @path.  Does nothing where the session lets
 * no program place its windows. */

/* Puts it there, where that is on a monitor; to be called before it is shown. */
void ph_window_place_restore (GtkWindow *window, const char *path);
/* Keeps where it is now, which must be shown. */
void ph_window_place_keep (GtkWindow *window, const char *path);

G_END_DECLS
