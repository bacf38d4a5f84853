/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-history.h"

#include <string.h>

#include "ph-queue.h"
#include "test-folder.h"

#define ENDPOINT "https://acc.r2.cloudflarestorage.com"

typedef struct
{
  char *dir;
  PhDatabase *database;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = test_folder_make ();
  fixture->database = ph_database_open (fixture->dir, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->database);
  test_folder_remove (fixture->dir);
  g_free (fixture->dir);
}

/* --- the calls, each in a transaction of its own --- */

typedef struct
{
  PhJob *job;
  PhHistoryRow *row;
  const char *endpoint, *bucket, *text;
  guint limit;
  gint64 number; /* id, time or "before" */
  gboolean flag;
  GPtrArray *rows;
} Call;

static gboolean
do_add (PhDatabase *database, gpointer data, GError **error)
{
  return ph_history_add (database, ((Call *) data)->row, error);
}

static gboolean
do_merge (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_history_merge (database, call->row, &call->flag, error);
}

static gboolean
do_list_after (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = ph_history_list_after (database, call->number, call->limit, error);
  return call->rows != NULL;
}

static gboolean
do_get (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->row = ph_history_get (database, call->number, error);
  return TRUE;
}

static gboolean
do_find_same (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->row = ph_history_find_same (database, call->endpoint, call->bucket, call->text, error);
  return TRUE;
}

static gboolean
do_find_object (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = ph_history_find_object (database, call->endpoint, call->bucket, call->text, error);
  return call->rows != NULL;
}

static gboolean
do_find_by_url (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return (call->rows = ph_history_find_by_url (database, call->text, error)) != NULL;
}

static gboolean
do_search (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = ph_history_search (database, call->text, call->limit, call->number, error);
  return call->rows != NULL;
}

static gboolean
do_remove (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_history_remove (database, call->number, &call->flag, error);
}

static gboolean
do_set_checked (PhDatabase *database, gpointer data, GError **error)
{
  return ph_history_set_checked (database, 1, ((Call *) data)->number, error);
}

static gboolean
do_add_job (PhDatabase *database, gpointer data, GError **error)
{
  return ph_queue_add (database, ((Call *) data)->job, NULL, error);
}

static gboolean
do_finish (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  return ph_history_finish_job (database, call->job, call->text, call->flag, error);
}

static gboolean
do_get_job (PhDatabase *database, gpointer data, GError **error)
{
  Call *call = data;

  call->job = ph_queue_get (database, call->number, error);
  return TRUE;
}

static void
run (Fixture *fixture, PhDatabaseFunc func, Call *call)
{
  g_autoptr (GError) error = NULL;

  ph_database_run (fixture->database, func, call, &error);
  g_assert_no_error (error);
}

static gint64
add (Fixture *fixture, const char *name, const char *alt, const char *key)
{
  g_autoptr (PhHistoryRow) row = g_new0 (PhHistoryRow, 1);
  Call call = { .row = row };

  row->name = g_strdup (name);
  row->alt = g_strdup (alt);
  row->key = g_strdup (key);
  row->endpoint = g_strdup (ENDPOINT);
  row->bucket = g_strdup ("pics");
  row->sha256 = g_strdup (name);
  run (fixture, do_add, &call);
  return row->id;
}

/* The ids, as text: "3 1"; @rows is let go of.  (transfer full) */
static char *
take_ids (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            ((PhHistoryRow *) g_ptr_array_index (rows, i))->id);
  g_ptr_array_unref (rows);
  return g_string_free (text, FALSE);
}

static void
assert_ids (GPtrArray *rows, const char *expected)
{
  g_autofree char *ids = take_ids (rows);

  g_assert_cmpstr (ids, ==, expected);
}

static void
assert_search (Fixture *fixture, const char *text, guint limit, gint64 before, const char *ids)
{
  Call call = { .text = text, .limit = limit, .number = before };
  g_autofree char *shown = g_strescape (text != NULL ? text : "(none)", NULL);

  g_test_message ("search “%.60s”", shown);
  run (fixture, do_search, &call);
  assert_ids (call.rows, ids);
}

static PhHistoryRow *
get (Fixture *fixture, gint64 id)
{
  Call call = { .number = id };

  run (fixture, do_get, &call);
  return call.row;
}

/* --- the tests --- */

static const char *const pictures[][3] = {
  /* name, alt, key; the first is row 1 */
  { "屏幕截图 2026.png", "屏幕截图", "2026/11/0123456789abcdef.png" },
  { "Diagram.PNG", "A \"big\" diagram", "2026/11/Diagram.png" },
  { "100%_done*.png", "it's", "a/100%25_done.png" },
  { "Cafe\xcc\x81 STRASSE.jpg", "straße", "x/y.jpg" },
  { "猫.webp", "", "cats/neko.webp" },
  { "x' OR 1=1 --.png", "(NEAR) AND NOT \\", "quote.png" },
};

