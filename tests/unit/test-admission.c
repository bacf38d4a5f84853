/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-admission.h"

#include <glib/gstdio.h>

#include "ph-queue.h"

#define ENDPOINT "https://s3.example"

typedef struct
{
  char *dir;
  PhDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  fixture->database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->database);
  remove_folder (fixture->dir);
  g_free (fixture->dir);
}

/* A job that has been through intake; its bytes are told by @digit. */
static PhJob *
new_job (const char *name, char digit)
{
  PhJob *job = ph_job_new ();

  job->created = g_get_real_time ();
  job->profile = g_strdup ("blog");
  job->input = g_strdup (name);
  job->path = g_strconcat ("/tmp/", name, NULL);
  job->name = g_strdup (name);
  job->alt = g_strdup (name);
  job->endpoint = g_strdup (ENDPOINT);
  job->bucket = g_strdup ("pics");
  job->sha256 = g_strnfill (64, digit);
  job->mime = g_strdup ("image/png");
  job->extension = g_strdup ("png");
  job->size = 10;
  return job;
}

static gboolean
add_job (PhDatabase *database, gpointer data, GError **error)
{
  return ph_queue_add (database, data, NULL, error);
}

static gboolean
finish_job (PhDatabase *database, gpointer data, GError **error)
{
  return ph_history_finish_job (database, data, "etag", TRUE, error);
}

static void
run (Fixture *fixture, PhDatabaseFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  ph_database_run (fixture->database, func, data, &error);
  g_assert_no_error (error);
}

/* Decides for @job, which must be in the queue. */
static PhAdmissionVerdict
decide (Fixture *fixture, PhJob *job, const char *pattern, gint64 *same)
{
  g_autoptr (PhKeyTemplate) key_template = ph_key_template_new (pattern, NULL);
  PhAdmission admission = { .job = job, .key_template = key_template };
  PhAdmissionVerdict verdict;

  g_strlcpy (admission.digest.sha256, job->sha256, sizeof admission.digest.sha256);
  job->state = PH_JOB_SENDING;
  run (fixture, ph_admission_decide, &admission);
  verdict = admission.verdict;
  if (same != NULL)
    *same = verdict == PH_ADMISSION_REUSE ? admission.same->id : admission.joined;
  ph_admission_clear (&admission);
  return verdict;
}

