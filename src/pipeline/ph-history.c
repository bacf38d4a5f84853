/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-history.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-record.h"
#include "ph-search-text.h"

/* All columns but id. */
#define ROW_COLUMNS(X)                                                                             \
  X (INT, created)                                                                                 \
  X (INT, checked)                                                                                 \
  X (TEXT, profile)                                                                                \
  X (TEXT, endpoint)                                                                               \
  X (TEXT, bucket)                                                                                 \
  X (TEXT, key)                                                                                    \
  X (TEXT, name)                                                                                   \
  X (TEXT, alt)                                                                                    \
  X (TEXT, mime)                                                                                   \
  X (TEXT, extension)                                                                              \
  X (TEXT, sha256)                                                                                 \
  X (TEXT, etag)                                                                                   \
  X (INT, size)                                                                                    \
  X (UINT, width)                                                                                  \
  X (UINT, height)                                                                                 \
  X (UINT, created_object)

#define COLUMN(kind, member) PH_RECORD_COLUMN (PhHistoryRow, kind, member)

static const PhColumn columns[] = { ROW_COLUMNS (COLUMN) };

#define SELECT_ROWS "SELECT id" ROW_COLUMNS (PH_RECORD_NAME) " FROM history"

void
ph_history_row_free (PhHistoryRow *row)
{
  g_free (row->profile);
  g_free (row->endpoint);
  g_free (row->bucket);
  g_free (row->key);
  g_free (row->name);
  g_free (row->alt);
  g_free (row->mime);
  g_free (row->extension);
  g_free (row->sha256);
  g_free (row->etag);
  g_free (row);
}

static PhHistoryRow *
read_row (PhStatement *statement)
{
  PhHistoryRow *row = g_new0 (PhHistoryRow, 1);

  row->id = ph_statement_get_int (statement, 0);
  ph_record_read (statement, 1, columns, G_N_ELEMENTS (columns), row);
  return row;
}

static gboolean
read_rows_into (GPtrArray *rows, PhStatement *statement, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    {
      if (!ph_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (rows, read_row (statement));
    }
  return TRUE;
}

static GPtrArray *
read_rows (PhStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_history_row_free);

  return read_rows_into (rows, statement, error) ? g_steal_pointer (&rows) : NULL;
}

/* --- writing --- */

static gboolean
add_to_index (PhDatabase *database, const PhHistoryRow *row, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database,
      "INSERT INTO history_search (rowid, tokens) VALUES (?1, search_tokens (?2, ?3, ?4))", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, row->id);
  ph_statement_bind_text (statement, 2, row->name);
  ph_statement_bind_text (statement, 3, row->alt);
  ph_statement_bind_text (statement, 4, row->key);
  return ph_statement_run (statement, error);
}

/* A row whose id is there already stays as it is. */
static gboolean
insert (PhDatabase *database, const PhHistoryRow *row, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database,
      "INSERT INTO history (id" ROW_COLUMNS (PH_RECORD_NAME) ") VALUES (?" ROW_COLUMNS (
          PH_RECORD_MARK) ") ON CONFLICT (id) DO NOTHING RETURNING id",
      error);
  gboolean inserted;

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, row->id);
  ph_record_bind (statement, 2, columns, G_N_ELEMENTS (columns), row);
  if (!ph_statement_step (statement, &inserted, error))
    return FALSE;
  return !inserted || add_to_index (database, row, error);
}

static gboolean
run_for_id (PhDatabase *database, const char *sql, gint64 id, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  return ph_statement_run (statement, error);
}

static gboolean
check_finishable (const PhJob *job, GError **error)
{
  if (job->state == PH_JOB_DONE || ph_job_state_can_become (job->state, PH_JOB_DONE))
    return TRUE;
  g_critical ("job %" G_GINT64_FORMAT " can't go from %s to done", job->id,
              ph_job_state_to_nick (job->state));
  ph_error_set (error, PH_ERROR_FAILED, NULL, _ ("the upload's state can't go from %s to %s"),
                ph_job_state_to_nick (job->state), ph_job_state_to_nick (PH_JOB_DONE));
  return FALSE;
}

