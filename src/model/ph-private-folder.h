/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder that is Pichoist's alone. */

/* Makes @path with what is missing above it (0700), and closes it to other users where it was there
 * and open to them.  A disk that knows no users leaves it as it is.  FALSE with errno where there
 * is no such folder. */
gboolean ph_private_folder_make (const char *path);

/* Brings the names in @path to the disk.  FALSE with errno, also where the file system knows no
 * fsync of folders. */
gboolean ph_private_folder_sync (const char *path);

G_END_DECLS
