/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Databases that were set aside, and where the one in use is.  For ph-database-file.c only;
 * ph_database_get_aside_time () is in ph-database.h. */

/* Why a file was set aside: what its new name goes on with. */
#define PH_DATABASE_BROKEN "broken"
#define PH_DATABASE_NEWER "newer-"

/* Where the database of the data folder @dir is.  A link leads to one elsewhere: what is set aside
 * must be the file, not the link.  (transfer full) */
char *ph_database_dup_path (const char *dir);

/* ph_database_set_aside:
 *
 * Renames the database at @path, with its log, to "<path>.<reason>-<time>".  The log goes first: a
 * new database must never meet it.  Under the exclusive lock.  Returns: (transfer full): the new
 * name, or NULL */
char *ph_database_set_aside (const char *path, const char *reason, GError **error);

G_END_DECLS
