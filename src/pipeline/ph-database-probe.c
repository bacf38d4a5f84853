/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-probe.h"

#include "ph-database-error.h"
#include "ph-database-schema.h"

/* The log is folded in when it has so many pages (1 MiB), and cut to that size when it starts anew:
 * it must not be what fills a small disk. */
#define SETTINGS                                                                                   \
  "PRAGMA synchronous = FULL;"                                                                     \
  "PRAGMA wal_autocheckpoint = 256;"                                                               \
  "PRAGMA journal_size_limit = 1048576"

int
ph_database_probe_pragma (sqlite3 *handle, const char *sql, int *value)
{
  sqlite3_stmt *statement;
  int code = sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Reads the schema and a page of each table that every program needs.  A whole check would take
 * longer than an upload; damage further inside is met in ph-database.c when it is read. */
PhDatabaseFound
ph_database_probe (sqlite3 *handle, int *code)
{
  int id = 0, version = 0, unused = 0;

  *code = ph_database_probe_pragma (handle, "PRAGMA user_version", &version);
  if (*code == SQLITE_OK)
    *code = ph_database_probe_pragma (handle, "PRAGMA application_id", &id);
  if (*code == SQLITE_OK && id != PH_DATABASE_APPLICATION_ID)
    return PH_DATABASE_FOUND_DAMAGED;
  if (*code == SQLITE_OK && version > ph_database_schema_get_version ())
    return PH_DATABASE_FOUND_NEWER;
  if (*code == SQLITE_OK && version < ph_database_schema_get_version ())
    return PH_DATABASE_FOUND_OLDER;
  if (*code == SQLITE_OK)
    *code = sqlite3_exec (handle, SETTINGS, NULL, NULL, NULL);
  if (*code == SQLITE_OK)
    *code = ph_database_probe_pragma (
        handle,
        "SELECT (SELECT count (*) FROM jobs), (SELECT max (id) FROM history),"
        " (SELECT value FROM counters WHERE name = 'id')",
        &unused);
  if (*code == SQLITE_OK)
    return PH_DATABASE_FOUND_GOOD;
  /* SQLITE_ERROR: a table or column that this version has is not there. */
  return ph_database_code_is_damage (*code) || *code == SQLITE_ERROR ? PH_DATABASE_FOUND_DAMAGED
                                                                     : PH_DATABASE_FOUND_ERROR;
}
