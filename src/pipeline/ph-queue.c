/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-queue.h"

#include <glib/gi18n-lib.h>

#include "ph-process-lock.h"
#include "ph-record.h"

/* All columns but id, state and holder. */
#define JOB_COLUMNS(X)                                                                             \
  X (UINT, flags)                                                                                  \
  X (INT, created)                                                                                 \
  X (TEXT, profile)                                                                                \
  X (BYTES, input)                                                                                 \
  X (BYTES, path)                                                                                  \
  X (TEXT, spool)                                                                                  \
  X (INT, path_mtime)                                                                              \
  X (TEXT, name)                                                                                   \
  X (TEXT, alt)                                                                                    \
  X (TEXT, endpoint)                                                                               \
  X (TEXT, bucket)                                                                                 \
  X (TEXT, key)                                                                                    \
  X (TEXT, mime)                                                                                   \
  X (TEXT, extension)                                                                              \
  X (TEXT, sha256)                                                                                 \
  X (TEXT, md5)                                                                                    \
  X (TEXT, cache_control)                                                                          \
  X (INT, size)                                                                                    \
  X (UINT, width)                                                                                  \
  X (UINT, height)                                                                                 \
  X (UINT, expires)                                                                                \
  X (TEXT, checkpoint)                                                                             \
  X (UINT, attempts)                                                                               \
  X (INT, next_attempt)                                                                            \
  X (TEXT, error_code)                                                                             \
  X (TEXT, error_message)                                                                          \
  X (TEXT, error_hint)                                                                             \
  X (TEXT, promised_url)

#define COLUMN(kind, member) PH_RECORD_COLUMN (PhJob, kind, member)

static const PhColumn columns[] = { JOB_COLUMNS (COLUMN) };

G_STATIC_ASSERT (sizeof (PhJobFlags) == sizeof (guint));

#define SELECT_JOBS "SELECT holder, id, state" JOB_COLUMNS (PH_RECORD_NAME) " FROM jobs"
#define OPEN_STATES "('accepted', 'sending', 'waiting')"

static PhJob *
read_job (PhStatement *statement)
{
  PhJob *job = ph_job_new ();

  job->id = ph_statement_get_int (statement, 1);
  /* A word that no program writes, out of a damaged file: the person may retry it. */
  if (!ph_job_state_from_nick (ph_statement_get_text (statement, 2), &job->state))
    job->state = PH_JOB_FAILED;
  ph_record_read (statement, 3, columns, G_N_ELEMENTS (columns), job);
  return job;
}

gboolean
ph_queue_reserve_id (PhDatabase *database, PhJob *job, GError **error)
{
  job->id = ph_database_next (database, "id", error);
  return job->id != 0;
}

gboolean
ph_queue_add (PhDatabase *database, PhJob *job, const char *holder, GError **error)
{
  PhStatement *statement;
  gint64 id = job->id;

  g_return_val_if_fail (job->state == PH_JOB_ACCEPTED, FALSE);
  if (!ph_database_check_room (database, error))
    return FALSE;
  if (id == 0)
    id = ph_database_next (database, "id", error);
  if (id == 0)
    return FALSE;
  statement = ph_database_prepare (
      database,
      "INSERT INTO jobs (holder, id, state" JOB_COLUMNS (
          PH_RECORD_NAME) ") VALUES (?, ?, ?" JOB_COLUMNS (PH_RECORD_MARK) ")",
      error);
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_text (statement, 1, holder);
  ph_statement_bind_int (statement, 2, id);
  ph_statement_bind_text (statement, 3, ph_job_state_to_nick (job->state));
  ph_record_bind (statement, 4, columns, G_N_ELEMENTS (columns), job);
  if (!ph_statement_run (statement, error))
    return FALSE;
  job->id = id;
  return TRUE;
}

static void
set_gone (GError **error, gboolean cancelled)
{
  if (cancelled)
    ph_error_set (error, PH_ERROR_CANCELLED, NULL, _ ("this upload was cancelled"));
  else
    ph_error_set (error, PH_ERROR_CANCELLED, NULL,
                  _ ("another program has taken this upload over"));
}

/* The state that the row of @id has; FALSE where @holder doesn't hold it. */
static gboolean
get_held_state (PhDatabase *database, gint64 id, const char *holder, PhJobState *state,
                GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "SELECT holder IS ?2, state FROM jobs WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  ph_statement_bind_text (statement, 2, holder);
  if (!ph_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row || ph_statement_get_int (statement, 0) == 0)
    {
      set_gone (error, !has_row);
      return FALSE;
    }
  if (!ph_job_state_from_nick (ph_statement_get_text (statement, 1), state))
    *state = PH_JOB_FAILED;
  return TRUE;
}