static const struct
{
  const char *text;
  const char *ids;
} searches[] = {
  { NULL, "6 5 4 3 2 1" },
  { "", "6 5 4 3 2 1" },
  { "  \t\u3000", "6 5 4 3 2 1" },
  { "截图", "1" },
  { "幕", "1" },
  { "屏幕截图", "1" },
  { "图幕", "" },
  { "猫", "5" },
  { "di", "2" },
  { "DI", "2" },
  { "d", "6 3 2 1" },
  { "agr", "2" },
  { "png", "6 3 2 1" },
  { "2026 png", "2 1" },
  { "png 2026", "2 1" },
  { "2026\u3000abc", "1" },
  { "2026 猫", "" },
  /* Written with a combining accent, found by the composed letter and the other way round. */
  { "CAFÉ", "4" },
  { "cafe\xcc\x81", "4" },
  { "strasse", "4" },
  { "STRASSE", "4" },
  { "ß", "4" },
  /* Signs that a query language would take for its own. */
  { "%", "3" },
  { "_", "3" },
  { "*", "3" },
  { "\"", "2" },
  { "\"big\"", "2" },
  { "'", "6 3" },
  { "' OR 1=1", "6" },
  { "--", "6" },
  { "(near)", "6" },
  { "\\", "6" },
  { "AND NOT", "6" },
  { "a\nb", "5 2 1" },
  { "pn*", "" },
  /* Neither from one text into the next nor from one row into another. */
  { "pngdiagram", "" },
  { "png2026", "" },
  { "ba", "" },
  /* Beyond the basic plane; a prefix of a code is no match. */
  { "😀", "" },
  { "\xf4\x8f\xbf\xbf", "" },
  { "^d", "" },
  { "\xff", "" },
  { "zzz", "" },
};

static void
test_search (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    add (fixture, pictures[i][0], pictures[i][1], pictures[i][2]);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    assert_search (fixture, searches[i].text, 0, 0, searches[i].ids);
}

/* More words and longer ones than a person types: no failure, and what is looked at holds. */
static void
test_long_query (Fixture *fixture, gconstpointer data)
{
  g_autofree char *word = g_strnfill (100000, 'a');
  g_autofree char *long_name = g_strnfill (200, 'a');
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < 10000; i++)
    g_string_append (words, "a png ");
  add (fixture, "a.png", NULL, NULL);
  add (fixture, long_name, NULL, NULL);
  assert_search (fixture, words->str, 0, 0, "1");
  assert_search (fixture, word, 0, 0, "");
  word[200] = '\0';
  assert_search (fixture, word, 0, 0, "2");
}

/* Each character of Unicode's ends has a code of its own. */
static void
test_far_characters (Fixture *fixture, gconstpointer data)
{
  add (fixture, "\xf4\x8f\xbf\xbf", "\x01", "😀😁");
  assert_search (fixture, "\xf4\x8f\xbf\xbf", 0, 0, "1");
  assert_search (fixture, "\x01", 0, 0, "1");
  assert_search (fixture, "😁", 0, 0, "1");
  assert_search (fixture, "😀😁", 0, 0, "1");
  assert_search (fixture, "😁😀", 0, 0, "");
  assert_search (fixture, "\x02", 0, 0, "");
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    add (fixture, i % 2 ? "odd.png" : "even.png", NULL, NULL);
  assert_search (fixture, NULL, 3, 0, "10 9 8");
  assert_search (fixture, NULL, 3, 8, "7 6 5");
  assert_search (fixture, NULL, 3, 1, "");
  assert_search (fixture, "odd", 2, 0, "10 8");
  assert_search (fixture, "odd", 2, 8, "6 4");
  assert_search (fixture, "odd", 0, 8, "6 4 2");
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  Call call = { .number = 1 };

  add (fixture, "a.png", NULL, NULL);
  add (fixture, "b.png", NULL, NULL);
  run (fixture, do_remove, &call);
  g_assert_true (call.flag);
  run (fixture, do_remove, &call);
  g_assert_false (call.flag);
  g_assert_null (get (fixture, 1));
  assert_search (fixture, "png", 0, 0, "2");
  /* Its number isn't given again. */
  g_assert_cmpint (add (fixture, "c.png", NULL, NULL), ==, 3);
}

