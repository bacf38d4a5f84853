/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What SQLite's result codes mean for the person.  For ph-database*.c and ph-statement.c only. */

/* Sets PH_ERROR_DISK or PH_ERROR_DATABASE. @handle: (nullable): the connection that said @code */
void ph_database_set_error (GError **error, sqlite3 *handle, int code);

/* Does @code say that the file itself is not, or no longer, a sound database? */
gboolean ph_database_code_is_damage (int code);

/* Does @code, which @handle has just given, say that the disk is full? */
gboolean ph_database_code_is_full (int code, sqlite3 *handle);

G_END_DECLS
