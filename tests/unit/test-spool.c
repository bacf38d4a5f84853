/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-spool.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utime.h>

#include "ph-error.h"
#include "test-folder.h"

/* What was synced, where it is looked at: inodes, as a file may get its name later. */
static GArray *synced;

/* In place of the C library's. */
int
fsync (int fd)
{
  struct stat info;

  if (synced != NULL && fstat (fd, &info) == 0)
    g_array_append_val (synced, info.st_ino);
  return (int) syscall (SYS_fsync, fd);
}

typedef struct
{
  char *dir;    /* the data folder */
  char *source; /* a file to copy */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = test_folder_make ();
  fixture->source = g_build_filename (fixture->dir, "source.png", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->source);
}

static char *
make_bytes (gsize size)
{
  char *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (i * 7 + i / 251);
  return bytes;
}

static int
open_source (Fixture *fixture, gsize size)
{
  g_autofree char *bytes = make_bytes (size);

  g_assert_true (g_file_set_contents (fixture->source, bytes, (gssize) size, NULL));
  return open (fixture->source, O_RDWR | O_CLOEXEC);
}

static guint
count_spooled (Fixture *fixture)
{
  g_autofree char *folder = ph_spool_dup_path (fixture->dir, "");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* An empty picture. */
static char *
spool_nothing (Fixture *fixture)
{
  char *name = NULL;
  int fd = ph_spool_create (fixture->dir, &name, NULL);

  g_assert_true (ph_spool_sync (fixture->dir, fd, name, NULL));
  close (fd);
  return name;
}

static void
assert_spooled (Fixture *fixture, const char *name, gsize size)
{
  g_autofree char *path = ph_spool_dup_path (fixture->dir, name);
  g_autofree char *bytes = make_bytes (size);
  g_autofree char *contents = NULL;
  gsize length;
  GStatBuf info;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, bytes, size);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  const gsize sizes[] = { 0, 1, 4096, 256 * 1024, 9 * 1024 * 1024 + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int fd = open_source (fixture, sizes[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;

      /* Where the descriptor stands doesn't matter, and isn't changed. */
      lseek (fd, 1, SEEK_SET);
      name = ph_spool_copy (fixture->dir, fd, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 1);
      assert_spooled (fixture, name, sizes[i]);
      close (fd);
      ph_spool_remove (fixture->dir, name);
      g_assert_cmpuint (count_spooled (fixture), ==, 0);
    }
}

/* A copy outlives its original, and is another file. */
static void
test_original_gone (Fixture *fixture, gconstpointer data)
{
  int fd = open_source (fixture, 100000);
  g_autofree char *name = ph_spool_copy (fixture->dir, fd, NULL, NULL);

  g_assert_cmpint (pwrite (fd, "xxxx", 4, 0), ==, 4);
  close (fd);
  g_remove (fixture->source);
  assert_spooled (fixture, name, 100000);
}

/* From another file system, where blocks can't be shared. */
static void
test_other_file_system (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = make_bytes (300000);
  int fd = memfd_create ("picture", MFD_CLOEXEC);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (write (fd, bytes, 300000), ==, 300000);
  name = ph_spool_copy (fixture->dir, fd, NULL, &error);
  g_assert_no_error (error);
  assert_spooled (fixture, name, 300000);
  close (fd);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  int fd = open_source (fixture, 10);
  mode_t mask = umask (0);
  g_autofree char *folder = ph_spool_dup_path (fixture->dir, "");
  GStatBuf info;

  /* The folder is made, made again, and closed where it was opened to others. */
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = ph_spool_copy (fixture->dir, fd, NULL, NULL);

      assert_spooled (fixture, name, 10);
      g_assert_cmpint (g_stat (folder, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0700);
      if (i == 0)
        test_folder_remove (folder);
      else
        g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
    }
  umask (mask);
  close (fd);
}

static void
assert_stream_fails (Fixture *fixture, int fd, gint64 max, GCancellable *cancellable, GQuark domain,
                     int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ph_spool_copy_stream (fixture->dir, fd, max, cancellable, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
}

static gpointer
fill_pipe (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  g_autofree char *bytes = make_bytes (1000000);
  gssize done = 0;

  while (done < 1000000)
    {
      gssize written = write (fd, bytes + done, (gsize) MIN (70001, 1000000 - done));

      if (written < 0)
        break;
      done += written;
    }
  close (fd);
  return NULL;
}

static int
start_stream (GThread **writer)
{
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  *writer = g_thread_new ("writer", fill_pipe, GINT_TO_POINTER (ends[1]));
  return ends[0];
}

static void
test_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  GThread *writer;
  int fd = start_stream (&writer);

  name = ph_spool_copy_stream (fixture->dir, fd, 1000000, NULL, &error);
  g_assert_no_error (error);
  assert_spooled (fixture, name, 1000000);
  g_thread_join (writer);
  close (fd);
  ph_spool_remove (fixture->dir, name);

  fd = start_stream (&writer);
  assert_stream_fails (fixture, fd, 999999, NULL, PH_ERROR, PH_ERROR_TOO_LARGE);
  close (fd);
  g_thread_join (writer);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A pipe into which nobody writes. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  int ends[2];
  int fd;

  g_assert_cmpint (pipe (ends), ==, 0);
  assert_stream_fails (fixture, ends[0], 100, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  close (ends[0]);
  close (ends[1]);

  /* A file system that shares blocks may be done before it looks. */
  fd = open_source (fixture, 9 * 1024 * 1024);
  g_free (ph_spool_copy (fixture->dir, fd, cancellable, &error));
  if (error != NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_spooled (fixture), ==, error != NULL ? 0 : 1);
  close (fd);
}

/* The disk is full, or as good as that: a limit on file sizes. */
static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  const struct rlimit small = { 100000, RLIM_INFINITY };
  struct rlimit usual;
  int fd = open_source (fixture, 1000000);
  g_autoptr (GError) error = NULL;
  GThread *writer;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (ph_spool_copy (fixture->dir, fd, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
  close (fd);
  fd = start_stream (&writer);
  assert_stream_fails (fixture, fd, G_MAXINT64, NULL, PH_ERROR, PH_ERROR_DISK);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  close (fd);
  g_thread_join (writer);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd = open (fixture->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  assert_stream_fails (fixture, fd, 100, NULL, PH_ERROR, PH_ERROR_INPUT);
  close (fd);
  fd = open_source (fixture, 10);
  close (fd);
  fd = open (fixture->source, O_WRONLY | O_CLOEXEC);
  g_assert_null (ph_spool_copy (fixture->dir, fd, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
  close (fd);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *name = NULL;

  close (open_source (fixture, 10));
  g_assert_cmpint (ph_spool_create (fixture->source, &name, &error), ==, -1);
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_null (name);
}

/* As of a program that is killed meanwhile. */
static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  int fd = ph_spool_create (fixture->dir, &name, NULL);

  g_assert_cmpint (write (fd, "half", 4), ==, 4);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
  close (fd);
  g_assert_cmpuint (count_spooled (fixture), ==, 0);
}

static void
set_age (const char *path, gint64 seconds)
{
  const struct utimbuf times = { 0, g_get_real_time () / G_USEC_PER_SEC - seconds };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static void
make_old (Fixture *fixture, const char *name)
{
  g_autofree char *path = ph_spool_dup_path (fixture->dir, name);

  set_age (path, 3700);
}

static gboolean
is_spooled (Fixture *fixture, const char *name)
{
  g_autofree char *path = ph_spool_dup_path (fixture->dir, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *foreign = ph_spool_dup_path (fixture->dir, "notes.txt");
  char *names[3]; /* in use and old; old; new */

  ph_spool_sweep (fixture->dir, in_use);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      names[i] = spool_nothing (fixture);
    }
  g_assert_true (g_file_set_contents (foreign, "x", 1, NULL));
  make_old (fixture, names[0]);
  make_old (fixture, names[1]);
  make_old (fixture, "notes.txt");
  g_hash_table_add (in_use, names[0]);

  ph_spool_sweep (fixture->dir, in_use);
  g_assert_true (is_spooled (fixture, names[0]));
  g_assert_false (is_spooled (fixture, names[1]));
  g_assert_true (is_spooled (fixture, names[2]));
  g_assert_true (is_spooled (fixture, "notes.txt"));

  /* What isn't a name of ours is never removed. */
  ph_spool_remove (fixture->dir, "notes.txt");
  ph_spool_remove (fixture->dir, "../source.png");
  g_assert_true (is_spooled (fixture, "notes.txt"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (names[i]);
}

#define HOUR 3600
#define DAY (24 * HOUR)

static const struct
{
  const char *aside;
  gint64 age; /* seconds since that one was last written to */
  gint64 picture_age;
  gboolean is_kept;
} asides[] = {
  { "pichoist.db.broken-20261126-120000", 10 * DAY, 11 * DAY, TRUE },
  { "pichoist.db.broken-20261126-120000", 10 * DAY, 10 * DAY, TRUE },
  { "pichoist.db.broken-20261126-120000", 10 * DAY, 9 * DAY + HOUR, TRUE },
  { "pichoist.db.broken-20261126-120000", 10 * DAY, 9 * DAY - HOUR, FALSE },
  { "pichoist.db.broken-20261126-120000", 10 * DAY, HOUR / 2, TRUE },
  { "pichoist.db.newer-7-20261126-120000-wal", 10 * DAY, 11 * DAY, TRUE },
  { "pichoist.db.newer-7-20261126-120000-wal", 10 * DAY, 8 * DAY, FALSE },
  { "pichoist.db.broken-20261126-120000", 0, 11 * DAY, TRUE },
  { "pichoist.db.broken-20261126-120000", -5 * DAY, 2 * HOUR, TRUE }, /* the clock was wrong */
  { "pichoist.db.lock", 0, 11 * DAY, FALSE },
};

/* What jobs of a database that was set aside may need is kept. */
static void
test_sweep_aside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (asides); i++)
    {
      g_autofree char *aside = g_build_filename (fixture->dir, asides[i].aside, NULL);
      g_autofree char *name = spool_nothing (fixture);
      g_autofree char *path = NULL;

      g_test_message ("%u", i);
      path = ph_spool_dup_path (fixture->dir, name);
      set_age (path, asides[i].picture_age);
      g_assert_true (g_file_set_contents (aside, "x", 1, NULL));
      set_age (aside, asides[i].age);
      ph_spool_sweep (fixture->dir, in_use);
      g_assert_cmpint (is_spooled (fixture, name), ==, asides[i].is_kept);
      g_unlink (aside);
      g_unlink (path);
    }
}

/* It lies where the database is, which needn't be the data folder. */
static void
test_sweep_linked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *other = test_folder_make ();
  g_autofree char *real = g_build_filename (other, "mine.db", NULL);
  g_autofree char *aside = g_build_filename (other, "mine.db.broken-20261126-120000", NULL);
  g_autofree char *link = g_build_filename (fixture->dir, "pichoist.db", NULL);
  g_autofree char *name = spool_nothing (fixture);

  g_assert_true (g_file_set_contents (real, "x", 1, NULL));
  g_assert_true (g_file_set_contents (aside, "x", 1, NULL));
  g_assert_cmpint (symlink (real, link), ==, 0);
  make_old (fixture, name);
  ph_spool_sweep (fixture->dir, in_use);
  g_assert_true (is_spooled (fixture, name));
  g_unlink (aside);
  ph_spool_sweep (fixture->dir, in_use);
  g_assert_false (is_spooled (fixture, name));
  test_folder_remove (other);
}

static gboolean
is_synced (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  for (guint i = 0; i < synced->len; i++)
    if (g_array_index (synced, ino_t, i) == info.st_ino)
      return TRUE;
  return FALSE;
}

/* Each costs some milliseconds, between a picture and its link. */
static void
test_synced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  g_autofree char *folder = ph_spool_dup_path (fixture->dir, "");

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      synced = g_array_new (FALSE, FALSE, sizeof (ino_t));
      name = ph_spool_write (fixture->dir, bytes, NULL);
      path = ph_spool_dup_path (fixture->dir, name);
      g_assert_true (is_synced (path));
      g_assert_true (is_synced (folder));
      /* The spool folder is new in it the first time only. */
      g_assert_cmpint (is_synced (fixture->dir), ==, i == 0);
      g_clear_pointer (&synced, g_array_unref);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  g_test_add ("/spool/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/spool/synced", Fixture, NULL, set_up, test_synced, tear_down);
  g_test_add ("/spool/original-gone", Fixture, NULL, set_up, test_original_gone, tear_down);
  g_test_add ("/spool/other-file-system", Fixture, NULL, set_up, test_other_file_system, tear_down);
  g_test_add ("/spool/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/spool/stream", Fixture, NULL, set_up, test_stream, tear_down);
  g_test_add ("/spool/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/spool/no-space", Fixture, NULL, set_up, test_no_space, tear_down);
  g_test_add ("/spool/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/spool/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/spool/unfinished", Fixture, NULL, set_up, test_unfinished, tear_down);
  g_test_add ("/spool/sweep", Fixture, NULL, set_up, test_sweep, tear_down);
  g_test_add ("/spool/sweep-aside", Fixture, NULL, set_up, test_sweep_aside, tear_down);
  g_test_add ("/spool/sweep-linked", Fixture, NULL, set_up, test_sweep_linked, tear_down);
  return g_test_run ();
}