/* The object is there, so that its row is written even where the person has cancelled the job
 * meanwhile: else nothing would know of the object. */
gboolean
ph_history_finish_job (PhDatabase *database, const PhJob *job, const char *etag,
                       gboolean created_object, GError **error)
{
  const gint64 now = g_get_real_time ();
  /* Only lent for the insertion. */
  const PhHistoryRow row = {
    .id = job->id,
    .created = now,
    .checked = now,
    .profile = job->profile,
    .endpoint = job->endpoint,
    .bucket = job->bucket,
    .key = job->key,
    .name = job->name,
    .alt = job->alt,
    .mime = job->mime,
    .extension = job->extension,
    .sha256 = job->sha256,
    .etag = (char *) etag,
    .size = job->size,
    .width = job->width,
    .height = job->height,
    .created_object = created_object,
  };

  return check_finishable (job, error) && insert (database, &row, error)
         && run_for_id (database, "DELETE FROM jobs WHERE id = ?1", job->id, error);
}

gboolean
ph_history_add (PhDatabase *database, PhHistoryRow *row, GError **error)
{
  if (row->id == 0)
    row->id = ph_database_next (database, "id", error);
  return row->id != 0 && insert (database, row, error);
}

gboolean
ph_history_merge (PhDatabase *database, PhHistoryRow *row, gboolean *added, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database,
                             "SELECT 1 FROM history"
                             " WHERE key = ?1 AND endpoint IS ?2 AND bucket IS ?3 AND created = ?4",
                             error);
  gboolean is_known;

  *added = FALSE;
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_text (statement, 1, row->key);
  ph_statement_bind_text (statement, 2, row->endpoint);
  ph_statement_bind_text (statement, 3, row->bucket);
  ph_statement_bind_int (statement, 4, row->created);
  if (!ph_statement_step (statement, &is_known, error))
    return FALSE;
  *added = !is_known;
  return is_known || ph_history_add (database, row, error);
}

gboolean
ph_history_set_checked (PhDatabase *database, gint64 id, gint64 checked, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "UPDATE history SET checked = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  ph_statement_bind_int (statement, 2, checked);
  return ph_statement_run (statement, error);
}

gboolean
ph_history_remove (PhDatabase *database, gint64 id, gboolean *found, GError **error)
{
  PhStatement *statement;

  *found = FALSE;
  /* Whose upload made the object is remembered by another row that names it: the object goes with
   * the last of them. */
  if (!run_for_id (database,
                   "UPDATE history SET created_object = 1 WHERE id ="
                   " (SELECT other.id FROM history AS own JOIN history AS other"
                   "  ON other.endpoint = own.endpoint AND other.bucket = own.bucket"
                   "  AND other.key = own.key AND other.id <> own.id"
                   "  WHERE own.id = ?1 AND own.created_object = 1"
                   "  ORDER BY other.id DESC LIMIT 1)",
                   id, error)
      || !run_for_id (database,
                      "INSERT INTO history_search (history_search, rowid, tokens)"
                      " SELECT 'delete', id, search_tokens (name, alt, key) FROM history"
                      " WHERE id = ?1",
                      id, error))
    return FALSE;
  statement
      = ph_database_prepare (database, "DELETE FROM history WHERE id = ?1 RETURNING id", error);
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  return ph_statement_step (statement, found, error);
}

/* --- reading --- */

