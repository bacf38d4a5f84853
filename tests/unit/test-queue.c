/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-queue.h"

#include <string.h>

#include "ph-history.h"
#include "ph-process-lock.h"
#include "test-folder.h"

#define ENDPOINT "https://acc.r2.cloudflarestorage.com"
#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

typedef struct
{
  char *dir;
  PhDatabase *database;
  PhProcessLock *lock;
  const char *us;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = test_folder_make ();
  fixture->database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
  fixture->lock = ph_process_lock_new (fixture->dir, &error);
  g_assert_no_error (error);
  fixture->us = ph_process_lock_get_token (fixture->lock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->database);
  ph_process_lock_free (fixture->lock);
  test_folder_remove (fixture->dir);
  g_free (fixture->dir);
}

static PhJob *
make_job (const char *name, const char *sha256)
{
  PhJob *job = ph_job_new ();

  job->profile = g_strdup ("blog");
  job->input = g_strdup (name);
  job->name = g_strdup (name);
  job->endpoint = g_strdup (ENDPOINT);
  job->bucket = g_strdup ("pics");
  job->sha256 = g_strdup (sha256);
  return job;
}

/* --- the calls, each in a transaction of its own --- */

typedef struct
{
  PhJob *job;
  const char *holder;
  const char *sha256;
  PhQueueFilter filter;
  const gint64 *ids;
  gsize n_ids;
  gint64 id;
  gboolean flag;
  char *spool;
  GPtrArray *jobs;
  GHashTable *names;
} Call;

static gboolean
do_add (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_add (database, call->job, call->holder, error);
}

static gboolean
do_update (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_update (database, call->job, call->holder, error);
}

static gboolean
do_get (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->job = ph_queue_get (database, call->id, error);
  return TRUE;
}

static gboolean
do_list (PhDatabase *database, gpointer data, GError **error)
{
  return (((Call *) data)->jobs = ph_queue_list (database, error)) != NULL;
}

static gboolean
do_take (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->jobs = ph_queue_take (database, call->holder, call->filter, call->ids, call->n_ids, error);
  return call->jobs != NULL;
}

static gboolean
do_release (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_release (database, call->id, call->holder, error);
}

static gboolean
do_remove (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_remove (database, call->id, &call->flag, &call->spool, error);
}

static gboolean
do_is_held (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_is_held (database, call->id, &call->flag, error);
}

static gboolean
do_list_spool (PhDatabase *database, gpointer data, GError **error)
{
  return (((Call *) data)->names = ph_queue_list_spool (database, error)) != NULL;
}

static gboolean
do_find_same (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_queue_find_same (database, ENDPOINT, "pics", call->sha256, call->id, &call->id, error);
}

static void
run (Fixture *fixture, PhDatabaseFunc func, Call *call)
{
  g_autoptr (GError) error = NULL;

  ph_database_run (fixture->database, func, call, &error);
  g_assert_no_error (error);
}

static void
add (Fixture *fixture, PhJob *job, const char *holder)
{
  Call call = { .job = job, .holder = holder };

  run (fixture, do_add, &call);
  g_assert_cmpint (job->id, >, 0);
}

static void
update (Fixture *fixture, PhJob *job, PhJobState state)
{
  Call call = { .job = job, .holder = fixture->us };

  job->state = state;
  run (fixture, do_update, &call);
}

static PhJob *
get (Fixture *fixture, gint64 id)
{
  Call call = { .id = id };

  run (fixture, do_get, &call);
  return call.job;
}

