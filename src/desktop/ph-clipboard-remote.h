/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"

G_BEGIN_DECLS

/* The clipboard by another process, an X11 program (ph-clipboard-agent): for a Wayland session
 * whose compositor gives a program without a window no clipboard, but its X server does.
 *
 * That process is started anew when it ends or doesn't answer; "ended" is emitted when it ends
 * again and again.  What is copied in between isn't seen.
 *
 * Properties:
 *   "is-ready" (gboolean): it is there, and tells what is copied */

#define PH_TYPE_CLIPBOARD_REMOTE (ph_clipboard_remote_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardRemote, ph_clipboard_remote, PH, CLIPBOARD_REMOTE, GObject)

/* Starts that process. */
PhClipboard *ph_clipboard_remote_new (void);

/* The property. */
gboolean ph_clipboard_remote_is_ready (PhClipboardRemote *self);

G_END_DECLS
