/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database.h"

#include <glib/gi18n-lib.h>

#include "ph-database-error.h"
#include "ph-database-file.h"
#include "ph-database-room.h"
#include "ph-error.h"
#include "ph-statement.h"

/* So many functions share one commit at most: the first of them shouldn't wait for ever. */
#define BATCH_MAX 256

/* All members but dir, items and thread belong to the worker thread once it runs; warnings is
 * replaced as a whole, atomically. */
struct _PhDatabase
{
  GObject parent_instance;

  char *dir;
  GAsyncQueue *items; /* of Item */
  GThread *thread;

  PhDatabaseFile *file;
  PhStatementCache *statements; /* NULL while the file is closed */
  GPtrArray *notes;             /* of char* */
  GPtrArray *old_warnings;      /* of char**: what the atomic pointer held: may still be read */
  char **warnings;
};

G_DEFINE_TYPE (PhDatabase, ph_database, G_TYPE_OBJECT)

/* One function to be run.  It answers either a task or a queue of its own. */
typedef struct
{
  PhDatabaseFunc func; /* NULL: the end of the thread */
  gpointer data;
  GDestroyNotify free_data;
  GTask *task;
  GAsyncQueue *answer;
  GError *error; /* set: failed */
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  if (item->free_data != NULL)
    item->free_data (item->data);
  g_clear_error (&item->error);
  g_free (item);
}

/* --- answering --- */