/* @expected: the ids that are taken, as text: "1 3". */
static void
assert_take (Fixture *fixture, PhQueueFilter filter, const gint64 *ids, gsize n_ids,
             const char *expected)
{
  Call call = { .holder = fixture->us, .filter = filter, .ids = ids, .n_ids = n_ids };
  g_autoptr (GString) text = g_string_new (NULL);

  run (fixture, do_take, &call);
  for (guint i = 0; i < call.jobs->len; i++)
    {
      const PhJob *job = g_ptr_array_index (call.jobs, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", job->id);
      g_assert_cmpint (job->state, !=, PH_JOB_FAILED);
    }
  g_ptr_array_unref (call.jobs);
  g_assert_cmpstr (text->str, ==, expected);
}

static gboolean
is_held (Fixture *fixture, gint64 id)
{
  Call call = { .id = id };

  run (fixture, do_is_held, &call);
  return call.flag;
}

/* --- the tests --- */

static void
fill_job (PhJob *job)
{
  job->flags = PH_JOB_BACKGROUND | PH_JOB_MAYBE_SENT;
  job->path = g_strdup ("/tmp/\xff\xfe.png");
  job->spool = g_strdup ("0123");
  job->path_mtime = 1234567890123456789;
  job->alt = g_strdup ("截图 “x”");
  job->key = g_strdup ("2026/11/截图.png");
  job->mime = g_strdup ("image/png");
  job->extension = g_strdup ("png");
  job->md5 = g_strdup ("d41d");
  job->cache_control = g_strdup ("no-cache");
  job->size = 5000000000;
  job->width = 4000000000;
  job->height = 7;
  job->expires = 604800;
  job->checkpoint = g_strdup ("upload-id");
  job->attempts = 3;
  job->next_attempt = 17;
  job->error_code = g_strdup ("network");
  job->error_message = g_strdup ("cut");
  job->error_hint = g_strdup ("");
}

static void
assert_same_job (const PhJob *a, const PhJob *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->flags, ==, b->flags);
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpint (a->path_mtime, ==, b->path_mtime);
  g_assert_cmpint (a->size, ==, b->size);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpuint (a->expires, ==, b->expires);
  g_assert_cmpuint (a->attempts, ==, b->attempts);
  g_assert_cmpint (a->next_attempt, ==, b->next_attempt);
  g_assert_cmpstr (a->profile, ==, b->profile);
  g_assert_cmpstr (a->input, ==, b->input);
  g_assert_cmpstr (a->path, ==, b->path);
  g_assert_cmpstr (a->spool, ==, b->spool);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->alt, ==, b->alt);
  g_assert_cmpstr (a->endpoint, ==, b->endpoint);
  g_assert_cmpstr (a->bucket, ==, b->bucket);
  g_assert_cmpstr (a->key, ==, b->key);
  g_assert_cmpstr (a->mime, ==, b->mime);
  g_assert_cmpstr (a->extension, ==, b->extension);
  g_assert_cmpstr (a->sha256, ==, b->sha256);
  g_assert_cmpstr (a->md5, ==, b->md5);
  g_assert_cmpstr (a->cache_control, ==, b->cache_control);
  g_assert_cmpstr (a->checkpoint, ==, b->checkpoint);
  g_assert_cmpstr (a->error_code, ==, b->error_code);
  g_assert_cmpstr (a->error_message, ==, b->error_message);
  g_assert_cmpstr (a->error_hint, ==, b->error_hint);
}

/* Every member comes back, from an insertion and from an update, NULL as NULL. */
static void
test_members (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) full = make_job ("a \xff\n.png", SHA);
  g_autoptr (PhJob) bare = ph_job_new ();
  g_autoptr (PhJob) read_full = NULL;
  g_autoptr (PhJob) read_bare = NULL;
  g_autoptr (PhJob) read_updated = NULL;

  fill_job (full);
  add (fixture, full, NULL);
  add (fixture, bare, fixture->us);
  read_full = get (fixture, full->id);
  assert_same_job (full, read_full);
  read_bare = get (fixture, bare->id);
  assert_same_job (bare, read_bare);

  fill_job (bare);
  update (fixture, bare, PH_JOB_SENDING);
  read_updated = get (fixture, bare->id);
  assert_same_job (bare, read_updated);
  g_assert_null (get (fixture, 999));
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  Call call = { 0 };

  for (int i = 0; i < 30; i++)
    {
      g_autoptr (PhJob) job = make_job ("a.png", SHA);

      /* A clock that goes back changes nothing. */
      job->created -= i * G_TIME_SPAN_HOUR;
      add (fixture, job, NULL);
    }
  run (fixture, do_list, &call);
  g_assert_cmpuint (call.jobs->len, ==, 30);
  for (guint i = 0; i < call.jobs->len; i++)
    g_assert_cmpint (((PhJob *) g_ptr_array_index (call.jobs, i))->id, ==, i + 1);
  g_ptr_array_unref (call.jobs);
}