static void
fill_job (PhJob *job)
{
  job->profile = g_strdup ("blog");
  job->endpoint = g_strdup (ENDPOINT);
  job->bucket = g_strdup ("pics");
  job->key = g_strdup ("a/b.png");
  job->name = g_strdup ("b.png");
  job->alt = g_strdup ("b");
  job->mime = g_strdup ("image/png");
  job->extension = g_strdup ("png");
  job->sha256 = g_strdup ("sha");
  job->size = 5000000000;
  job->width = 3;
  job->height = 4;
}

static void
assert_row_of_job (const PhHistoryRow *row)
{
  g_assert_cmpstr (row->profile, ==, "blog");
  g_assert_cmpstr (row->endpoint, ==, ENDPOINT);
  g_assert_cmpstr (row->bucket, ==, "pics");
  g_assert_cmpstr (row->key, ==, "a/b.png");
  g_assert_cmpstr (row->name, ==, "b.png");
  g_assert_cmpstr (row->alt, ==, "b");
  g_assert_cmpstr (row->mime, ==, "image/png");
  g_assert_cmpstr (row->extension, ==, "png");
  g_assert_cmpstr (row->sha256, ==, "sha");
  g_assert_cmpstr (row->etag, ==, "\"etag\"");
  g_assert_cmpint (row->size, ==, 5000000000);
  g_assert_cmpuint (row->width, ==, 3);
  g_assert_cmpuint (row->height, ==, 4);
  g_assert_true (row->created_object);
}

static void
test_finish (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) job = ph_job_new ();
  g_autoptr (PhHistoryRow) row = NULL;
  Call call = { .job = job, .text = "\"etag\"", .flag = TRUE };
  Call again = { .job = job, .text = "other", .flag = FALSE };
  gint64 before = g_get_real_time ();

  fill_job (job);
  run (fixture, do_add_job, &call);
  job->state = PH_JOB_SENDING;
  run (fixture, do_finish, &call);
  row = get (fixture, job->id);
  assert_row_of_job (row);
  g_assert_cmpint (row->created, >=, before);
  g_assert_cmpint (row->checked, ==, row->created);

  /* Once more changes nothing. */
  job->state = PH_JOB_DONE;
  run (fixture, do_finish, &again);
  g_clear_pointer (&row, ph_history_row_free);
  row = get (fixture, job->id);
  assert_row_of_job (row);
  assert_search (fixture, "b.png", 0, 0, "1");
  call.number = job->id;
  run (fixture, do_get_job, &call);
  g_assert_null (call.job);
}

static void
test_finish_too_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhJob) job = ph_job_new ();
  g_autoptr (GError) error = NULL;
  Call call = { .job = job };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  run (fixture, do_add_job, &call);
  g_assert_false (ph_database_run (fixture->database, do_finish, &call, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_FAILED);
  g_log_set_always_fatal (fatal);
  g_assert_null (get (fixture, job->id));
}

static void
test_find_same (Fixture *fixture, gconstpointer data)
{
  Call call = { .endpoint = ENDPOINT, .bucket = "pics", .text = "a.png" };

  add (fixture, "a.png", NULL, "1.png");
  add (fixture, "a.png", NULL, "2.png");
  add (fixture, "b.png", NULL, "3.png");
  run (fixture, do_find_same, &call);
  g_assert_cmpint (call.row->id, ==, 2);
  ph_history_row_free (call.row);
  call.bucket = "others";
  run (fixture, do_find_same, &call);
  g_assert_null (call.row);
  call.bucket = "pics";
  call.endpoint = "https://else.where";
  run (fixture, do_find_same, &call);
  g_assert_null (call.row);
}

static void
test_find_object (Fixture *fixture, gconstpointer data)
{
  Call call = { .endpoint = ENDPOINT, .bucket = "pics", .text = "x/1.png" };

  add (fixture, "a.png", NULL, "x/1.png");
  add (fixture, "b.png", NULL, "x/2.png");
  add (fixture, "c.png", NULL, "x/1.png");
  run (fixture, do_find_object, &call);
  assert_ids (call.rows, "3 1");
  call.bucket = "others";
  run (fixture, do_find_object, &call);
  assert_ids (call.rows, "");
}

