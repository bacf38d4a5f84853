/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The environment variables that say where files are kept, and what the session has. */

/* ph_environment_settle:
 *
 * To be called once, before any thread is started and before GLib is asked for a folder of the
 * person (it keeps what it found).  Unsets XDG_..._HOME and XDG_RUNTIME_DIR where they are not
 * absolute, as the XDG Base Directory Specification has it, and puts the home folder of the
 * password database in the place of an empty or relative HOME: else settings and pictures would be
 * kept in whatever folder the program is started from. */
void ph_environment_settle (void);

/* FALSE with PH_ERROR_SETTINGS where PICHOIST_CONFIG_DIR or PICHOIST_DATA_DIR isn't absolute.  They
 * are our own, so a slip is told and not passed over. */
gboolean ph_environment_check (GError **error);

/* Where the translations are: a program that isn't installed yet, as in tests, has them elsewhere
 * (PICHOIST_LOCALE_DIR). */
const char *ph_environment_get_locale_dir (void);

/* The value of @variable; an empty one is as good as none.  (nullable) (transfer none) */
const char *ph_environment_get (const char *variable);

/* Is a display named, of X11 or Wayland?  Whether it can be opened is another matter. */
gboolean ph_environment_has_display (void);

G_END_DECLS
