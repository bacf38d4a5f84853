/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-database.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-database.h"
#include "test-folder.h"

/* What can be wrong with pichoist.db, and that it is never a reason not to start. */

static guint
count_files (const char *dir, const char *prefix)
{
  g_autoptr (GDir) open_dir = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (open_dir)) != NULL)
    n += g_str_has_prefix (name, prefix) ? 1 : 0;
  return n;
}

static void
write_file (const char *dir, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
exec_sql (const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
make_good (const char *dir)
{
  g_autoptr (PhDatabase) database = test_database_open (dir, 0);

  for (guint i = 0; i < 10; i++)
    test_database_next (database);
}

static void
break_empty (const char *dir)
{
  write_file (dir, "pichoist.db", "", 0);
}

static void
break_text (const char *dir)
{
  write_file (dir, "pichoist.db", "{\"not\": \"a database\"}", 21);
}

static void
break_zeros (const char *dir)
{
  static const char zeros[8192];

  write_file (dir, "pichoist.db", zeros, sizeof zeros);
}

static void
break_half (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  GStatBuf info;

  exec_sql (dir, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2), ==, 0);
}

/* Garbage over each page but the first. */
static void
break_pages (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  exec_sql (dir, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  memset (contents + 4096, 0xa5, length - 4096);
  write_file (dir, "pichoist.db", contents, length);
}

static void
break_foreign (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);

  g_remove (path);
  exec_sql (dir, "CREATE TABLE bookmarks (url TEXT)");
}

static void
break_table (const char *dir)
{
  exec_sql (dir, "DROP TABLE jobs");
}

static void
break_newer (const char *dir)
{
  exec_sql (dir, "PRAGMA user_version = 999");
}

/* A version that doesn't fit the tables: the way from it to ours fails. */
static void
break_version (const char *dir)
{
  exec_sql (dir, "PRAGMA user_version = 0");
}

static const struct
{
  const char *name;
  void (*damage) (const char *dir);
  const char *aside;
} wrongs[] = {
  { "empty", break_empty, "pichoist.db.broken-" },
  { "text", break_text, "pichoist.db.broken-" },
  { "zeros", break_zeros, "pichoist.db.broken-" },
  { "half", break_half, "pichoist.db.broken-" },
  { "pages", break_pages, "pichoist.db.broken-" },
  { "foreign", break_foreign, "pichoist.db.broken-" },
  { "table", break_table, "pichoist.db.broken-" },
  { "version", break_version, "pichoist.db.broken-" },
  { "newer", break_newer, "pichoist.db.newer-999-" },
};

static void
test_wrong (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = NULL;

  make_good (dir);
  wrongs[i].damage (dir);
  database = test_database_open (dir, 1);
  g_assert_cmpuint (count_files (dir, wrongs[i].aside), >, 0);
  test_database_next (database);
  g_clear_object (&database);
  database = test_database_open (dir, 0);
  test_database_next (database);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* The oldest version of all: ours by its mark, and without a table. */
static void
test_upgrade (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = NULL;

  exec_sql (dir, "PRAGMA journal_mode = WAL; PRAGMA application_id = 1349084008");
  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 1);
  g_clear_object (&database);
  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 3);
  g_clear_object (&database);
  g_assert_cmpuint (count_files (dir, "pichoist.db.broken-"), ==, 0);
  test_folder_remove (dir);
}

/* Damage that opening doesn't look at is met while running; the work is done all the same. */
static void
test_damage_while_open (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) database = NULL;

  make_good (dir);
  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 21);
  exec_sql (dir, "PRAGMA wal_checkpoint (TRUNCATE)");
  break_pages (dir);
  test_database_next (database);
  g_assert_cmpuint (g_strv_length ((char **) ph_database_get_warnings (database)), ==, 1);
  g_clear_object (&database);
  database = test_database_open (dir, 0);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* A log that lost its end, or has a wrong byte: what was committed before that stays. */
static void
test_torn_log (gconstpointer flip)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *path = g_build_filename (dir, "pichoist.db-wal", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (PhDatabase) database = NULL;
  gsize length;
  gint64 number;

  make_good (dir);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  if (flip)
    contents[length - 100] ^= 0x40;
  write_file (dir, "pichoist.db-wal", contents, flip ? length : length - 1000);
  database = test_database_open (dir, 0);
  number = test_database_next (database);
  g_assert_cmpint (number, ==, 19);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* The log of a database that is gone must not be played into a new one. */
static void
test_lone_log (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  g_autoptr (PhDatabase) database = NULL;

  make_good (dir);
  g_assert_cmpint (g_remove (path), ==, 0);
  database = test_database_open (dir, 1);
  g_assert_cmpint (test_database_next (database), ==, 1);
  g_clear_object (&database);
  test_folder_remove (dir);
}

/* Another program has set the file aside, or the person has removed it. */
static void
test_moved (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhDatabase) first = test_database_open (dir, 0);
  g_autoptr (PhDatabase) second = NULL;

  test_database_next (first);
  break_text (dir);
  second = test_database_open (dir, 1);
  g_assert_cmpint (test_database_next (second), ==, 1);
  g_assert_cmpint (test_database_next (first), ==, 3);
  g_assert_cmpint (test_database_next (second), ==, 5);
  g_clear_object (&first);
  g_assert_cmpint (test_database_next (second), ==, 7);
  g_clear_object (&second);
  g_assert_cmpuint (count_files (dir, "pichoist.db.broken-"), >, 0);
  test_folder_remove (dir);
}

static void
test_link (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *elsewhere = test_folder_make ();
  g_autofree char *from = g_build_filename (dir, "pichoist.db", NULL);
  g_autofree char *to = g_build_filename (elsewhere, "real.db", NULL);
  g_autoptr (PhDatabase) database = NULL;

  make_good (elsewhere);
  {
    g_autofree char *made = g_build_filename (elsewhere, "pichoist.db", NULL);

    exec_sql (elsewhere, "PRAGMA wal_checkpoint (TRUNCATE)");
    g_assert_cmpint (g_rename (made, to), ==, 0);
  }
  g_assert_cmpint (symlink (to, from), ==, 0);
  database = test_database_open (dir, 0);
  g_assert_cmpint (test_database_next (database), ==, 21);
  g_clear_object (&database);
  write_file (elsewhere, "real.db", "rubbish", 7);
  database = test_database_open (dir, 1);
  g_assert_cmpuint (count_files (elsewhere, "real.db.broken-"), >, 0);
  g_clear_object (&database);
  test_folder_remove (dir);
  test_folder_remove (elsewhere);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/database-file/wrong/%s", wrongs[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_wrong);
    }
  g_test_add_func ("/database-file/upgrade", test_upgrade);
  g_test_add_func ("/database-file/damage-while-open", test_damage_while_open);
  g_test_add_data_func ("/database-file/torn-log/cut", GINT_TO_POINTER (FALSE), test_torn_log);
  g_test_add_data_func ("/database-file/torn-log/flipped", GINT_TO_POINTER (TRUE), test_torn_log);
  g_test_add_func ("/database-file/lone-log", test_lone_log);
  g_test_add_func ("/database-file/moved", test_moved);
  g_test_add_func ("/database-file/link", test_link);
  return g_test_run ();
}
