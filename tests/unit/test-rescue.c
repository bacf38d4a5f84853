/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-database.h"

#include <sqlite3.h>
#include <string.h>

#include "ph-history.h"
#include "ph-queue.h"
#include "test-database.h"
#include "test-folder.h"

/* What a damaged database still holds is carried over into the new one. */

#define N_ROWS 2000
#define N_JOBS 30
#define PAGE_BYTES 4096

static gboolean
add_rows (PhDatabase *database, gpointer data, GError **error)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autoptr (PhHistoryRow) row = g_new0 (PhHistoryRow, 1);

      row->name = g_strdup_printf ("picture %u.png", i);
      row->alt = g_strdup ("屏幕截图");
      row->key = g_strdup_printf ("2026/11/%u.png", i);
      if (!ph_history_add (database, row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_jobs (PhDatabase *database, gpointer data, GError **error)
{
  for (guint i = 0; i < N_JOBS; i++)
    {
      g_autoptr (PhJob) job = ph_job_new ();

      job->input = g_strdup ("\xff.png");
      job->name = g_strdup ("a.png");
      if (!ph_queue_add (database, job, NULL, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  guint n_jobs, n_rows, n_found;
  gint64 next_id;
} Counts;

static gboolean
count (PhDatabase *database, gpointer data, GError **error)
{
  Counts *counts = data;
  g_autoptr (GPtrArray) jobs = ph_queue_list (database, error);
  g_autoptr (GPtrArray) rows
      = jobs != NULL ? ph_history_search (database, NULL, 0, 0, error) : NULL;
  g_autoptr (GPtrArray) found
      = rows != NULL ? ph_history_search (database, "截图", 0, 0, error) : NULL;

  if (found == NULL)
    return FALSE;
  counts->n_jobs = jobs->len;
  counts->n_rows = rows->len;
  counts->n_found = found->len;
  counts->next_id = ph_database_next (database, "id", error);
  for (guint i = 0; i < jobs->len; i++)
    g_assert_cmpstr (((PhJob *) g_ptr_array_index (jobs, i))->input, ==, "\xff.png");
  return TRUE;
}

static void
fill (PhDatabase *database)
{
  g_autoptr (GError) error = NULL;

  ph_database_run (database, add_rows, NULL, &error);
  g_assert_no_error (error);
  ph_database_run (database, add_jobs, NULL, &error);
  g_assert_no_error (error);
}

/* The pages of @table's rows, in their order; all is in the database file afterwards. */
static GArray *
list_pages (const char *dir, const char *table)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT pageno FROM dbstat WHERE name = '%s'"
                                          " AND pagetype = 'leaf' ORDER BY path",
                                          table);
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (int));
  sqlite3_stmt *statement;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        int page = sqlite3_column_int (statement, 0);

        g_array_append_val (pages, page);
      }
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return pages;
}

static void
break_page (const char *dir, int page)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  char garbage[PAGE_BYTES];
  FILE *file = fopen (path, "r+");

  memset (garbage, 0xa5, sizeof garbage);
  g_assert_cmpint (fseek (file, (page - 1L) * PAGE_BYTES, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (garbage, 1, sizeof garbage, file), ==, sizeof garbage);
  fclose (file);
}

static void
assert_rescued (PhDatabase *database, guint n_jobs, guint fewest_rows)
{
  g_autoptr (GError) error = NULL;
  Counts counts;

  ph_database_run (database, count, &counts, &error);
  g_assert_no_error (error);
  for (const char *const *w = ph_database_get_warnings (database); *w != NULL; w++)
    g_test_message ("warning: %s", *w);
  g_assert_cmpuint (counts.n_jobs, ==, n_jobs);
  g_assert_cmpuint (counts.n_rows, >=, fewest_rows);
  g_assert_cmpuint (counts.n_found, ==, counts.n_rows);
  /* Numbers are not given again. */
  g_assert_cmpint (counts.next_id, ==, N_ROWS + N_JOBS + 1);
  g_assert_nonnull (ph_database_get_warnings (database)[0]);
}

/* One page in the middle of the history: met while running, as opening doesn't look there. */
static void
test_history_page (gconstpointer open_meanwhile)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);
  g_autoptr (GArray) pages = NULL;

  fill (database);
  if (!open_meanwhile)
    g_clear_object (&database);
  pages = list_pages (dir, "history");
  if (pages->len < 5)
    {
      g_test_skip ("this SQLite has no dbstat table");
      g_clear_object (&database);
      test_folder_remove (dir);
      return;
    }
  break_page (dir, g_array_index (pages, int, pages->len / 2));
  if (!open_meanwhile)
    database = test_database_open (dir, 0);
  assert_rescued (database, N_JOBS, N_ROWS - 100);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* A page that opening looks at. */
static void
test_counters_page (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);
  g_autoptr (GArray) pages = NULL;

  fill (database);
  g_clear_object (&database);
  pages = list_pages (dir, "counters");
  if (pages->len == 0)
    g_test_skip ("this SQLite has no dbstat table");
  else
    {
      break_page (dir, g_array_index (pages, int, 0));
      database = test_database_open (dir, 1);
      assert_rescued (database, N_JOBS, N_ROWS);
      g_clear_object (&database);
    }
  test_folder_remove (dir);
}

/* An index only: nothing is lost. */
static void
test_search_page (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);
  g_autoptr (GArray) pages = NULL;

  fill (database);
  g_clear_object (&database);
  pages = list_pages (dir, "history_search_data");
  if (pages->len == 0)
    g_test_skip ("this SQLite has no dbstat table");
  else
    {
      for (guint i = 0; i < pages->len; i++)
        break_page (dir, g_array_index (pages, int, i));
      database = test_database_open (dir, 0);
      assert_rescued (database, N_JOBS, N_ROWS);
      g_clear_object (&database);
    }
  test_folder_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rescue/history-page/at-start", GINT_TO_POINTER (FALSE),
                        test_history_page);
  g_test_add_data_func ("/rescue/history-page/while-open", GINT_TO_POINTER (TRUE),
                        test_history_page);
  g_test_add_func ("/rescue/counters-page", test_counters_page);
  g_test_add_func ("/rescue/search-page", test_search_page);
  return g_test_run ();
}
