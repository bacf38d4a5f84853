/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-rescue.h"

/* "INSERT OR IGNORE INTO table (a, b) VALUES (?, ?)" with the columns of @rows.  (transfer full) */
static char *
build_insert (const char *table, sqlite3_stmt *rows)
{
  GString *columns = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);
  g_autofree char *names = NULL;

  for (int i = 0; i < sqlite3_column_count (rows); i++)
    {
      g_string_append_printf (columns, "%s\"%s\"", i > 0 ? ", " : "",
                              sqlite3_column_name (rows, i));
      g_string_append (marks, i > 0 ? ", ?" : "?");
    }
  names = g_string_free (columns, FALSE);
  return g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table, names, marks->str);
}

/* Copies rows until the end or the first that can't be read. */
static guint
copy_rows (sqlite3_stmt *rows, sqlite3 *to, const char *table)
{
  g_autofree char *sql = build_insert (table, rows);
  sqlite3_stmt *insert = NULL;
  guint n_copied = 0;

  if (sqlite3_prepare_v2 (to, sql, -1, &insert, NULL) != SQLITE_OK)
    return 0;
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (rows); i++)
        sqlite3_bind_value (insert, i + 1, sqlite3_column_value (rows, i));
      if (sqlite3_step (insert) == SQLITE_DONE)
        n_copied += (guint) sqlite3_changes (to);
      sqlite3_reset (insert);
    }
  sqlite3_finalize (insert);
  return n_copied;
}

/* From both ends, so that one bad page hides as little as possible. */
static guint
copy_table (sqlite3 *from, sqlite3 *to, const char *table, const char *key)
{
  const char *const directions[] = { "ASC", "DESC" };
  guint n_copied = 0;

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT * FROM %s ORDER BY %s %s", table, key, directions[i]);
      sqlite3_stmt *rows = NULL;

      if (sqlite3_prepare_v2 (from, sql, -1, &rows, NULL) == SQLITE_OK)
        n_copied += copy_rows (rows, to, table);
      sqlite3_finalize (rows);
    }
  return n_copied;
}

static void
copy_all (sqlite3 *from, sqlite3 *to, guint *n_jobs, guint *n_rows)
{
  copy_table (from, to, "counters", "name");
  *n_jobs = copy_table (from, to, "jobs", "id");
  *n_rows = copy_table (from, to, "history", "id");
  sqlite3_exec (to,
                "INSERT INTO history_search (rowid, tokens)"
                " SELECT id, search_tokens (name, alt, key) FROM history;"
                /* An id is never given twice, even where the counter is lost. */
                "INSERT INTO counters VALUES ('id', coalesce (max ("
                " (SELECT coalesce (max (id), 0) FROM jobs),"
                " (SELECT coalesce (max (id), 0) FROM history)), 0))"
                " ON CONFLICT (name) DO UPDATE SET value = max (value, excluded.value)",
                NULL, NULL, NULL);
}

void
ph_database_rescue (sqlite3 *handle, const char *path, guint *n_jobs, guint *n_rows)
{
  sqlite3 *from = NULL;

  *n_jobs = 0;
  *n_rows = 0;
  if (sqlite3_open_v2 (path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
      && sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK)
    {
      copy_all (from, handle, n_jobs, n_rows);
      if (sqlite3_exec (handle, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        {
          sqlite3_exec (handle, "ROLLBACK", NULL, NULL, NULL);
          *n_jobs = 0;
          *n_rows = 0;
        }
    }
  sqlite3_close (from);
}
