/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What an open file is: a database of ours or something else.  For ph-database-file.c only. */

/* What lies at the path of the database. */
typedef enum
{
  PH_DATABASE_FOUND_ERROR,
  PH_DATABASE_FOUND_GOOD,
  PH_DATABASE_FOUND_NOTHING,
  PH_DATABASE_FOUND_OLDER,
  PH_DATABASE_FOUND_NEWER,
  PH_DATABASE_FOUND_DAMAGED,
} PhDatabaseFound;

/* Reads one number: @value stays as it is where there is none.  Returns: SQLite's code */
int ph_database_probe_pragma (sqlite3 *handle, const char *sql, int *value);

/* Gives @handle its settings where the database is a good one.  @code: (out): SQLite's, which tells
 * why it is PH_DATABASE_FOUND_ERROR.  Never PH_DATABASE_FOUND_NOTHING. */
PhDatabaseFound ph_database_probe (sqlite3 *handle, int *code);

G_END_DECLS
