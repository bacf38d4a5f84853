/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Windows that stay above all others and stand where they say on Wayland: there only a layer
 * surface does, a window without any frame.  By gtk-layer-shell, where it is installed and the
 * compositor has the protocol. */

/* Can windows be such?  @reason: (out) (transfer none): a sentence for a person, why not */
gboolean ph_layer_is_there (const char **reason);

/* Makes @window one, for good; to be called before it is shown, and only where they can be.  It is
 * moved by the mouse wherever it has nothing to press. */
void ph_layer_take (GtkWindow *window);

/* Is it one? */
gboolean ph_layer_has (GtkWindow *window);

/* Lets such a window, while it doesn't show, begin anew in a corner of the screen that the
 * compositor chooses: the monitor that it was on may be gone. */
void ph_layer_begin (GtkWindow *window);

/* Puts such a window there, in the coordinates of all monitors, as far as the monitor that is
 * nearest has room. */
void ph_layer_place (GtkWindow *window, int x, int y);
/* Where it has been put; FALSE: nobody has said. */
gboolean ph_layer_get_place (GtkWindow *window, int *x, int *y);

G_END_DECLS
