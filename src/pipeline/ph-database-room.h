/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room on the disk that holds the database.  For the database's files only.
 *
 * Beside the database lies pichoist.db.reserve, a file of no use but its size.  It is given up
 * where the disk is full, so that what was sent can be noted and what is not wanted be removed, and
 * made anew when there is room again. */

/* Gives the reserve up where the disk is full.  FALSE with PH_ERROR_DISK where opening a database
 * at @path would even then end the program: SQLite maps a file whose blocks the file system may
 * find only later, and says that there are none with SIGBUS. */
gboolean ph_database_room_prepare (const char *path, GError **error);

/* Makes the reserve where it is missing and there is plenty of room. */
void ph_database_room_keep (const char *path);

/* TRUE: there was a reserve to be given up. */
gboolean ph_database_room_release (const char *path);

/* Is there room for a new job and all that will be noted of it?  FALSE with PH_ERROR_DISK.  What is
 * left below that is for the jobs that are there. */
gboolean ph_database_room_check (const char *path, GError **error);

G_END_DECLS
