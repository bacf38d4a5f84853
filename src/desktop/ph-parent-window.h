/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A window of ours as xdg-desktop-portal takes it for the parent of a dialog.  Source:
 * xdg-desktop-portal, "Window Identifiers". */

/* @window: (nullable): that in which the person works */
void ph_parent_window_name_async (GtkWindow *window, GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (transfer full): never NULL: what there is no window for has a name, too */
char *ph_parent_window_name_finish (GAsyncResult *result);

/* Nobody needs the name of @window (nullable) any more. */
void ph_parent_window_forget (GtkWindow *window);

G_END_DECLS
