/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-folder-walk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "ph-error.h"
#include "test-folder.h"

typedef enum
{
  A_FILE,
  A_FOLDER,
  A_PIPE,
  A_SOCKET,
  A_LINK,
} Kind;

typedef enum
{
  IS_TAKEN,
  IS_FAILURE,
  IS_LEFT_OUT,
  IS_HIDDEN,
  IS_NOTHING, /* a folder that is gone through */
} Outcome;

/* Sorted as the walk sorts them. */
static const struct
{
  const char *name;
  Kind kind;
  const char *target; /* of a link */
  Outcome outcome;
} entries[] = {
  { ".hidden.png", A_FILE, NULL, IS_HIDDEN },
  { ".git", A_FOLDER, NULL, IS_HIDDEN },
  { "a.png", A_FILE, NULL, IS_TAKEN },
  { "b.png", A_LINK, "a.png", IS_TAKEN },
  { "dangling.png", A_LINK, "nowhere.png", IS_FAILURE },
  { "device.png", A_LINK, "/dev/null", IS_LEFT_OUT },
  { "empty", A_FOLDER, NULL, IS_NOTHING },
  { "loop.png", A_LINK, "loop.png", IS_FAILURE },
  { "pipe.png", A_PIPE, NULL, IS_LEFT_OUT },
  { "socket.png", A_SOCKET, NULL, IS_LEFT_OUT },
  { "sub", A_FOLDER, NULL, IS_NOTHING },
  { "sub/.hidden.png", A_FILE, NULL, IS_HIDDEN },
  { "sub/c.png", A_FILE, NULL, IS_TAKEN },
  { "sub/up", A_LINK, "..", IS_LEFT_OUT },
  { "z.txt", A_FILE, NULL, IS_TAKEN },
};

static void
make_socket (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
}

static void
make (const char *path, Kind kind, const char *target)
{
  switch (kind)
    {
    case A_FILE:
      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
      break;
    case A_FOLDER:
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      break;
    case A_PIPE:
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      break;
    case A_SOCKET:
      make_socket (path);
      break;
    case A_LINK:
    default:
      g_assert_cmpint (symlink (target, path), ==, 0);
    }
}

static void
assert_found (const PhFound *found, const char *path, Outcome outcome)
{
  g_test_message ("%s", path);
  g_assert_cmpstr (found->path, ==, path);
  g_assert_cmpint (found->left_out != NULL, ==, outcome == IS_LEFT_OUT);
  if (outcome == IS_FAILURE)
    g_assert_error (found->error, PH_ERROR, PH_ERROR_INPUT);
  else
    g_assert_no_error (found->error);
}

static void
test_all_kinds (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (PhFolderWalk) walk = NULL;
  guint n_hidden = 0, n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *path = g_build_filename (dir, entries[i].name, NULL);

      make (path, entries[i].kind, entries[i].target);
    }
  walk = ph_folder_walk_new (dir);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *path = g_build_filename (dir, entries[i].name, NULL);

      if (entries[i].outcome == IS_HIDDEN)
        n_hidden++;
      else if (entries[i].outcome != IS_NOTHING)
        {
          g_assert_cmpuint (walk->found->len, >, n_found);
          assert_found (walk->found->pdata[n_found++], path, entries[i].outcome);
        }
    }
  g_assert_cmpuint (walk->found->len, ==, n_found);
  g_assert_cmpuint (walk->n_hidden, ==, n_hidden);
  test_folder_remove (dir);
}

/* One that can't be opened is a failure, and the others are looked at all the same. */
static void
test_unreadable (void)
{
  /* Not below TMPDIR, where only we may look. */
  g_autofree char *dir = g_mkdtemp (g_strdup ("/tmp/pichoist-XXXXXX"));
  g_autofree char *closed = g_build_filename (dir, "closed", NULL);
  g_autofree char *file = g_build_filename (dir, "file.png", NULL);
  g_autofree char *missing = g_build_filename (dir, "missing", NULL);
  g_autoptr (PhFolderWalk) all = NULL;
  g_autoptr (PhFolderWalk) none = ph_folder_walk_new (missing);

  g_assert_cmpuint (none->found->len, ==, 1);
  assert_found (none->found->pdata[0], missing, IS_FAILURE);

  make (closed, A_FOLDER, NULL);
  make (file, A_FILE, NULL);
  g_assert_cmpint (g_chmod (closed, 0), ==, 0);
  g_assert_cmpint (g_chmod (dir, 0755), ==, 0);
  /* Root may read everything: be somebody else where files are looked at. */
  if (geteuid () == 0)
    setfsuid (65534);
  all = ph_folder_walk_new (dir);
  if (geteuid () == 0)
    setfsuid (0);
  g_assert_cmpuint (all->found->len, ==, 2);
  assert_found (all->found->pdata[0], closed, IS_FAILURE);
  assert_found (all->found->pdata[1], file, IS_TAKEN);
  g_chmod (closed, 0700);
  test_folder_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder-walk/all-kinds", test_all_kinds);
  g_test_add_func ("/folder-walk/unreadable", test_unreadable);
  return g_test_run ();
}
