/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The files of a database as a whole: made and named.  For ph-database*.c only, under the
 * exclusive lock. */

/* The database and what SQLite keeps beside it: they move together. */
#define PH_DATABASE_N_SUFFIXES 4
extern const char *const ph_database_suffixes[PH_DATABASE_N_SUFFIXES];

/* Makes an empty database (0600) at @path, where none may be.  Only a complete one gets the name:
 * a crash leaves none or a good one. */
gboolean ph_database_build (const char *path, GError **error);

/* Makes the names in the folder of @path last.  FALSE with errno. */
gboolean ph_database_sync_folder (const char *path);

G_END_DECLS