static const struct
{
  const char *url;
  const char *ids;
} urls[] = {
  { "https://img.example.com/2026/11/a.png", "1" },
  { "https://img.example.com/pics/2026/11/a.png", "1" },
  { "https://img.example.com//2026/11/a.png", "1" },
  { "https://img.example.com/2026/11/a.png?x-oss-process=style/web", "1" },
  { "https://img.example.com/2026/11/a.png#top", "1" },
  { "https://img.example.com/2026/11/a.png!small", "1" },
  { "https://img.example.com/2026/11/a.png/w200", "1" },
  { "https://img.example.com/a.png", "2" },
  { "https://img.example.com/x/a.png", "2" },
  { "https://img.example.com/%E6%88%AA%E5%9B%BE%201.png", "3" },
  { "https://img.example.com/截图 1.png", "3" },
  { "https://img.example.com/100%25.png", "4" },
  { "file:///srv/static/a.png", "2" },
  { "a.png", "2" },
  { "https://img.example.com/", "" },
  { "https://img.example.com", "" },
  { "", "" },
  { "https://img.example.com/nothing.png", "" },
};

static void
test_find_by_url (Fixture *fixture, gconstpointer data)
{
  add (fixture, "a.png", NULL, "2026/11/a.png");
  add (fixture, "a.png", NULL, "a.png");
  add (fixture, "a.png", NULL, "截图 1.png");
  add (fixture, "a.png", NULL, "100%.png");
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      Call call = { .text = urls[i].url };
      g_auto (GStrv) found = NULL;
      g_autofree char *ids = NULL;

      run (fixture, do_find_by_url, &call);
      ids = take_ids (call.rows);
      found = g_strsplit (ids, " ", -1);
      g_test_message ("%s", urls[i].url);
      /* Candidates: shorter keys that also fit may follow. */
      g_assert_cmpstr (found[0] != NULL ? found[0] : "", ==, urls[i].ids);
    }
}

static void
test_checked (Fixture *fixture, gconstpointer data)
{
  Call call = { .number = 1234567890123456 };
  g_autoptr (PhHistoryRow) row = NULL;

  add (fixture, "a.png", NULL, NULL);
  run (fixture, do_set_checked, &call);
  row = get (fixture, 1);
  g_assert_cmpint (row->checked, ==, 1234567890123456);
}

static void
merge (Fixture *fixture, const char *key, gint64 created, const char *bucket, gboolean added)
{
  g_autoptr (PhHistoryRow) row = g_new0 (PhHistoryRow, 1);
  Call call = { .row = row };

  row->key = g_strdup (key);
  row->name = g_strdup (key);
  row->endpoint = g_strdup (ENDPOINT);
  row->bucket = g_strdup (bucket);
  row->created = created;
  run (fixture, do_merge, &call);
  g_assert_cmpint (call.flag, ==, added);
  g_assert_true ((row->id != 0) == added);
}

static void
test_merge (Fixture *fixture, gconstpointer data)
{
  merge (fixture, "a.png", 1, "pics", TRUE);
  merge (fixture, "a.png", 1, "pics", FALSE);
  merge (fixture, "a.png", 2, "pics", TRUE);
  merge (fixture, "b.png", 1, "pics", TRUE);
  merge (fixture, "a.png", 1, "other", TRUE);
  merge (fixture, "a.png", 1, NULL, TRUE);
  merge (fixture, "a.png", 1, NULL, FALSE);
  assert_search (fixture, "png", 0, 0, "5 4 3 2 1");
}

static void
test_list_after (Fixture *fixture, gconstpointer data)
{
  Call call = { .limit = 2 };

  for (guint i = 0; i < 3; i++)
    add (fixture, "a.png", NULL, NULL);
  run (fixture, do_list_after, &call);
  assert_ids (call.rows, "1 2");
  call.number = 2;
  run (fixture, do_list_after, &call);
  assert_ids (call.rows, "3");
  call.number = 3;
  run (fixture, do_list_after, &call);
  assert_ids (call.rows, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/history/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/history/long-query", Fixture, NULL, set_up, test_long_query, tear_down);
  g_test_add ("/history/far-characters", Fixture, NULL, set_up, test_far_characters, tear_down);
  g_test_add ("/history/paging", Fixture, NULL, set_up, test_paging, tear_down);
  g_test_add ("/history/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/history/finish", Fixture, NULL, set_up, test_finish, tear_down);
  g_test_add ("/history/finish-too-early", Fixture, NULL, set_up, test_finish_too_early, tear_down);
  g_test_add ("/history/find-same", Fixture, NULL, set_up, test_find_same, tear_down);
  g_test_add ("/history/find-object", Fixture, NULL, set_up, test_find_object, tear_down);
  g_test_add ("/history/find-by-url", Fixture, NULL, set_up, test_find_by_url, tear_down);
  g_test_add ("/history/checked", Fixture, NULL, set_up, test_checked, tear_down);
  g_test_add ("/history/merge", Fixture, NULL, set_up, test_merge, tear_down);
  g_test_add ("/history/list-after", Fixture, NULL, set_up, test_list_after, tear_down);
  return g_test_run ();
}
