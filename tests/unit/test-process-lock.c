/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-process-lock.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ph-error.h"
#include "test-folder.h"

static guint
count_locks (const char *dir)
{
  g_autofree char *folder = g_build_filename (dir, "locks", NULL);
  g_autoptr (GDir) open_dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open_dir) != NULL)
    n++;
  return n;
}

static void
test_own (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autoptr (GError) error = NULL;
  PhProcessLock *lock = ph_process_lock_new (dir, &error);
  PhProcessLock *other = ph_process_lock_new (dir, &error);
  g_autofree char *token = g_strdup (ph_process_lock_get_token (lock));

  g_assert_no_error (error);
  g_assert_cmpstr (token, !=, ph_process_lock_get_token (other));
  /* The second lock's cleaning has left the first one alone, in the same process. */
  g_assert_true (ph_process_lock_is_alive (dir, token));
  g_assert_true (ph_process_lock_is_alive (dir, ph_process_lock_get_token (other)));
  g_assert_cmpuint (count_locks (dir), ==, 2);

  ph_process_lock_free (lock);
  g_assert_false (ph_process_lock_is_alive (dir, token));
  ph_process_lock_free (other);
  g_assert_cmpuint (count_locks (dir), ==, 0);
  test_folder_remove (dir);
}

/* A child holds a lock until it is killed.  Returns its token. */
static char *
start_holder (const char *dir, pid_t *child)
{
  char token[64] = "";
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  *child = fork ();
  if (*child == 0)
    {
      PhProcessLock *lock = ph_process_lock_new (dir, NULL);
      const char *word = ph_process_lock_get_token (lock);

      if (write (ends[1], word, strlen (word)) < 0)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ends[0], token, sizeof token - 1), >, 0);
  close (ends[0]);
  close (ends[1]);
  return g_strdup (token);
}

static void
test_killed (void)
{
  g_autofree char *dir = test_folder_make ();
  pid_t child;
  g_autofree char *token = start_holder (dir, &child);
  PhProcessLock *lock;

  g_assert_true (ph_process_lock_is_alive (dir, token));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_false (ph_process_lock_is_alive (dir, token));
  g_assert_cmpuint (count_locks (dir), ==, 1);

  lock = ph_process_lock_new (dir, NULL);
  g_assert_cmpuint (count_locks (dir), ==, 1);
  g_assert_false (ph_process_lock_is_alive (dir, token));
  ph_process_lock_free (lock);
  test_folder_remove (dir);
}

static void
test_stopped (void)
{
  g_autofree char *dir = test_folder_make ();
  pid_t child;
  g_autofree char *token = start_holder (dir, &child);

  kill (child, SIGSTOP);
  waitpid (child, NULL, WUNTRACED);
  g_assert_true (ph_process_lock_is_alive (dir, token));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  test_folder_remove (dir);
}

/* Words that no program made, as a damaged database may hold them. */
static void
test_foreign_tokens (void)
{
  const char *const tokens[] = { "",
                                 "x",
                                 "..",
                                 "../pichoist.db",
                                 "/etc/passwd",
                                 "0123456789abcdef0123456789abcde",
                                 "0123456789ABCDEF0123456789ABCDEF",
                                 "0123456789abcdef0123456789abcdef" };
  g_autofree char *dir = test_folder_make ();

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    g_assert_false (ph_process_lock_is_alive (dir, tokens[i]));
  test_folder_remove (dir);
}

static void
test_modes (void)
{
  g_autofree char *dir = test_folder_make ();
  mode_t mask = umask (0);
  g_autoptr (PhProcessLock) lock = ph_process_lock_new (dir, NULL);
  g_autofree char *folder = g_build_filename (dir, "locks", NULL);
  g_autofree char *path = g_build_filename (folder, ph_process_lock_get_token (lock), NULL);
  GStatBuf info;

  umask (mask);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  /* One that was opened to others is closed. */
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  g_clear_pointer (&lock, ph_process_lock_free);
  lock = ph_process_lock_new (dir, NULL);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  test_folder_remove (dir);
}

static void
test_impossible (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (ph_process_lock_new (file, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  test_folder_remove (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process-lock/own", test_own);
  g_test_add_func ("/process-lock/killed", test_killed);
  g_test_add_func ("/process-lock/stopped", test_stopped);
  g_test_add_func ("/process-lock/foreign-tokens", test_foreign_tokens);
  g_test_add_func ("/process-lock/modes", test_modes);
  g_test_add_func ("/process-lock/impossible", test_impossible);
  return g_test_run ();
}
