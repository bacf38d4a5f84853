/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-schema.h"

#include "ph-search-text.h"

/* Step N leads from version N to version N + 1.  A step that has been released is never changed:
 * add another one.  Links are not kept: they are built from today's settings. */
static const char *const steps[] = {
  /* 1 */
  "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"

  "CREATE TABLE jobs ("
  " id INTEGER PRIMARY KEY, state TEXT NOT NULL, holder TEXT,"
  " flags INTEGER NOT NULL, created INTEGER NOT NULL, profile TEXT, input BLOB, path BLOB,"
  " spool TEXT, path_mtime INTEGER NOT NULL, name TEXT, alt TEXT, endpoint TEXT, bucket TEXT,"
  " key TEXT, mime TEXT, extension TEXT, sha256 TEXT, md5 TEXT, cache_control TEXT,"
  " size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,"
  " expires INTEGER NOT NULL, checkpoint TEXT, attempts INTEGER NOT NULL,"
  " next_attempt INTEGER NOT NULL, error_code TEXT, error_message TEXT, error_hint TEXT);"
  "CREATE INDEX jobs_sha256 ON jobs (sha256);"
  "CREATE INDEX jobs_key ON jobs (key);"

  "CREATE TABLE history ("
  " id INTEGER PRIMARY KEY, created INTEGER NOT NULL, checked INTEGER NOT NULL, profile TEXT,"
  " endpoint TEXT, bucket TEXT, key TEXT, name TEXT, alt TEXT, mime TEXT, extension TEXT,"
  " sha256 TEXT, etag TEXT, size INTEGER NOT NULL, width INTEGER NOT NULL,"
  " height INTEGER NOT NULL, created_object INTEGER NOT NULL);"
  "CREATE INDEX history_sha256 ON history (sha256);"
  "CREATE INDEX history_key ON history (key);"

  /* ph-search-text.h.  The index alone, without the text; an entry is taken out by giving it its
   * text again. */
  "CREATE VIRTUAL TABLE history_search USING fts5 (tokens, content = '', columnsize = 0,"
  " prefix = '4', tokenize = 'ascii');",
  /* 2 */
  "ALTER TABLE jobs ADD COLUMN promised_url TEXT",
};

int
ph_database_schema_get_version (void)
{
  return G_N_ELEMENTS (steps);
}

static int
run_steps (sqlite3 *handle, int version)
{
  int code = SQLITE_OK;
  g_autofree char *mark
      = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                         PH_DATABASE_APPLICATION_ID, ph_database_schema_get_version ());

  for (int i = version; code == SQLITE_OK && i < ph_database_schema_get_version (); i++)
    code = sqlite3_exec (handle, steps[i], NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (handle, mark, NULL, NULL, NULL);
  return code;
}

int
ph_database_schema_upgrade (sqlite3 *handle, int version)
{
  int code = sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);

  if (code != SQLITE_OK)
    return code;
  code = run_steps (handle, version);
  if (code == SQLITE_OK)
    code = sqlite3_exec (handle, "COMMIT", NULL, NULL, NULL);
  if (code != SQLITE_OK)
    sqlite3_exec (handle, "ROLLBACK", NULL, NULL, NULL);
  return code;
}

static void
search_tokens (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  char *tokens = ph_search_text_tokens ((const char *) sqlite3_value_text (values[0]),
                                        (const char *) sqlite3_value_text (values[1]),
                                        (const char *) sqlite3_value_text (values[2]));

  sqlite3_result_text (context, tokens, -1, g_free);
}

int
ph_database_schema_add_functions (sqlite3 *handle)
{
  return sqlite3_create_function (handle, "search_tokens", 3,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                  search_tokens, NULL, NULL);
}
