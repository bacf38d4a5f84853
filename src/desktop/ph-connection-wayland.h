/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <wayland-client.h>

G_BEGIN_DECLS

/* Called once, when the compositor has gone or has thrown us out; nothing comes after it. */
typedef void (*PhConnectionBrokenFunc) (gpointer user_data);

/* ph_connection_wayland_watch:
 * @display: borrowed; from now on nobody else may read from it
 *
 * Takes in events of the compositor in the main loop, before anything else that is ready at the
 * same time, and sends what has been asked of it.  (transfer full): a source to be destroyed before
 * @display */
GSource *ph_connection_wayland_watch (struct wl_display *display, PhConnectionBrokenFunc broken,
                                      gpointer user_data);

G_END_DECLS
