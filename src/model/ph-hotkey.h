/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A hotkey as the settings hold it: "<Primary><Alt>u", as GTK writes accelerators.  A rule on the
 * text alone; whether the keyboard has such a key only the session knows. */

/* What turns one off that has a default. */
#define PH_HOTKEY_OFF "off"

/* FALSE with PH_ERROR_SETTINGS: no such modifier, no key, or a key that is needed for writing and
 * would be lost to it without a modifier. */
gboolean ph_hotkey_check (const char *text, GError **error);

G_END_DECLS