/* `done` is no state of a row: ph_history_finish_job () removes it. */
static gboolean
check_edge (const PhJob *job, PhJobState from, GError **error)
{
  if (job->state != PH_JOB_DONE
      && (job->state == from || ph_job_state_can_become (from, job->state)))
    return TRUE;
  g_critical ("job %" G_GINT64_FORMAT " can't go from %s to %s", job->id,
              ph_job_state_to_nick (from), ph_job_state_to_nick (job->state));
  ph_error_set (error, PH_ERROR_FAILED, NULL, _ ("the upload's state can't go from %s to %s"),
                ph_job_state_to_nick (from), ph_job_state_to_nick (job->state));
  return FALSE;
}

gboolean
ph_queue_update (PhDatabase *database, const PhJob *job, const char *holder, GError **error)
{
  PhStatement *statement;
  PhJobState from;

  if (!get_held_state (database, job->id, holder, &from, error) || !check_edge (job, from, error))
    return FALSE;
  statement = ph_database_prepare (
      database,
      "UPDATE jobs SET (id, state" JOB_COLUMNS (PH_RECORD_NAME) ") = (?1, ?" JOB_COLUMNS (
          PH_RECORD_MARK) ") WHERE id = ?1",
      error);
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, job->id);
  ph_statement_bind_text (statement, 2, ph_job_state_to_nick (job->state));
  ph_record_bind (statement, 3, columns, G_N_ELEMENTS (columns), job);
  return ph_statement_run (statement, error);
}

gboolean
ph_queue_find_same (PhDatabase *database, const char *endpoint, const char *bucket,
                    const char *sha256, gint64 except_id, gint64 *id, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database,
      "SELECT id FROM jobs WHERE sha256 = ?1 AND endpoint = ?2 AND bucket = ?3"
      " AND state IN " OPEN_STATES " AND (flags & ?4) = 0 AND id <> ?5 AND key IS NOT NULL"
      " ORDER BY id LIMIT 1",
      error);
  gboolean has_row;

  *id = 0;
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_text (statement, 1, sha256);
  ph_statement_bind_text (statement, 2, endpoint);
  ph_statement_bind_text (statement, 3, bucket);
  ph_statement_bind_int (statement, 4, PH_JOB_NO_REUSE);
  ph_statement_bind_int (statement, 5, except_id);
  if (!ph_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *id = ph_statement_get_int (statement, 0);
  return TRUE;
}

gboolean
ph_queue_is_key_taken (PhDatabase *database, const char *endpoint, const char *bucket,
                       const char *key, const char *sha256, gint64 except_id, gboolean *taken,
                       GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database,
      "SELECT 1 FROM jobs WHERE key = ?1 AND endpoint = ?2 AND bucket = ?3 AND sha256 IS NOT ?4"
      " AND id <> ?5 LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_text (statement, 1, key);
  ph_statement_bind_text (statement, 2, endpoint);
  ph_statement_bind_text (statement, 3, bucket);
  ph_statement_bind_text (statement, 4, sha256);
  ph_statement_bind_int (statement, 5, except_id);
  return ph_statement_step (statement, taken, error);
}

gboolean
ph_queue_set_checkpoint (PhDatabase *database, gint64 id, const char *checkpoint, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "UPDATE jobs SET checkpoint = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  ph_statement_bind_text (statement, 2, checkpoint);
  return ph_statement_run (statement, error);
}

PhJob *
ph_queue_get (PhDatabase *database, gint64 id, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, SELECT_JOBS " WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  ph_statement_bind_int (statement, 1, id);
  if (!ph_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return read_job (statement);
}

gboolean
ph_queue_is_held (PhDatabase *database, gint64 id, gboolean *held, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "SELECT holder FROM jobs WHERE id = ?1", error);
  const char *holder = NULL;
  gboolean has_row;

  *held = FALSE;
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  if (!ph_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    holder = ph_statement_get_text (statement, 0);
  *held = holder != NULL && ph_process_lock_is_alive (ph_database_get_dir (database), holder);
  return TRUE;
}

/* Asks the operating system once for each holder.  @alive: holder -> gboolean */
static gboolean
is_alive (PhDatabase *database, GHashTable *alive, const char *holder)
{
  gpointer known;

  if (!g_hash_table_lookup_extended (alive, holder, NULL, &known))
    {
      known = GINT_TO_POINTER (ph_process_lock_is_alive (ph_database_get_dir (database), holder));
      g_hash_table_insert (alive, g_strdup (holder), known);
    }
  return GPOINTER_TO_INT (known);
}

static GHashTable *
new_alive (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* The row of a program that died says what it was doing, not what is being done. */
static void
tell_truth (PhDatabase *database, GHashTable *alive, PhJob *job, const char *holder)
{
  job->is_held
      = job->state != PH_JOB_FAILED && holder != NULL && is_alive (database, alive, holder);
  if (job->state == PH_JOB_SENDING && !job->is_held)
    job->state = PH_JOB_ACCEPTED;
}

GPtrArray *
ph_queue_list (PhDatabase *database, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, SELECT_JOBS " ORDER BY id", error);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_job_unref);
  g_autoptr (GHashTable) alive = new_alive ();
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      PhJob *job;

      if (!ph_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      job = read_job (statement);
      tell_truth (database, alive, job, ph_statement_get_text (statement, 0));
      g_ptr_array_add (jobs, job);
    }
  return g_steal_pointer (&jobs);
}

