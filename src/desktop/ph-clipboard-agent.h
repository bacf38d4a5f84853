/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The other process of PhClipboardRemote: an X11 program without a window, which reaches the
 * clipboard where Wayland programs may only with the keyboard's focus.  GNOME's compositor hands
 * all copies on to X11 programs, and takes theirs over.
 *
 * Serves io.github.pichoist.Clipboard1 on the socket PH_CLIPBOARD_PEER_FD until the other end
 * closes it.  To be called in place of everything else in main (), where GDK_BACKEND is x11.
 * Returns: the exit status */
int ph_clipboard_agent_run (void);

G_END_DECLS
