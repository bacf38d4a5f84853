/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* How far a mouse goes.  Events of a window tell where in the window it is, which says nothing
 * while the window itself is moved: compositors don't agree on what they count from then. */

typedef struct _PhMouseWayland PhMouseWayland;

/* @dx, @dy: since the last call, in the units of windows */
typedef void (*PhMouseMovedFunc) (double dx, double dy, gpointer user_data);

/* Tells of each movement until it is freed.  NULL where the compositor tells nobody.
 * @pointer: of a GdkWaylandDisplay */
PhMouseWayland *ph_mouse_wayland_new (GdkDevice *pointer, PhMouseMovedFunc moved,
                                      gpointer user_data);
void ph_mouse_wayland_free (PhMouseWayland *mouse);

G_END_DECLS
