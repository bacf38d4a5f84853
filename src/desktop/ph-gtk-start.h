/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK does as it starts, though a panel draws the tray's menu and most of the time there is no
 * window: it reads the style sheet of its theme, which takes two thirds of the start of a tray
 * program and a third of its memory, and the first GTK program of an X11 session has OpenGL looked
 * at, which takes as long again and three times the memory.
 *
 * So GTK is given the name of a theme without rules until there is a window to draw, and does
 * without OpenGL, which nothing of ours is drawn by. */

/* To be called once in main (), before any thread is started: it changes the environment (GTK_THEME
 * and GDK_GL), but nothing that the person has set there. */
void ph_gtk_start_lightly (void);

/* Once GTK is initialised: it has read its environment then, which is as it was again for the
 * programs that we start. */
void ph_gtk_start_settle (void);

/* Before a window is shown.  Reads the theme and our own style sheet, unless they are read. */
void ph_gtk_start_load_style (void);

G_END_DECLS
