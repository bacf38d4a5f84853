/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* A hotkey: a button that shows it and, once pressed, takes the next keys for it.  Backspace turns
 * it off, Escape leaves it.  Below: why it can't be had, or the command for the desktop's own
 * shortcuts. */

#define PH_TYPE_HOTKEY_ROW (ph_hotkey_row_get_type ())
G_DECLARE_FINAL_TYPE (PhHotkeyRow, ph_hotkey_row, PH, HOTKEY_ROW, GtkGrid)

/* @setting: "hotkey-clipboard" ... */
GtkWidget *ph_hotkey_row_new (const PhSettingsParts *parts, const char *setting,
                              GtkSizeGroup *labels);

G_END_DECLS
