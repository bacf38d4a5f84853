/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* Watching the clipboard, and the hotkeys: what they are, and why one can't be had. */

#define PH_TYPE_CLIPBOARD_PAGE (ph_clipboard_page_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardPage, ph_clipboard_page, PH, CLIPBOARD_PAGE, GtkBox)

GtkWidget *ph_clipboard_page_new (const PhSettingsParts *parts);

G_END_DECLS
