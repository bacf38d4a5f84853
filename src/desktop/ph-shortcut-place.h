/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the desktop of this session has its own shortcuts, for those who can't have a hotkey here.
 *
 * @accelerator: (nullable): as GTK writes it; NULL: the person chooses the keys */

/* What is entered there: the command, or the line of a settings file that has it.  (transfer full)
 */
char *ph_shortcut_place_dup_text (const char *accelerator, const char *command);

/* What to do, as a hint of a PhError.  (transfer full) */
char *ph_shortcut_place_dup_hint (const char *accelerator, const char *command);

G_END_DECLS