/* --- taking --- */

/* Who asks for which jobs. */
typedef struct
{
  PhQueueFilter filter;
  const gint64 *ids;
  gsize n_ids;
  GHashTable *alive; /* char* holder -> gboolean: each is asked once */
} Taking;

static gboolean
is_named (const Taking *taking, gint64 id)
{
  for (gsize i = 0; i < taking->n_ids; i++)
    if (taking->ids[i] == id)
      return TRUE;
  return taking->ids == NULL;
}

/* A failed job is at rest: whoever failed to send it holds it no more. */
static gboolean
can_take (PhDatabase *database, const Taking *taking, const PhJob *job, const char *holder)
{
  if (!is_named (taking, job->id))
    return FALSE;
  if ((taking->filter & PH_QUEUE_BACKGROUND_ONLY) && !(job->flags & PH_JOB_BACKGROUND))
    return FALSE;
  if (job->state == PH_JOB_FAILED)
    return (taking->filter & PH_QUEUE_FAILED) != 0;
  return (taking->filter & PH_QUEUE_OPEN)
         && (holder == NULL || !is_alive (database, taking->alive, holder));
}

static GPtrArray *
list_takable (PhDatabase *database, const Taking *taking, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, SELECT_JOBS " ORDER BY id", error);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_job_unref);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      g_autoptr (PhJob) job = NULL;

      if (!ph_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      job = read_job (statement);
      if (can_take (database, taking, job, ph_statement_get_text (statement, 0)))
        g_ptr_array_add (jobs, g_steal_pointer (&job));
    }
  return g_steal_pointer (&jobs);
}

static gboolean
set_holder (PhDatabase *database, gint64 id, const char *holder, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "UPDATE jobs SET holder = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  ph_statement_bind_text (statement, 2, holder);
  return ph_statement_run (statement, error);
}

static gboolean
take_job (PhDatabase *database, PhJob *job, const char *holder, GError **error)
{
  if (!set_holder (database, job->id, holder, error))
    return FALSE;
  if (job->state == PH_JOB_FAILED)
    {
      job->state = PH_JOB_ACCEPTED;
      ph_job_set_error (job, NULL);
    }
  job->attempts = 0;
  job->next_attempt = 0;
  return ph_queue_update (database, job, holder, error);
}

GPtrArray *
ph_queue_take (PhDatabase *database, const char *holder, PhQueueFilter filter, const gint64 *ids,
               gsize n_ids, GError **error)
{
  g_autoptr (GHashTable) alive = new_alive ();
  const Taking taking = { filter, ids, n_ids, alive };
  g_autoptr (GPtrArray) jobs = list_takable (database, &taking, error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    if (!take_job (database, g_ptr_array_index (jobs, i), holder, error))
      return NULL;
  return g_steal_pointer (&jobs);
}

gboolean
ph_queue_release (PhDatabase *database, gint64 id, const char *holder, GError **error)
{
  PhStatement *statement = ph_database_prepare (
      database, "UPDATE jobs SET holder = NULL WHERE id = ?1 AND holder = ?2", error);

  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  ph_statement_bind_text (statement, 2, holder);
  return ph_statement_run (statement, error);
}

gboolean
ph_queue_remove (PhDatabase *database, gint64 id, gboolean *found, char **spool, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "DELETE FROM jobs WHERE id = ?1 RETURNING spool", error);

  *found = FALSE;
  *spool = NULL;
  if (statement == NULL)
    return FALSE;
  ph_statement_bind_int (statement, 1, id);
  if (!ph_statement_step (statement, found, error))
    return FALSE;
  if (*found)
    *spool = g_strdup (ph_statement_get_text (statement, 0));
  return TRUE;
}

GHashTable *
ph_queue_list_spool (PhDatabase *database, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (database, "SELECT spool FROM jobs WHERE spool IS NOT NULL", error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!ph_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        g_hash_table_add (names, g_strdup (ph_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&names);
}
