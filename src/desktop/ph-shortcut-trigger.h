/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How portals write keys: "CTRL+ALT+u", with keys as xkbcommon names them.  Source: the XDG
 * shortcuts specification.
 * @accelerator: as GTK writes them, "<Primary><Alt>u"
 * (transfer full) (nullable): NULL for what is no key */
char *ph_shortcut_trigger_from_accelerator (const char *accelerator);

G_END_DECLS
