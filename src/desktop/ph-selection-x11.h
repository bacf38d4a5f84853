/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads X11's CLIPBOARD selection (ICCCM 2.4, INCR too).  GTK can do it as well, but waits 30
 * seconds for an owner that doesn't answer, can't be told a limit, and copies a large picture in
 * one piece, which stops the window for that time.  Here each piece of it is taken by itself.
 *
 * Each question has a window of its own, so that nothing of another answer gets into this one. */

typedef struct _PhSelectionX11 PhSelectionX11;

/* Needs GDK to be open on an X11 display. */
PhSelectionX11 *ph_selection_x11_new (void);
void ph_selection_x11_free (PhSelectionX11 *selection);

/* Somebody else owns it now: questions that the old owner hasn't begun to answer fail with
 * PH_ERROR_CHANGED. */
void ph_selection_x11_change_owner (PhSelectionX11 *selection);

/* Does the program that is the session's clipboard manager own it? */
gboolean ph_selection_x11_is_kept (PhSelectionX11 *selection);

/* ph_selection_x11_ask_async:
 * @source: of the GTask that @callback gets
 * @max: bytes
 * @timeout: seconds without any sign of life
 *
 * The task returns a GBytes.  Atoms and other numbers of 32 bits are an array of guint32.  Errors:
 * those of ph_clipboard_read_async (). */
void ph_selection_x11_ask_async (PhSelectionX11 *selection, gpointer source, const char *target,
                                 gsize max, guint timeout, GAsyncReadyCallback callback,
                                 gpointer user_data);

G_END_DECLS
