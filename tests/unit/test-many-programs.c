/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ph-history.h"
#include "ph-process-lock.h"
#include "ph-queue.h"
#include "test-folder.h"

/* Many programs share one queue, and some are killed at any moment: what was accepted is recorded
 * once, whatever happens.  The programs are this one, started with --worker. */

#define N_PROGRAMS 20
#define N_JOBS 10

/* --- a program that adds jobs, then sends all that it can get --- */

typedef struct
{
  PhDatabase *database;
  const char *token;
  int log_fd;
  PhJob *job;
  GPtrArray *jobs;
} Worker;

static gboolean
do_add (PhDatabase *database, gpointer data, GError **error)
{
  Worker *worker = data;

  return ph_queue_add (database, worker->job, worker->token, error);
}

static gboolean
do_take (PhDatabase *database, gpointer data, GError **error)
{
  Worker *worker = data;

  g_clear_pointer (&worker->jobs, g_ptr_array_unref);
  worker->jobs = ph_queue_take (database, worker->token, PH_QUEUE_OPEN, NULL, 0, error);
  return worker->jobs != NULL;
}

static gboolean
do_update (PhDatabase *database, gpointer data, GError **error)
{
  Worker *worker = data;

  return ph_queue_update (database, worker->job, worker->token, error);
}

static gboolean
do_finish (PhDatabase *database, gpointer data, GError **error)
{
  return ph_history_finish_job (database, ((Worker *) data)->job, NULL, TRUE, error);
}

static void
work (Worker *worker, PhDatabaseFunc func)
{
  g_autoptr (GError) error = NULL;

  if (!ph_database_run (worker->database, func, worker, &error))
    {
      g_printerr ("# %s\n", error->message);
      _exit (3);
    }
}

/* One write each, after the commit: what is in the log has happened. */
static void
log_line (Worker *worker, const char *what, const char *name)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", what, name);

  if (write (worker->log_fd, line, strlen (line)) != (gssize) strlen (line))
    _exit (4);
}

static void
add_job (Worker *worker, guint number)
{
  g_autoptr (PhJob) job = ph_job_new ();

  job->name = g_strdup_printf ("%d-%u", (int) getpid (), number);
  worker->job = job;
  work (worker, do_add);
  log_line (worker, "accepted", job->name);
}

static void
send_job (Worker *worker, PhJob *job)
{
  worker->job = job;
  if (job->state != PH_JOB_SENDING)
    {
      job->state = PH_JOB_SENDING;
      work (worker, do_update);
    }
  g_usleep ((gulong) g_random_int_range (0, 500));
  work (worker, do_finish);
  log_line (worker, "finished", job->name);
}

static int
run_worker (const char *dir, guint n_jobs)
{
  g_autofree char *log_path = g_build_filename (dir, "log", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhProcessLock) lock = ph_process_lock_new (dir, &error);
  g_autoptr (PhDatabase) database = lock != NULL ? ph_database_open (dir, &error) : NULL;
  Worker worker = { .database = database };

  if (database == NULL || ph_database_get_warnings (database)[0] != NULL)
    {
      g_printerr ("# %s\n", error != NULL ? error->message : "warned");
      return 2;
    }
  worker.token = ph_process_lock_get_token (lock);
  worker.log_fd = open (log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  for (guint i = 0; i < n_jobs; i++)
    add_job (&worker, i);
  /* Not its own jobs yet, as these are held: half of the programs let go of them by dying. */
  work (&worker, do_take);
  for (guint i = 0; i < worker.jobs->len; i++)
    send_job (&worker, g_ptr_array_index (worker.jobs, i));
  g_ptr_array_unref (worker.jobs);
  close (worker.log_fd);
  return 0;
}

/* --- the test --- */

static pid_t
start_worker (const char *dir, const char *n_jobs)
{
  /* Read rather than run: under valgrind the link itself leads to valgrind. */
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  pid_t child;

  g_assert_nonnull (program);
  child = fork ();
  if (child == 0)
    {
      execl (program, "test-many-programs", "--worker", dir, n_jobs, NULL);
      _exit (127);
    }
  g_assert_cmpint (child, >, 0);
  return child;
}

/* Each ends well, unless we killed it. */
static void
end_worker (pid_t child, gboolean killed)
{
  int status;

  while (waitpid (child, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  if (!(killed && WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL))
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
run_round (const char *dir, gboolean killing)
{
  pid_t children[N_PROGRAMS];

  for (guint i = 0; i < N_PROGRAMS; i++)
    children[i] = start_worker (dir, G_STRINGIFY (N_JOBS));
  for (guint i = 0; killing && i < N_PROGRAMS; i++)
    {
      g_usleep ((gulong) g_random_int_range (0, 10000));
      kill (children[i], SIGKILL);
    }
  for (guint i = 0; i < N_PROGRAMS; i++)
    end_worker (children[i], killing);
}

/* How often each name stands after @what in the log. */
static GHashTable *
count_in_log (const char *dir, const char *what)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_build_filename (dir, "log", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, what))
      {
        const char *name = *line + strlen (what) + 1;
        gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, name));

        g_hash_table_insert (counts, g_strdup (name), GSIZE_TO_POINTER (n + 1));
      }
  return counts;
}

