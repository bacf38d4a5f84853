/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"

G_BEGIN_DECLS

/* The clipboard of Wayland compositors that let programs have it without a window: wlroots' kin and
 * KDE's.
 *
 * Who owns it is not to be learnt there, so that ph_clipboard_is_kept () is never true; and nothing
 * can be handed to a clipboard manager: it takes a copy over by itself, as soon as it is made or
 * when its owner ends. */

#define PH_TYPE_CLIPBOARD_WAYLAND (ph_clipboard_wayland_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardWayland, ph_clipboard_wayland, PH, CLIPBOARD_WAYLAND, GObject)

/* (nullable): NULL where the session has no such compositor.  Waits for its answer, as every window
 * does. */
PhClipboard *ph_clipboard_wayland_new (void);

G_END_DECLS
