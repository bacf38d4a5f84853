/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Copies what can still be read of the damaged database at @path into the new one behind @handle.
 * What can't be read is left out; the damaged file is not changed.  For ph-database-file.c only. */
void ph_database_rescue (sqlite3 *handle, const char *path, guint *n_jobs, guint *n_rows);

G_END_DECLS