typedef struct
{
  GPtrArray *jobs;
  GPtrArray *rows;
  gboolean sound;
} Everything;

static gboolean
do_read (PhDatabase *database, gpointer data, GError **error)
{
  Everything *everything = data;
  PhStatement *check = ph_database_prepare (database, "PRAGMA integrity_check", error);
  gboolean has_row;

  if (check == NULL || !ph_statement_step (check, &has_row, error))
    return FALSE;
  everything->sound = g_strcmp0 (ph_statement_get_text (check, 0), "ok") == 0;
  everything->jobs = ph_queue_list (database, error);
  if (everything->jobs == NULL)
    return FALSE;
  everything->rows = ph_history_search (database, NULL, 0, 0, error);
  return everything->rows != NULL;
}

static void
assert_each_once (const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhDatabase) database = ph_database_open (dir, &error);
  g_autoptr (GHashTable) accepted = count_in_log (dir, "accepted");
  g_autoptr (GHashTable) finished = count_in_log (dir, "finished");
  g_autoptr (GHashTable) recorded = g_hash_table_new (g_str_hash, g_str_equal);
  Everything everything = { 0 };
  GHashTableIter iter;
  gpointer name, n;

  g_assert_no_error (error);
  ph_database_run (database, do_read, &everything, &error);
  g_assert_no_error (error);
  g_assert_true (everything.sound);
  g_assert_cmpuint (everything.jobs->len, ==, 0);
  for (guint i = 0; i < everything.rows->len; i++)
    g_assert_true (g_hash_table_add (
        recorded, ((PhHistoryRow *) g_ptr_array_index (everything.rows, i))->name));
  g_hash_table_iter_init (&iter, accepted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_assert_true (g_hash_table_contains (recorded, name));
  g_hash_table_iter_init (&iter, finished);
  while (g_hash_table_iter_next (&iter, &name, &n))
    {
      g_assert_cmpuint (GPOINTER_TO_SIZE (n), ==, 1);
      g_assert_true (g_hash_table_contains (recorded, name));
    }
  g_test_message ("%u accepted, %u recorded", g_hash_table_size (accepted), everything.rows->len);
  g_ptr_array_unref (everything.jobs);
  g_ptr_array_unref (everything.rows);
}

static void
test_programs (gconstpointer killing)
{
  g_autofree char *dir = test_folder_make ();

  run_round (dir, GPOINTER_TO_INT (killing));
  if (killing)
    run_round (dir, TRUE);
  /* One more program sends what the others have left. */
  end_worker (start_worker (dir, "0"), FALSE);
  assert_each_once (dir);
  test_folder_remove (dir);
}

/* All find the same damage at once: it is set aside once, and nobody fails. */
static void
test_damage (void)
{
  g_autofree char *dir = test_folder_make ();
  g_autofree char *path = g_build_filename (dir, "pichoist.db", NULL);
  g_autoptr (GDir) folder = NULL;
  pid_t children[N_PROGRAMS];
  const char *name;
  guint n_aside = 0, n_warned = 0;

  g_assert_true (g_file_set_contents (path, "rubbish", -1, NULL));
  for (guint i = 0; i < N_PROGRAMS; i++)
    children[i] = start_worker (dir, "1");
  for (guint i = 0; i < N_PROGRAMS; i++)
    {
      int status;

      waitpid (children[i], &status, 0);
      g_assert_true (WIFEXITED (status));
      /* The one that has set it aside says so. */
      n_warned += WEXITSTATUS (status) == 2 ? 1 : 0;
      g_assert_true (WEXITSTATUS (status) == 0 || WEXITSTATUS (status) == 2);
    }
  g_assert_cmpuint (n_warned, ==, 1);
  folder = g_dir_open (dir, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    n_aside += g_str_has_prefix (name, "pichoist.db.broken-") ? 1 : 0;
  g_assert_cmpuint (n_aside, ==, 1);
  end_worker (start_worker (dir, "0"), FALSE);
  assert_each_once (dir);
  test_folder_remove (dir);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--worker"))
    return run_worker (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/many-programs/at-once", GINT_TO_POINTER (FALSE), test_programs);
  g_test_add_data_func ("/many-programs/killed", GINT_TO_POINTER (TRUE), test_programs);
  g_test_add_func ("/many-programs/damage", test_damage);
  return g_test_run ();
}
