/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the desktop program is started with the session: an entry of ours in
 * $XDG_CONFIG_HOME/autostart (the Desktop Application Autostart Specification), which the desktop's
 * own settings may switch off without removing it. */

/* (transfer full) */
char *ph_autostart_dup_path (void);

/* FALSE also where the entry is there and has been switched off by the desktop. */
gboolean ph_autostart_is_on (void);

/* ph_autostart_turn_on:
 * @program: (nullable): the desktop program, an absolute path; NULL: the program that runs
 *
 * Writes the entry, or switches it on again; what somebody has added to it stays.  FALSE with
 * PH_ERROR_DISK. */
gboolean ph_autostart_turn_on (const char *program, GError **error);

/* Removes the entry, if there is one.  FALSE with PH_ERROR_DISK. */
gboolean ph_autostart_turn_off (GError **error);

G_END_DECLS
