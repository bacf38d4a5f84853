/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-content.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ph-error.h"

typedef struct
{
  char *dir;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *name;
  GDir *dir = g_dir_open (fixture->dir, 0, NULL);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static char *
make_file (Fixture *fixture, const char *name, gsize size)
{
  char *path = g_build_filename (fixture->dir, name, NULL);
  g_autofree char *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (i * 7 + i / 251);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return path;
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  const gsize sizes[] = { 1, 1000, PH_CONTENT_MEMORY_MAX, PH_CONTENT_MEMORY_MAX + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = make_file (fixture, "a.png", sizes[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhContent) content = ph_content_open (path, &error);
      char last[8];

      g_assert_no_error (error);
      g_assert_cmpint (ph_content_get_size (content), ==, (gint64) sizes[i]);
      g_assert_true ((ph_content_peek_bytes (content) != NULL)
                     == (sizes[i] <= PH_CONTENT_MEMORY_MAX));
      g_assert_cmpint (ph_content_read (content, (gint64) sizes[i] - 1, last, sizeof last, &error),
                       ==, 1);
      g_assert_cmpint ((guint8) last[0], ==, (guint8) ((sizes[i] - 1) * 7 + (sizes[i] - 1) / 251));
      g_assert_cmpint (ph_content_read (content, (gint64) sizes[i], last, sizeof last, &error), ==,
                       0);
    }
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "a.png", PH_CONTENT_MEMORY_MAX + 100);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhContent) content = ph_content_open (path, &error);
  char byte;

  g_assert_true (ph_content_check_unchanged (content, &error));
  g_assert_cmpint (truncate (path, PH_CONTENT_MEMORY_MAX), ==, 0);
  g_assert_false (ph_content_check_unchanged (content, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
  g_clear_error (&error);
  g_assert_cmpint (ph_content_read (content, PH_CONTENT_MEMORY_MAX + 50, &byte, 1, &error), ==, -1);
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
}

static void
assert_refused (const char *path, int code)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", path);
  g_assert_null (ph_content_open (path, &error));
  g_assert_error (error, PH_ERROR, code);
  g_assert_nonnull (ph_error_get_hint (error));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = make_file (fixture, "empty.png", 0);
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.png", NULL);
  g_autofree char *fifo = g_build_filename (fixture->dir, "fifo.png", NULL);
  g_autofree char *loop = g_build_filename (fixture->dir, "loop.png", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  assert_refused (empty, PH_ERROR_EMPTY);
  assert_refused (missing, PH_ERROR_INPUT);
  assert_refused (fifo, PH_ERROR_INPUT);
  assert_refused (loop, PH_ERROR_INPUT);
  assert_refused (fixture->dir, PH_ERROR_INPUT);
  assert_refused ("/dev/zero", PH_ERROR_INPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/content/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/content/changed", Fixture, NULL, set_up, test_changed, tear_down);
  g_test_add ("/content/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
