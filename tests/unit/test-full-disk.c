/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-history.h"
#include "ph-process-lock.h"
#include "ph-spool.h"
#include "test-folder.h"

/* A small file system of our own, full or read-only, in a mount namespace of this test's: needs
 * root, or a kernel that lets anyone make user namespaces. */

static const char *why_not; /* NULL: namespaces can be had */

typedef struct
{
  char *dir;
  char *filler;
} Fixture;

static void
enter_namespace (void)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    why_not = g_strerror (errno);
  else if (mount ("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0)
    why_not = g_strerror (errno);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = test_folder_make ();
  fixture->filler = g_build_filename (fixture->dir, "filler", NULL);
  if (why_not == NULL
      && mount ("tmpfs", fixture->dir, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=700") != 0)
    why_not = g_strerror (errno);
  if (why_not != NULL)
    g_test_skip_printf ("no small disk can be mounted: %s", why_not);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (why_not == NULL)
    g_assert_cmpint (umount2 (fixture->dir, MNT_DETACH), ==, 0);
  test_folder_remove (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->filler);
}

/* Leaves no free byte. */
static void
fill_disk (Fixture *fixture)
{
  static const char zeros[4096];
  int fd = open (fixture->filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  while (write (fd, zeros, sizeof zeros) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

static void
free_disk (Fixture *fixture)
{
  g_assert_cmpint (g_remove (fixture->filler), ==, 0);
}

static gboolean
do_add (PhDatabase *database, gpointer data, GError **error)
{
  g_autoptr (PhHistoryRow) row = g_new0 (PhHistoryRow, 1);

  row->name = g_strdup ("a.png");
  row->key = g_strdup ("a.png");
  return ph_history_add (database, row, error);
}

static gboolean
do_count (PhDatabase *database, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows = ph_history_search (database, "png", 0, 0, error);

  if (rows != NULL)
    *(guint *) data = rows->len;
  return rows != NULL;
}

static void
assert_full (const GError *error)
{
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_nonnull (strstr (error->message, g_strerror (ENOSPC)));
  g_assert_nonnull (ph_error_get_hint (error));
}

/* What was committed stays, what wasn't has failed, and it goes on when there is room again. */
static void
test_while_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhDatabase) database = NULL;
  guint n_added = 0, n_found = 0;

  if (why_not != NULL)
    return;
  database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_true (ph_database_run (database, do_add, NULL, &error));
  fill_disk (fixture);
  for (n_added = 1; ph_database_run (database, do_add, NULL, &error); n_added++)
    g_assert_cmpuint (n_added, <, 10000);
  assert_full (error);
  g_clear_error (&error);

  free_disk (fixture);
  g_assert_true (ph_database_run (database, do_add, NULL, &error));
  g_assert_true (ph_database_run (database, do_count, &n_found, &error));
  g_assert_cmpuint (n_found, ==, n_added + 1);
  g_clear_object (&database);
  database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_null (ph_database_get_warnings (database)[0]);
  g_assert_true (ph_database_run (database, do_count, &n_found, &error));
  g_assert_cmpuint (n_found, ==, n_added + 1);
  g_clear_object (&database);
}

static void
test_at_start (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "pichoist.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhDatabase) database = NULL;

  if (why_not != NULL)
    return;
  fill_disk (fixture);
  g_assert_null (ph_database_open (fixture->dir, &error));
  assert_full (error);
  g_clear_error (&error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  free_disk (fixture);
  database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_null (ph_database_get_warnings (database)[0]);
  g_clear_object (&database);

  /* One that exists is no reason to set it aside. */
  fill_disk (fixture);
  database = ph_database_open (fixture->dir, &error);
  if (database == NULL)
    assert_full (error);
  g_clear_error (&error);
  g_clear_object (&database);
  free_disk (fixture);
  database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_assert_null (ph_database_get_warnings (database)[0]);
  g_clear_object (&database);
}

/* A damaged database on a full disk stays where it is until there is room for a new one. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "pichoist.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhDatabase) database = NULL;

  if (why_not != NULL)
    return;
  g_assert_true (g_file_set_contents (path, "rubbish", -1, NULL));
  fill_disk (fixture);
  g_assert_null (ph_database_open (fixture->dir, &error));
  assert_full (error);
  g_clear_error (&error);
  free_disk (fixture);
  database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  g_clear_object (&database);
}

static void
test_spool (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = ph_spool_dup_path (fixture->dir, "");
  g_autofree char *zeros = g_malloc0 (400000);
  g_autoptr (GError) error = NULL;
  int fd;

  if (why_not != NULL)
    return;
  fd = memfd_create ("picture", MFD_CLOEXEC);
  g_assert_cmpint (write (fd, zeros, 400000), ==, 400000);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  fill_disk (fixture);
  g_assert_null (ph_spool_copy (fixture->dir, fd, NULL, &error));
  assert_full (error);
  close (fd);
  /* Nothing is left in the folder. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhDatabase) database = NULL;
  int round;

  if (why_not != NULL)
    return;
  /* First without a database, then with one. */
  for (round = 0; round < 2; round++)
    {
      g_assert_cmpint (mount ("none", fixture->dir, "none", MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
      g_assert_null (ph_database_open (fixture->dir, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
      g_assert_nonnull (ph_error_get_hint (error));
      g_clear_error (&error);
      g_assert_null (ph_process_lock_new (fixture->dir, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
      g_clear_error (&error);
      g_assert_cmpint (mount ("none", fixture->dir, "none", MS_REMOUNT, NULL), ==, 0);
      database = ph_database_open (fixture->dir, &error);
      g_assert_no_error (error);
      g_clear_object (&database);
    }
}

int
main (int argc, char **argv)
{
  enter_namespace ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/full-disk/while-running", Fixture, NULL, set_up, test_while_running, tear_down);
  g_test_add ("/full-disk/at-start", Fixture, NULL, set_up, test_at_start, tear_down);
  g_test_add ("/full-disk/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/full-disk/spool", Fixture, NULL, set_up, test_spool, tear_down);
  g_test_add ("/full-disk/read-only", Fixture, NULL, set_up, test_read_only, tear_down);
  return g_test_run ();
}