static void
test_send_then_reuse (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) first = new_job ("a.png", '1');
  g_autoptr (PhJob) second = new_job ("b.png", '1');
  g_autoptr (PhJob) third = new_job ("c.png", '1');
  gint64 same = 0;

  run (fixture, add_job, first);
  g_assert_cmpint (decide (fixture, first, "x/{sha256:16}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  g_assert_cmpstr (first->key, ==, "x/1111111111111111.png");
  g_assert_true (first->flags & PH_JOB_KEY_UNIQUE);
  run (fixture, finish_job, first);

  run (fixture, add_job, second);
  g_assert_cmpint (decide (fixture, second, "x/{name}.{ext}", &same), ==, PH_ADMISSION_REUSE);
  g_assert_cmpint (same, ==, first->id);

  /* Another prefix, or an explicit wish, makes a new object. */
  g_assert_cmpint (decide (fixture, second, "y/{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  third->flags |= PH_JOB_NO_REUSE;
  run (fixture, add_job, third);
  g_assert_cmpint (decide (fixture, third, "x/{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
}

static void
test_join (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) first = new_job ("a.png", '1');
  g_autoptr (PhJob) second = new_job ("b.png", '1');
  g_autoptr (PhJob) other = new_job ("c.png", '2');
  gint64 joined = 0;

  run (fixture, add_job, first);
  run (fixture, add_job, second);
  run (fixture, add_job, other);
  g_assert_cmpint (decide (fixture, first, "{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  g_assert_cmpint (decide (fixture, second, "{name}.{ext}", &joined), ==, PH_ADMISSION_JOIN);
  g_assert_cmpint (joined, ==, first->id);
  g_assert_cmpint (decide (fixture, other, "{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  /* One that has its key never waits for another. */
  g_assert_cmpint (decide (fixture, first, "{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
}

/* The order in which they are decided counts, not that of acceptance. */
static void
test_join_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) first = new_job ("a.png", '1');
  g_autoptr (PhJob) second = new_job ("b.png", '1');
  gint64 joined = 0;

  run (fixture, add_job, first);
  run (fixture, add_job, second);
  g_assert_cmpint (decide (fixture, second, "{name}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  g_assert_cmpint (decide (fixture, first, "{name}.{ext}", &joined), ==, PH_ADMISSION_JOIN);
  g_assert_cmpint (joined, ==, second->id);
}

static void
test_keys_differ (Fixture *fixture, gconstpointer data)
{
  const char *const wanted[] = { "p/x.png", "p/x-2.png", "p/x-3.png" };
  g_autoptr (PhJob) last = new_job ("late.png", '9');

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (PhJob) job = new_job ("a.png", (char) ('1' + i));

      run (fixture, add_job, job);
      g_assert_cmpint (decide (fixture, job, "p/x.{ext}", NULL), ==, PH_ADMISSION_SEND);
      g_assert_cmpstr (job->key, ==, wanted[i]);
      if (i == 0)
        run (fixture, finish_job, job); /* the history keeps a key taken too */
    }
  run (fixture, add_job, last);
  g_assert_cmpint (decide (fixture, last, "p/x.{ext}", NULL), ==, PH_ADMISSION_SEND);
  g_assert_cmpstr (last->key, ==, "p/x-4.png");
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *key;
    const char *next;
  } cases[] = {
    { "p/x.png", "p/x-2.png" },       { "p/x-2.png", "p/x-3.png" },
    { "p/x-10.png", "p/x-11.png" },   { "p/2026-11.png", "p/2026-12.png" },
    { "p/x-01.png", "p/x-01-2.png" }, { "p/x", "p/x-2" },
    { "a-3/x.png", "a-3/x-2.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhJob) job = new_job ("a.png", '1');
      g_autoptr (PhKeyTemplate) key_template = ph_key_template_new ("{name}", NULL);
      PhAdmission admission = { .job = job, .key_template = key_template };

      job->flags = PH_JOB_NO_REUSE | PH_JOB_MAYBE_SENT;
      job->checkpoint = g_strdup ("old");
      run (fixture, add_job, job);
      job->key = g_strdup (cases[i].key);
      run (fixture, ph_admission_rename, &admission);
      g_test_message ("%s", cases[i].key);
      g_assert_cmpstr (job->key, ==, cases[i].next);
      g_assert_null (job->checkpoint);
      g_assert_false (job->flags & PH_JOB_MAYBE_SENT);
    }
}

static void
test_fixed_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) first = new_job ("a.png", '1');
  g_autoptr (PhJob) fixed = new_job ("b.png", '1');
  g_autoptr (PhKeyTemplate) key_template = ph_key_template_new ("{name}", NULL);
  PhAdmission admission = { .job = fixed, .key_template = key_template };
  g_autoptr (GError) error = NULL;

  run (fixture, add_job, first);
  decide (fixture, first, "{sha256}.{ext}", NULL);
  run (fixture, finish_job, first);
  /* Its link was given out, so the same bytes elsewhere are no help. */
  fixed->flags = PH_JOB_KEY_FIXED;
  fixed->key = g_strdup ("given/out.png");
  run (fixture, add_job, fixed);
  g_assert_cmpint (decide (fixture, fixed, "{sha256}.{ext}", NULL), ==, PH_ADMISSION_SEND);
  g_assert_cmpstr (fixed->key, ==, "given/out.png");
  g_assert_false (ph_database_run (fixture->database, ph_admission_rename, &admission, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
}

static void
test_counter (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (PhJob) job = new_job ("a.png", (char) ('0' + i));
      g_autofree char *wanted = g_strdup_printf ("n/%u.png", i);

      run (fixture, add_job, job);
      decide (fixture, job, "n/{counter}.{ext}", NULL);
      g_assert_cmpstr (job->key, ==, wanted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/admission/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("send-then-reuse", test_send_then_reuse);
  ADD ("join", test_join);
  ADD ("join-newer", test_join_newer);
  ADD ("keys-differ", test_keys_differ);
  ADD ("rename", test_rename);
  ADD ("fixed-key", test_fixed_key);
  ADD ("counter", test_counter);
  return g_test_run ();
}