static gboolean
return_task (gpointer data)
{
  GTask *task = data;
  Item *item = g_task_get_task_data (task);

  if (item->error != NULL)
    g_task_return_error (task, g_steal_pointer (&item->error));
  else
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* The last reference to the task, and so maybe to the database, is dropped in the caller's thread:
 * the worker can't join itself. */
static void
answer_item (Item *item)
{
  g_autoptr (GSource) source = NULL;

  if (item->answer != NULL)
    {
      g_async_queue_push (item->answer, item);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (item->task));
  g_source_set_static_name (source, "[pichoist] ph_database_run_async");
  g_source_set_callback (source, return_task, item->task, g_object_unref);
  g_source_attach (source, g_task_get_context (item->task));
}

/* --- the worker thread --- */

/* Sets a fixed order: notes are only ever added to. */
static void
publish_warnings (PhDatabase *self)
{
  char **warnings = g_new0 (char *, self->notes->len + 1);

  for (guint i = 0; i < self->notes->len; i++)
    warnings[i] = g_strdup (g_ptr_array_index (self->notes, i));
  g_ptr_array_add (self->old_warnings, warnings);
  g_atomic_pointer_set (&self->warnings, warnings);
}

static void
close_file (PhDatabase *self)
{
  g_clear_pointer (&self->statements, ph_statement_cache_free);
  ph_database_file_close (self->file);
}

static gboolean
note_opened (PhDatabase *self, gboolean opened)
{
  if (!opened)
    return FALSE;
  self->statements = ph_statement_cache_new (self->file->handle);
  publish_warnings (self);
  return TRUE;
}

static gboolean
run_sql (PhDatabase *self, const char *sql, GError **error)
{
  PhStatement *statement = ph_database_prepare (self, sql, error);

  return statement != NULL && ph_statement_run (statement, error);
}

/* SQLite ends a transaction by itself on a full disk and the like. */
static gboolean
is_in_transaction (PhDatabase *self)
{
  return !sqlite3_get_autocommit (self->file->handle);
}

/* Fails only where the whole transaction is lost. */
static gboolean
run_item (PhDatabase *self, Item *item, GError **error)
{
  gboolean done;

  if (!run_sql (self, "SAVEPOINT item", error))
    return FALSE;
  done = item->func (self, item->data, &item->error);
  ph_statement_cache_reset (self->statements);
  if (!done && item->error == NULL)
    ph_error_set (&item->error, PH_ERROR_DATABASE, NULL, _ ("the database refuses"));
  if (!is_in_transaction (self) || ph_statement_cache_met_damage (self->statements))
    {
      g_propagate_error (error, item->error != NULL
                                    ? g_error_copy (item->error)
                                    : ph_error_new (PH_ERROR_DATABASE, _ ("try again"),
                                                    _ ("the database gave up")));
      return FALSE;
    }
  if (!done && !run_sql (self, "ROLLBACK TO item", error))
    return FALSE;
  return run_sql (self, "RELEASE item", error);
}

static gboolean
run_transaction (PhDatabase *self, GPtrArray *batch, GError **error)
{
  gboolean done = run_sql (self, "BEGIN IMMEDIATE", error);

  for (guint i = 0; done && i < batch->len; i++)
    done = run_item (self, g_ptr_array_index (batch, i), error);
  if (done)
    done = run_sql (self, "COMMIT", error);
  ph_statement_cache_reset (self->statements);
  if (!done && is_in_transaction (self))
    sqlite3_exec (self->file->handle, "ROLLBACK", NULL, NULL, NULL);
  return done;
}

/* Sees to it that the file at the path is open, and locked against being set aside. */
static gboolean
begin_use (PhDatabase *self, GError **error)
{
  for (;;)
    {
      if (self->statements == NULL
          && !note_opened (self, ph_database_file_open (self->file, self->notes, error)))
        return FALSE;
      if (!ph_database_file_lock (self->file, error))
        return FALSE;
      if (!ph_database_file_is_moved (self->file))
        return TRUE;
      close_file (self);
      ph_database_file_unlock (self->file);
    }
}

static gboolean
run_once (PhDatabase *self, GPtrArray *batch, gboolean *met_damage, GError **error)
{
  gboolean done;

  *met_damage = FALSE;
  if (!begin_use (self, error))
    return FALSE;
  done = run_transaction (self, batch, error);
  *met_damage = ph_statement_cache_met_damage (self->statements);
  if (*met_damage)
    close_file (self);
  ph_database_file_unlock (self->file);
  return done;
}

static void
forget_errors (GPtrArray *batch)
{
  for (guint i = 0; i < batch->len; i++)
    g_clear_error (&((Item *) g_ptr_array_index (batch, i))->error);
}

/* Did what was run last fail for a full disk? */
static gboolean
is_full (PhDatabase *self)
{
  return self->statements != NULL && ph_statement_cache_take_full (self->statements);
}

/* A disk that was full may have room for another try. */
static gboolean
run_with_room (PhDatabase *self, GPtrArray *batch, gboolean *met_damage, GError **error)
{
  if (run_once (self, batch, met_damage, error))
    return TRUE;
  if (!is_full (self))
    return FALSE;
  g_clear_error (error);
  if (!begin_use (self, error))
    return FALSE;
  ph_database_file_make_room (self->file);
  ph_database_file_unlock (self->file);
  forget_errors (batch);
  return run_once (self, batch, met_damage, error);
}

/* Damage that opening didn't see: set the file aside and run everything again on the new one. */
static gboolean
run_batch (PhDatabase *self, GPtrArray *batch, GError **error)
{
  gboolean met_damage, opened;

  if (run_with_room (self, batch, &met_damage, error))
    return TRUE;
  if (!met_damage)
    return FALSE;
  g_clear_error (error);
  forget_errors (batch);
  opened = note_opened (self, ph_database_file_replace (self->file, self->notes, error));
  return opened && run_once (self, batch, &met_damage, error);
}

/* What fits on a nearly full disk one by one must not fail for what was to share its commit. */
static void
run_one_by_one (PhDatabase *self, GPtrArray *batch)
{
  for (guint i = 0; i < batch->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      Item *item = g_ptr_array_index (batch, i);
      GError *error = NULL;

      g_clear_error (&item->error);
      g_ptr_array_add (one, item);
      if (run_batch (self, one, &error) || item->error != NULL)
        g_clear_error (&error);
      else
        item->error = error;
    }
}

static void
run_and_answer (PhDatabase *self, GPtrArray *batch)
{
  g_autoptr (GError) error = NULL;
  gboolean done = run_batch (self, batch, &error);

  if (!done && batch->len > 1 && is_full (self))
    run_one_by_one (self, batch);
  else if (!done)
    for (guint i = 0; i < batch->len; i++)
      {
        Item *item = g_ptr_array_index (batch, i);

        if (item->error == NULL)
          item->error = g_error_copy (error);
      }
  for (guint i = 0; i < batch->len; i++)
    answer_item (g_ptr_array_index (batch, i));
}

/* Takes what waits, at least one.  FALSE: the end was among it. */
static gboolean
collect (PhDatabase *self, GPtrArray *batch)
{
  Item *item = g_async_queue_pop (self->items);

  while (item != NULL && item->func != NULL)
    {
      g_ptr_array_add (batch, item);
      item = batch->len < BATCH_MAX ? g_async_queue_try_pop (self->items) : NULL;
    }
  if (item == NULL)
    return TRUE;
  item_free (item);
  return FALSE;
}

static gpointer
work (gpointer data)
{
  PhDatabase *self = data;
  gboolean running = TRUE;

  while (running)
    {
      g_autoptr (GPtrArray) batch = g_ptr_array_new ();

      running = collect (self, batch);
      if (batch->len > 0)
        run_and_answer (self, batch);
    }
  return NULL;
}

/* --- the object --- */

static void
ph_database_init (PhDatabase *self)
{
  self->items = g_async_queue_new ();
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->old_warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

static void
ph_database_finalize (GObject *object)
{
  PhDatabase *self = PH_DATABASE (object);

  if (self->thread != NULL)
    {
      g_async_queue_push (self->items, g_new0 (Item, 1));
      g_thread_join (self->thread);
    }
  g_clear_pointer (&self->statements, ph_statement_cache_free);
  g_clear_pointer (&self->file, ph_database_file_free);
  g_async_queue_unref (self->items);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->old_warnings);
  g_free (self->dir);
  G_OBJECT_CLASS (ph_database_parent_class)->finalize (object);
}

static void
ph_database_class_init (PhDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ph_database_finalize;
}

PhDatabase *
ph_database_open (const char *dir, GError **error)
{
  g_autoptr (PhDatabase) self = g_object_new (PH_TYPE_DATABASE, NULL);

  self->dir = g_strdup (dir);
  self->file = ph_database_file_new (dir, error);
  if (self->file == NULL
      || !note_opened (self, ph_database_file_open (self->file, self->notes, error)))
    return NULL;
  self->thread = g_thread_new ("database", work, self);
  return g_steal_pointer (&self);
}

const char *
ph_database_get_dir (PhDatabase *self)
{
  return self->dir;
}

const char *const *
ph_database_get_warnings (PhDatabase *self)
{
  return (const char *const *) g_atomic_pointer_get (&self->warnings);
}

void
ph_database_run_async (PhDatabase *self, PhDatabaseFunc func, gpointer data,
                       GDestroyNotify free_data, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Item *item = g_new0 (Item, 1);

  g_task_set_source_tag (task, ph_database_run_async);
  item->func = func;
  item->data = data;
  item->free_data = free_data;
  item->task = task;
  g_task_set_task_data (task, item, item_free);
  g_async_queue_push (self->items, item);
}

gboolean
ph_database_run_finish (PhDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ph_database_run (PhDatabase *self, PhDatabaseFunc func, gpointer data, GError **error)
{
  g_autoptr (GAsyncQueue) answer = g_async_queue_new ();
  Item item = { .func = func, .data = data, .answer = answer };

  g_return_val_if_fail (g_thread_self () != self->thread, FALSE);
  g_async_queue_push (self->items, &item);
  g_async_queue_pop (answer);
  if (item.error == NULL)
    return TRUE;
  g_propagate_error (error, item.error);
  return FALSE;
}

PhStatement *
ph_database_prepare (PhDatabase *self, const char *sql, GError **error)
{
  return ph_statement_cache_prepare (self->statements, sql, error);
}

gboolean
ph_database_check_room (PhDatabase *self, GError **error)
{
  return ph_database_room_check (self->file->path, error);
}

gint64
ph_database_next (PhDatabase *self, const char *counter, GError **error)
{
  PhStatement *statement
      = ph_database_prepare (self,
                             "INSERT INTO counters VALUES (?1, 1)"
                             " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
                             error);
  gboolean has_row;
  gint64 value;

  if (statement == NULL)
    return 0;
  ph_statement_bind_text (statement, 1, counter);
  if (!ph_statement_step (statement, &has_row, error))
    return 0;
  value = ph_statement_get_int (statement, 0);
  return ph_statement_step (statement, &has_row, error) ? value : 0;
}
