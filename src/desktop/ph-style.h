/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The style sheets that our windows are drawn by: that of GTK's theme and our own.
 *
 * GTK reads its theme as it starts, which takes two thirds of the start of a tray program and a
 * third of its memory, though a panel draws the tray's menu and most of the time there is no
 * window.  So GTK is given the name of a theme without rules until there is one to draw. */

/* To be called once in main (), before any thread is started: it changes the environment
 * (GTK_THEME), unless the person has named a theme there. */
void ph_style_put_off (void);

/* Once GTK is initialised: GTK has the name then, and the environment is as it was. */
void ph_style_settle (void);

/* Before a window is shown.  Reads them unless they are read. */
void ph_style_load (void);

G_END_DECLS
