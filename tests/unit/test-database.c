/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-database.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ph-error.h"
#include "test-database.h"
#include "test-folder.h"

/* --- functions for the database's thread --- */

static gboolean
add_number_and_fail (PhDatabase *database, gpointer data, GError **error)
{
  ph_database_next (database, "test", NULL);
  ph_error_set (error, PH_ERROR_EXISTS, NULL, "no");
  return FALSE;
}

static gboolean
run_bad_sql (PhDatabase *database, gpointer data, GError **error)
{
  return ph_database_prepare (database, "SELECT * FROM no_such_table", error) != NULL;
}

static gboolean
round_trip (PhDatabase *database, gpointer data, GError **error)
{
  static const char bytes[] = { 'a', '\0', '\xff' };
  PhStatement *statement
      = ph_database_prepare (database, "SELECT ?1, ?2, ?3, ?4, ?5 IS NULL, ?6", error);
  gboolean has_row;
  gsize length;

  ph_statement_bind_int (statement, 1, G_MININT64);
  ph_statement_bind_text (statement, 2, "截图’");
  ph_statement_bind_blob (statement, 3, bytes, sizeof bytes);
  ph_statement_bind_text (statement, 4, NULL);
  ph_statement_bind_blob (statement, 6, "", 0);
  g_assert_true (ph_statement_step (statement, &has_row, error) && has_row);
  g_assert_cmpint (ph_statement_get_int (statement, 0), ==, G_MININT64);
  g_assert_cmpstr (ph_statement_get_text (statement, 1), ==, "截图’");
  g_assert_cmpint (memcmp (ph_statement_get_blob (statement, 2, &length), bytes, 3), ==, 0);
  g_assert_cmpuint (length, ==, sizeof bytes);
  g_assert_null (ph_statement_get_text (statement, 3));
  g_assert_true (ph_statement_is_null (statement, 3));
  g_assert_cmpint (ph_statement_get_int (statement, 4), ==, 1);
  g_assert_false (ph_statement_is_null (statement, 5));
  g_assert_true (ph_statement_step (statement, &has_row, error) && !has_row);
  /* The same text is the same statement. */
  return ph_database_prepare (database, "SELECT ?1, ?2, ?3, ?4, ?5 IS NULL, ?6", error)
         == statement;
}

/* --- running --- */

static void
test_run (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (ph_database_get_dir (database), ==, dir);
  g_assert_true (ph_database_run (database, round_trip, NULL, &error));
  g_assert_cmpint (test_database_next (database), ==, 1);
  g_assert_cmpint (test_database_next (database), ==, 3);
  g_assert_false (ph_database_run (database, add_number_and_fail, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (ph_database_run (database, run_bad_sql, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DATABASE);
  /* What failed has left nothing behind. */
  g_assert_cmpint (test_database_next (database), ==, 5);
  g_clear_object (&database);

  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 7);
  g_clear_object (&database);
  test_folder_remove (dir);
}

typedef struct
{
  GMainLoop *loop;
  guint waiting;
  guint freed;
  guint failed;
  GThread *thread;
} Async;

typedef struct
{
  Async *async;
  gint64 numbers[2];
} AsyncItem;

static gboolean
add_for_item (PhDatabase *database, gpointer data, GError **error)
{
  AsyncItem *item = data;

  g_assert_true (g_thread_self () != item->async->thread);
  return test_database_add_numbers (database, item->numbers, error);
}

static gboolean
fail_for_item (PhDatabase *database, gpointer data, GError **error)
{
  return add_number_and_fail (database, NULL, error);
}

static void
free_item (gpointer data)
{
  AsyncItem *item = data;

  g_assert_true (g_thread_self () == item->async->thread);
  item->async->freed++;
  g_free (item);
}

static void
on_item (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Async *async = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == async->thread);
  if (!ph_database_run_finish (PH_DATABASE (source), result, &error))
    {
      g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
      async->failed++;
    }
  if (--async->waiting == 0)
    g_main_loop_quit (async->loop);
}

/* In a context of its own, as well as in the default one. */
static void
test_async (gconstpointer own_context)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (GMainContext) context = own_context ? g_main_context_new () : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);
  Async async = { loop, 300, 0, 0, g_thread_self () };

  if (context != NULL)
    g_main_context_push_thread_default (context);
  for (guint i = 0; i < 300; i++)
    {
      AsyncItem *item = g_new0 (AsyncItem, 1);

      item->async = &async;
      ph_database_run_async (database, i % 3 == 0 ? fail_for_item : add_for_item, item, free_item,
                             on_item, &async);
    }
  g_main_loop_run (loop);
  while (g_main_context_iteration (context, FALSE))
    continue;
  if (context != NULL)
    g_main_context_pop_thread_default (context);
  g_assert_cmpuint (async.failed, ==, 100);
  g_assert_cmpuint (async.freed, ==, 300);
  /* The failed ones among them, in the same commits, left nothing behind. */
  g_assert_cmpint (test_database_next (database), ==, 401);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* The last reference is the one that a task holds. */
