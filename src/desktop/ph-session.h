/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What kind of session this is.  GDK's backend doesn't tell: an X11 program may run on Wayland, and
 * then much of X11 works for other X11 programs only. */
gboolean ph_session_is_wayland (void);

/* Do windows stay above others where they ask for it? */
gboolean ph_session_keeps_above (void);

G_END_DECLS
