/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"

G_BEGIN_DECLS

/* X11's CLIPBOARD selection: changes come from XFixes by GTK, which also holds our links.
 *
 * Properties:
 *   "serial" (guint64): of ph_clipboard_get_serial () */

#define PH_TYPE_CLIPBOARD_X11 (ph_clipboard_x11_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardX11, ph_clipboard_x11, PH, CLIPBOARD_X11, GObject)

/* Needs GTK to be open on an X11 display. */
PhClipboard *ph_clipboard_x11_new (void);

G_END_DECLS
