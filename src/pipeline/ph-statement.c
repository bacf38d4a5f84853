/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-statement.h"

#include "ph-database-error.h"

struct _PhStatementCache
{
  sqlite3 *handle;
  GHashTable *by_text; /* char* -> PhStatement */
  gboolean met_damage;
  gboolean met_full;
};

struct _PhStatement
{
  PhStatementCache *cache;
  sqlite3_stmt *statement;
};

static void
ph_statement_free (gpointer data)
{
  PhStatement *self = data;

  sqlite3_finalize (self->statement);
  g_free (self);
}

PhStatementCache *
ph_statement_cache_new (sqlite3 *handle)
{
  PhStatementCache *cache = g_new0 (PhStatementCache, 1);

  cache->handle = handle;
  cache->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ph_statement_free);
  return cache;
}

void
ph_statement_cache_free (PhStatementCache *cache)
{
  g_hash_table_unref (cache->by_text);
  g_free (cache);
}

gboolean
ph_statement_cache_met_damage (PhStatementCache *cache)
{
  return cache->met_damage;
}

gboolean
ph_statement_cache_take_full (PhStatementCache *cache)
{
  gboolean met_full = cache->met_full;

  cache->met_full = FALSE;
  return met_full;
}

static void
take_failure (PhStatementCache *cache, int code, GError **error)
{
  if (ph_database_code_is_damage (code))
    cache->met_damage = TRUE;
  if (ph_database_code_is_full (code, cache->handle))
    cache->met_full = TRUE;
  ph_database_set_error (error, cache->handle, code);
}

PhStatement *
ph_statement_cache_prepare (PhStatementCache *cache, const char *sql, GError **error)
{
  PhStatement *self = g_hash_table_lookup (cache->by_text, sql);
  sqlite3_stmt *statement;
  int code;

  if (self != NULL)
    {
      sqlite3_reset (self->statement);
      sqlite3_clear_bindings (self->statement);
      return self;
    }
  code = sqlite3_prepare_v3 (cache->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      take_failure (cache, code, error);
      return NULL;
    }
  self = g_new0 (PhStatement, 1);
  self->cache = cache;
  self->statement = statement;
  g_hash_table_insert (cache->by_text, g_strdup (sql), self);
  return self;
}

void
ph_statement_cache_reset (PhStatementCache *cache)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, cache->by_text);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      sqlite3_stmt *statement = ((PhStatement *) value)->statement;

      if (sqlite3_stmt_busy (statement))
        sqlite3_reset (statement);
    }
}

/* A wrong position or no memory: neither can be the data's fault. */
static void
check_bound (PhStatement *self, int code)
{
  if (code != SQLITE_OK)
    g_critical ("a value can't be bound in “%s”: %s", sqlite3_sql (self->statement),
                sqlite3_errstr (code));
}

void
ph_statement_bind_int (PhStatement *self, int position, gint64 value)
{
  check_bound (self, sqlite3_bind_int64 (self->statement, position, value));
}

void
ph_statement_bind_text (PhStatement *self, int position, const char *value)
{
  check_bound (self, sqlite3_bind_text (self->statement, position, value, -1, SQLITE_TRANSIENT));
}

void
ph_statement_bind_blob (PhStatement *self, int position, const void *data, gsize length)
{
  check_bound (self,
               sqlite3_bind_blob64 (self->statement, position, data, length, SQLITE_TRANSIENT));
}

gboolean
ph_statement_step (PhStatement *self, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (self->statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  take_failure (self->cache, code, error);
  return FALSE;
}

gboolean
ph_statement_run (PhStatement *self, GError **error)
{
  gboolean has_row;

  return ph_statement_step (self, &has_row, error);
}

gint64
ph_statement_get_int (PhStatement *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

const char *
ph_statement_get_text (PhStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

const void *
ph_statement_get_blob (PhStatement *self, int column, gsize *length)
{
  const void *data = sqlite3_column_blob (self->statement, column);

  *length = (gsize) sqlite3_column_bytes (self->statement, column);
  return data;
}

gboolean
ph_statement_is_null (PhStatement *self, int column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}