static void
test_unref_while_running (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  PhDatabase *database = test_database_open (dir, 0);
  Async async = { loop, 1, 0, 0, g_thread_self () };
  AsyncItem *item = g_new0 (AsyncItem, 1);

  item->async = &async;
  ph_database_run_async (database, add_for_item, item, free_item, on_item, &async);
  g_object_add_weak_pointer (G_OBJECT (database), (gpointer *) &database);
  g_object_unref (database);
  g_main_loop_run (loop);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (database);
  g_assert_cmpuint (async.freed, ==, 1);
  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 3);
  g_object_unref (database);
  test_folder_remove (dir);
}

/* Two connections of one program stand for two programs. */
static void
test_two (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) first = test_database_open (dir, 0);
  g_autoptr (PhDatabase) second = test_database_open (dir, 0);

  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (test_database_next (i % 2 ? first : second), ==, 1 + 2 * i);
  g_clear_object (&first);
  g_assert_cmpint (test_database_next (second), ==, 41);
  g_clear_object (&second);
  test_folder_remove (dir);
}

/* --- files --- */

static void
assert_mode (const char *dir, const char *name, mode_t mode)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf info;

  g_test_message ("%s", path);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, mode);
}

static void
test_modes (void)
{
  const char *const names[]
      = { "pichoist.db", "pichoist.db-wal", "pichoist.db-shm", "pichoist.db.lock" };
  g_autofree char *parent = test_folder_make ();
  g_autofree char *dir = g_build_filename (parent, "a", "pichoist", NULL);
  mode_t mask = umask (0);
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);

  test_database_next (database);
  assert_mode (dir, ".", 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_mode (dir, names[i], 0600);
  g_clear_object (&database);

  /* What is open to others is tightened. */
  g_chmod (dir, 0755);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_chmod (path, 0644);
    }
  database = test_database_open (dir, 0);
  test_database_next (database);
  assert_mode (dir, ".", 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_mode (dir, names[i], 0600);
  umask (mask);
  g_clear_object (&database);
  test_folder_remove (parent);
}

/* Has the file made its state? */
static void
test_pragmas (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  /* Source: SQLite, "Database File Format", 1.3: offsets 18 and 19 are 2 for WAL; 68 is the
   * application id. */
  g_assert_cmpint (contents[18], ==, 2);
  g_assert_cmpint (contents[19], ==, 2);
  g_assert_cmpmem (contents + 68, 4, "Pich", 4);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* --- what can be wrong with the disk --- */

static void
test_no_folder (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_autofree char *below = g_build_filename (file, "data", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (ph_database_open (below, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);
  g_assert_null (ph_database_open (file, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  test_folder_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/database/run", test_run);
  g_test_add_data_func ("/database/async/default-context", GINT_TO_POINTER (FALSE), test_async);
  g_test_add_data_func ("/database/async/own-context", GINT_TO_POINTER (TRUE), test_async);
  g_test_add_func ("/database/unref-while-running", test_unref_while_running);
  g_test_add_func ("/database/two", test_two);
  g_test_add_func ("/database/modes", test_modes);
  g_test_add_func ("/database/pragmas", test_pragmas);
  g_test_add_func ("/database/no-folder", test_no_folder);
  return g_test_run ();
}
