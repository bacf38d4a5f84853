/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A temporary folder for one test. */

/* (transfer full) */
static inline char *
test_folder_make (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("pichoist-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

/* With all that is in it; links are not followed. */
static inline void
test_folder_remove (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      test_folder_remove (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}