/* An update by someone who doesn't hold the job, or of a job that is gone. */
static void
test_not_ours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) job = make_job ("a.png", SHA);
  Call call = { .job = job, .holder = "someone else" };
  g_autoptr (GError) error = NULL;

  add (fixture, job, fixture->us);
  job->state = PH_JOB_SENDING;
  g_assert_false (ph_database_run (fixture->database, do_update, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CANCELLED);
  g_clear_error (&error);

  call.holder = NULL;
  g_assert_false (ph_database_run (fixture->database, do_update, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CANCELLED);
  g_clear_error (&error);

  call.holder = fixture->us;
  call.id = job->id;
  run (fixture, do_remove, &call);
  g_assert_true (call.flag);
  g_assert_false (ph_database_run (fixture->database, do_update, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CANCELLED);
}

static void
test_edges (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) job = make_job ("a.png", SHA);
  Call call = { .job = job, .holder = fixture->us };
  g_autoptr (GError) error = NULL;
  g_autoptr (PhJob) kept = NULL;
  GLogLevelFlags fatal;

  add (fixture, job, fixture->us);
  update (fixture, job, PH_JOB_ACCEPTED);
  update (fixture, job, PH_JOB_SENDING);
  update (fixture, job, PH_JOB_SENDING);
  update (fixture, job, PH_JOB_WAITING);

  /* A wrong edge is our own fault, said by a critical message, which must not end this test. */
  fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  job->state = PH_JOB_DONE;
  g_assert_false (ph_database_run (fixture->database, do_update, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_FAILED);
  g_clear_error (&error);
  job->state = PH_JOB_ACCEPTED;
  g_assert_false (ph_database_run (fixture->database, do_update, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_FAILED);
  g_log_set_always_fatal (fatal);
  kept = get (fixture, job->id);
  g_assert_cmpint (kept->state, ==, PH_JOB_WAITING);
}

static void
test_find_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) alone = make_job ("alone.png", SHA);
  g_autoptr (PhJob) first = make_job ("a.png", SHA);
  g_autoptr (PhJob) second = make_job ("b.png", SHA);
  Call call = { .sha256 = SHA };

  alone->flags = PH_JOB_NO_REUSE;
  alone->key = g_strdup ("alone.png");
  second->key = g_strdup ("b.png");
  add (fixture, alone, fixture->us);
  add (fixture, first, fixture->us);
  add (fixture, second, fixture->us);

  /* One without a key isn't on its way yet. */
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.id, ==, second->id);
  call.id = second->id;
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.id, ==, 0);
  first->key = g_strdup ("a.png");
  update (fixture, first, PH_JOB_SENDING);
  call.id = second->id;
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.id, ==, first->id);

  update (fixture, first, PH_JOB_FAILED);
  call.id = 0;
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.id, ==, second->id);
  call = (Call){ .sha256 = "other" };
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.id, ==, 0);
}

/* What the list says of each job, in order. */
static void
assert_listed (Fixture *fixture, const char *wanted)
{
  Call call = { 0 };
  g_autoptr (GString) said = g_string_new (NULL);

  run (fixture, do_list, &call);
  for (guint i = 0; i < call.jobs->len; i++)
    {
      const PhJob *job = call.jobs->pdata[i];

      g_string_append_printf (said, "%s%s", i > 0 ? " " : "", job->is_held ? "held" : "-");
    }
  g_assert_cmpstr (said->str, ==, wanted);
  g_ptr_array_unref (call.jobs);
}

