/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* config.ini as a file: read and replaced as a whole, damage found and undone.  Knows no setting.
 */

/* ph_config_file_read:
 * @warnings: (element-type utf8): what the person should know is added
 *
 * A missing file is an empty one.  One that is damaged (cut off, not INI, NUL bytes) is set aside
 * as config.ini.broken-<time> and the last good copy, config.ini.bak, is used; one that others
 * could read is tightened.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS or PH_ERROR_DISK where it can't be read
 * at all */
GKeyFile *ph_config_file_read (const char *path, GPtrArray *warnings, GError **error);

/* Replaces the file (0600) and then its copy.  A symbolic link is followed, not replaced. */
gboolean ph_config_file_write (const char *path, GKeyFile *file, GError **error);

/* Keeps other programs from writing; closed by the caller.  -1 with PH_ERROR_DISK.  The folder is
 * made (0700) where it is missing. */
int ph_config_file_lock (const char *path, GError **error);

G_END_DECLS