PhHistoryRow *
ph_history_get (PhDatabase *database, gint64 id, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, SELECT_ROWS " WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  ph_statement_bind_int (statement, 1, id);
  if (!ph_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return read_row (statement);
}

PhHistoryRow *
ph_history_find_same (PhDatabase *database, const char *endpoint, const char *bucket,
                      const char *sha256, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database,
      SELECT_ROWS " WHERE sha256 = ?1 AND endpoint = ?2 AND bucket = ?3 ORDER BY id DESC LIMIT 1",
      error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  ph_statement_bind_text (statement, 1, sha256);
  ph_statement_bind_text (statement, 2, endpoint);
  ph_statement_bind_text (statement, 3, bucket);
  if (!ph_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return read_row (statement);
}

GPtrArray *
ph_history_find_object (PhDatabase *database, const char *endpoint, const char *bucket,
                        const char *key, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database, SELECT_ROWS " WHERE key = ?1 AND endpoint = ?2 AND bucket = ?3 ORDER BY id DESC",
      error);

  if (statement == NULL)
    return NULL;
  ph_statement_bind_text (statement, 1, key);
  ph_statement_bind_text (statement, 2, endpoint);
  ph_statement_bind_text (statement, 3, bucket);
  return read_rows (statement, error);
}

GPtrArray *
ph_history_list_after (PhDatabase *database, gint64 after, guint limit, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, SELECT_ROWS " WHERE id > ?1 ORDER BY id LIMIT ?2", error);

  if (statement == NULL)
    return NULL;
  ph_statement_bind_int (statement, 1, after);
  ph_statement_bind_int (statement, 2, limit);
  return read_rows (statement, error);
}

GPtrArray *
ph_history_search (PhDatabase *database, const char *text, guint limit, gint64 before,
                   GError **error)
{
  g_autofree char *query = ph_search_text_query (text != NULL ? text : "");
  PhStatement *statement;

  if (*query == '\0')
    statement = ph_database_prepare (database,
                                     SELECT_ROWS " WHERE id < ?1 ORDER BY id DESC LIMIT ?2", error);
  else
    statement = ph_database_prepare (
        database,
        "SELECT id" ROW_COLUMNS (
            PH_RECORD_NAME) " FROM history_search CROSS JOIN history ON id = history_search.rowid"
                            " WHERE history_search MATCH ?3 AND history_search.rowid < ?1"
                            " ORDER BY history_search.rowid DESC LIMIT ?2",
        error);
  if (statement == NULL)
    return NULL;
  ph_statement_bind_int (statement, 1, before > 0 ? before : G_MAXINT64);
  ph_statement_bind_int (statement, 2, limit > 0 ? (gint64) limit : -1);
  if (*query != '\0')
    ph_statement_bind_text (statement, 3, query);
  return read_rows (statement, error);
}

/* --- by link --- */

/* The path of @url, decoded, without the first slash.  (transfer full) */
static char *
dup_url_path (const char *url)
{
  const char *start = strstr (url, "://");
  g_autofree char *path = NULL;
  char *decoded;

  start = start != NULL ? strchr (start + 3, '/') : url;
  if (start == NULL)
    return g_strdup ("");
  start += strspn (start, "/");
  path = g_strndup (start, strcspn (start, "?#"));
  decoded = g_uri_unescape_string (path, NULL);
  return decoded != NULL ? decoded : g_steal_pointer (&path);
}

static gboolean
add_rows_with_key (PhDatabase *database, const char *key, GPtrArray *rows, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, SELECT_ROWS " WHERE key = ?1 ORDER BY id DESC", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_text (statement, 1, key);
  return read_rows_into (rows, statement, error);
}

/* @tail and, where a profile's url-suffix may follow the key ("a.png!small", "a.png/w200"), each
 * beginning of @tail that ends before such a mark behind the extension's dot. */
static gboolean
add_rows_for_tail (PhDatabase *database, const char *tail, GPtrArray *rows, GError **error)
{
  const char *dot = strchr (tail, '.');
  const char *mark = dot;

  if (*tail != '\0' && !add_rows_with_key (database, tail, rows, error))
    return FALSE;
  while (mark != NULL && (mark = strpbrk (mark + 1, "!@-_/")) != NULL)
    {
      g_autofree char *key = g_strndup (tail, (gsize) (mark - tail));

      if (!add_rows_with_key (database, key, rows, error))
        return FALSE;
    }
  return TRUE;
}

/* A key is what follows one of the slashes: a public URL may have a path of its own before it. */
GPtrArray *
ph_history_find_by_url (PhDatabase *database, const char *url, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_history_row_free);
  g_autofree char *path = dup_url_path (url);

  for (const char *tail = path; tail != NULL; tail = strchr (tail, '/'))
    {
      tail += strspn (tail, "/");
      if (!add_rows_for_tail (database, tail, rows, error))
        return NULL;
    }
  return g_steal_pointer (&rows);
}