static void
test_take (Fixture *fixture, gconstpointer data)
{
  const PhQueueFilter all = PH_QUEUE_OPEN | PH_QUEUE_FAILED;
  const char *dead = "0123456789abcdef0123456789abcdef";
  const gint64 named[] = { 5, 1, 99 };
  PhProcessLock *other = ph_process_lock_new (fixture->dir, NULL);
  const char *them = ph_process_lock_get_token (other);

  /* 1: ours; 2: a live program's; 3: a dead one's; 4: nobody's; 5: failed; 6: background */
  for (int i = 1; i <= 6; i++)
    {
      g_autoptr (PhJob) job = make_job ("a.png", SHA);

      job->flags = i == 6 ? PH_JOB_BACKGROUND : 0;
      add (fixture, job, i == 2 ? them : i == 3 ? dead : i == 4 || i == 6 ? NULL : fixture->us);
      if (i == 5)
        update (fixture, job, PH_JOB_FAILED);
    }
  assert_listed (fixture, "held held - - - -");
  g_assert_true (is_held (fixture, 1));
  g_assert_true (is_held (fixture, 2));
  g_assert_false (is_held (fixture, 3));
  g_assert_false (is_held (fixture, 4));
  g_assert_false (is_held (fixture, 99));

  assert_take (fixture, PH_QUEUE_OPEN | PH_QUEUE_BACKGROUND_ONLY, NULL, 0, "6");
  assert_take (fixture, all, named, G_N_ELEMENTS (named), "5");
  assert_take (fixture, PH_QUEUE_FAILED, NULL, 0, "");
  assert_take (fixture, PH_QUEUE_OPEN, NULL, 0, "3 4");
  assert_take (fixture, PH_QUEUE_OPEN, NULL, 0, "");
  /* The other program ends. */
  ph_process_lock_free (other);
  assert_take (fixture, all, NULL, 0, "2");
}

static void
test_take_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) job = make_job ("a.png", SHA);
  g_autoptr (PhJob) taken = NULL;
  Call call = { .id = 1, .holder = fixture->us };

  fill_job (job);
  add (fixture, job, fixture->us);
  update (fixture, job, PH_JOB_FAILED);
  assert_take (fixture, PH_QUEUE_FAILED, NULL, 0, "1");
  taken = get (fixture, 1);
  g_assert_cmpint (taken->state, ==, PH_JOB_ACCEPTED);
  g_assert_cmpuint (taken->attempts, ==, 0);
  g_assert_cmpint (taken->next_attempt, ==, 0);
  g_assert_null (taken->error_code);
  /* What has gone up already is not sent again. */
  g_assert_cmpstr (taken->checkpoint, ==, "upload-id");

  g_assert_true (is_held (fixture, 1));
  call.holder = "someone else";
  run (fixture, do_release, &call);
  g_assert_true (is_held (fixture, 1));
  call.holder = fixture->us;
  run (fixture, do_release, &call);
  g_assert_false (is_held (fixture, 1));
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) with = make_job ("a.png", SHA);
  g_autoptr (PhJob) without = make_job ("b.png", SHA);
  Call call = { 0 };

  with->spool = g_strdup ("spooled");
  add (fixture, with, fixture->us);
  add (fixture, without, fixture->us);
  run (fixture, do_list_spool, &call);
  g_assert_cmpuint (g_hash_table_size (call.names), ==, 1);
  g_assert_true (g_hash_table_contains (call.names, "spooled"));
  g_hash_table_unref (call.names);

  call.id = with->id;
  run (fixture, do_remove, &call);
  g_assert_true (call.flag);
  g_assert_cmpstr (call.spool, ==, "spooled");
  g_free (call.spool);
  run (fixture, do_remove, &call);
  g_assert_false (call.flag);
  g_assert_null (call.spool);
  call.id = without->id;
  run (fixture, do_remove, &call);
  g_assert_true (call.flag);
  g_assert_null (call.spool);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/queue/members", Fixture, NULL, set_up, test_members, tear_down);
  g_test_add ("/queue/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/queue/not-ours", Fixture, NULL, set_up, test_not_ours, tear_down);
  g_test_add ("/queue/edges", Fixture, NULL, set_up, test_edges, tear_down);
  g_test_add ("/queue/find-same", Fixture, NULL, set_up, test_find_same, tear_down);
  g_test_add ("/queue/take", Fixture, NULL, set_up, test_take, tear_down);
  g_test_add ("/queue/take-again", Fixture, NULL, set_up, test_take_again, tear_down);
  g_test_add ("/queue/remove", Fixture, NULL, set_up, test_remove, tear_down);
  return g_test_run ();
}
