/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-engine.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ph-error.h"
#include "ph-history.h"
#include "ph-queue.h"
#include "ph-statement.h"
#include "test-folder.h"

/* A PNG of one pixel; a byte behind its end makes it another picture with the same looks. */
static const guint8 pixel[]
    = { 0x89, 'P',  'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    13,   'I',  'H',
        'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,
        0,    0x3a, 0x7e, 0x9b, 0x55, 0,    0,    0,    10,   'I',  'D',  'A',  'T',  0x78,
        0x9c, 0x63, 0x60, 0,    0,    0,    2,    0,    1,    0x48, 0xaf, 0xa4, 0x71, 0,
        0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82 };

typedef struct
{
  char *base, *config_dir, *data_dir, *site;
  PhEngine *engine;
  GMainContext *context;
  GAsyncResult *result;
  guint outcomes, changes;
} Fixture;

static void
on_outcome (PhEngine *engine, const PhOutcome *outcome, gpointer user_data)
{
  ((Fixture *) user_data)->outcomes++;
}

static void
on_changed (PhEngine *engine, gpointer user_data)
{
  ((Fixture *) user_data)->changes++;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((Fixture *) user_data)->result, result);
}

static GAsyncResult *
wait (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return fixture->result;
}

static void
write_settings (Fixture *fixture, const char *public_url)
{
  g_autofree char *path = g_build_filename (fixture->config_dir, "config.ini", NULL);
  g_autofree char *text
      = g_strdup_printf ("[general]\ndefault-profile=site\n[profile site]\nprovider=folder\n"
                         "folder=%s\npublic-url=%s\n",
                         fixture->site, public_url);

  g_file_set_contents (path, text, -1, NULL);
  g_chmod (path, 0600);
}

static void
open_engine (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->engine = ph_engine_new (fixture->config_dir, fixture->data_dir);
  g_signal_connect (fixture->engine, "outcome", G_CALLBACK (on_outcome), fixture);
  g_signal_connect (fixture->engine, "changed", G_CALLBACK (on_changed), fixture);
  ph_engine_open_async (fixture->engine, on_done, fixture);
  ph_engine_open_finish (fixture->engine, wait (fixture), NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
}

static void
close_engine (Fixture *fixture)
{
  ph_engine_close_async (fixture->engine, on_done, fixture);
  ph_engine_close_finish (fixture->engine, wait (fixture));
  g_clear_object (&fixture->result);
}

static void
drop_engine (Fixture *fixture)
{
  PhEngine *engine;

  /* The last call's thread, and news on their way, may still hold it. */
  engine = fixture->engine;
  g_object_add_weak_pointer (G_OBJECT (engine), (gpointer *) &engine);
  g_clear_object (&fixture->engine);
  while (engine != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->base = g_dir_make_tmp ("engine-XXXXXX", NULL);
  fixture->config_dir = g_build_filename (fixture->base, "config", NULL);
  fixture->data_dir = g_build_filename (fixture->base, "data", NULL);
  fixture->site = g_build_filename (fixture->base, "site", NULL);
  g_mkdir (fixture->config_dir, 0700);
  g_mkdir (fixture->site, 0700);
  write_settings (fixture, "https://img.example.com");
  open_engine (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_engine (fixture);
  drop_engine (fixture);
  test_folder_remove (fixture->base);
  g_free (fixture->base);
  g_free (fixture->config_dir);
  g_free (fixture->data_dir);
  g_free (fixture->site);
}

/* A picture of its own for each @number. */
static GBytes *
new_picture (guint8 number)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, pixel, sizeof pixel);
  g_byte_array_append (bytes, &number, 1);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static void
add_picture (GPtrArray *inputs, const char *name, guint8 number)
{
  g_autoptr (GBytes) bytes = new_picture (number);

  g_ptr_array_add (inputs, ph_engine_input_new (name, bytes));
}

static GPtrArray *
new_inputs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
}

static GPtrArray *
upload (Fixture *fixture, GPtrArray *inputs, const char *profile, GError **error)
{
  const PhEngineOptions options = { .profile = profile };
  GPtrArray *outcomes;

  ph_engine_upload_async (fixture->engine, inputs, &options, NULL, on_done, fixture);
  outcomes = ph_engine_upload_finish (fixture->engine, wait (fixture), error);
  g_clear_object (&fixture->result);
  return outcomes;
}

/* The only outcome of picture @number. */
static PhOutcome *
upload_one (Fixture *fixture, guint8 number)
{
  g_autoptr (GPtrArray) inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;

  add_picture (inputs, "pixel.png", number);
  outcomes = upload (fixture, g_steal_pointer (&inputs), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcomes->len, ==, 1);
  return ph_outcome_copy (outcomes->pdata[0]);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
object_exists (Fixture *fixture, const PhOutcome *outcome)
{
  g_autofree char *path = g_build_filename (fixture->site, outcome->key, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* --- the tests --- */

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (fixture->base, "a file.png", NULL);
  g_autofree char *spool = g_build_filename (fixture->data_dir, "spool", NULL);

  g_file_set_contents (file, (const char *) pixel, sizeof pixel, NULL);
  add_picture (inputs, "copied.png", 1);
  g_ptr_array_add (inputs, ph_engine_input_new ("/nowhere/at/all.png", NULL));
  g_ptr_array_add (inputs, ph_engine_input_new ("", NULL));
  g_ptr_array_add (inputs, ph_engine_input_new (file, NULL));
  outcomes = upload (fixture, g_steal_pointer (&inputs), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcomes->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];

      if (i == 1 || i == 2)
        {
          g_assert_error (outcome->error, PH_ERROR, PH_ERROR_INPUT);
          continue;
        }
      g_assert_no_error (outcome->error);
      g_assert_true (g_str_has_prefix (outcome->url, "https://img.example.com/"));
      g_assert_true (object_exists (fixture, outcome));
    }
  while (fixture->outcomes < 4)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->changes, >, 0);
  g_assert_cmpuint (count_entries (spool), ==, 0);
}

static void
test_unknown_profile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;

  add_picture (inputs, "a.png", 1);
  outcomes = upload (fixture, g_steal_pointer (&inputs), "nobody", &error);
  g_assert_null (outcomes);
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
}

/* New settings hold from the next upload on. */
static void
test_reload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhOutcome) before = upload_one (fixture, 1);
  g_autoptr (PhOutcome) after = NULL;

  write_settings (fixture, "https://other.example.org/img");
  ph_engine_reload (fixture->engine, ph_config_load (fixture->config_dir, NULL));
  after = upload_one (fixture, 2);
  g_assert_true (g_str_has_prefix (before->url, "https://img.example.com/"));
  g_assert_true (g_str_has_prefix (after->url, "https://other.example.org/img/"));
}

static void
test_removal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PhOutcome) outcome = upload_one (fixture, 1);
  g_autoptr (GError) error = NULL;
  PhRemovalResult removal;

  ph_engine_remove_async (fixture->engine, outcome->id, PH_REMOVAL_SAFE, on_done, fixture);
  ph_engine_remove_finish (fixture->engine, wait (fixture), &removal, &error);
  g_assert_no_error (error);
  g_assert_true (removal.deleted_object);
  g_assert_false (object_exists (fixture, outcome));

  g_clear_object (&fixture->result);
  ph_engine_remove_async (fixture->engine, outcome->id, PH_REMOVAL_SAFE, on_done, fixture);
  g_assert_false (ph_engine_remove_finish (fixture->engine, wait (fixture), &removal, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_object (&fixture->result);
}

static gboolean
count_jobs (PhDatabase *database, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) jobs = ph_queue_list (database, error);

  if (jobs != NULL)
    *(guint *) data = jobs->len;
  return jobs != NULL;
}

static guint
query_jobs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint n_jobs = 0;

  ph_engine_query_async (fixture->engine, count_jobs, &n_jobs, NULL, on_done, fixture);
  ph_engine_query_finish (fixture->engine, wait (fixture), &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
  return n_jobs;
}

/* A paused engine accepts; closed and opened again, it sends what it had accepted. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  const PhEngineOptions options = { 0 };
  GPtrArray *inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;
  Fixture asked = { 0 };

  ph_engine_set_paused (fixture->engine, TRUE);
  add_picture (inputs, "a.png", 1);
  ph_engine_upload_async (fixture->engine, inputs, &options, NULL, on_done, &asked);
  while (query_jobs (fixture) == 0)
    ;
  g_assert_cmpuint (count_entries (fixture->site), ==, 0);

  close_engine (fixture);
  outcomes = ph_engine_upload_finish (fixture->engine, wait (&asked), &error);
  g_clear_object (&asked.result);
  drop_engine (fixture);
  g_assert_no_error (error);
  g_assert_true (ph_error_is_cancelled (((PhOutcome *) outcomes->pdata[0])->error));

  fixture->outcomes = 0;
  open_engine (fixture);
  while (fixture->outcomes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (query_jobs (fixture), ==, 0);
  g_assert_cmpuint (count_entries (fixture->site), ==, 1);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  const PhEngineOptions options = { 0 };
  g_autofree char *spool = g_build_filename (fixture->data_dir, "spool", NULL);
  GPtrArray *inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  Fixture asked = { 0 };

  ph_engine_set_paused (fixture->engine, TRUE);
  add_picture (inputs, "a.png", 1);
  ph_engine_upload_async (fixture->engine, inputs, &options, NULL, on_done, &asked);
  while (query_jobs (fixture) == 0)
    ;
  ph_engine_cancel (fixture->engine, 1);
  outcomes = ph_engine_upload_finish (fixture->engine, wait (&asked), NULL);
  g_clear_object (&asked.result);
  g_assert_true (ph_error_is_cancelled (((PhOutcome *) outcomes->pdata[0])->error));
  g_assert_cmpuint (query_jobs (fixture), ==, 0);
  g_assert_cmpuint (count_entries (spool), ==, 0);
}

static void
assert_nothing_left (Fixture *fixture, GPtrArray *outcomes)
{
  g_autofree char *spool = g_build_filename (fixture->data_dir, "spool", NULL);

  for (guint i = 0; i < outcomes->len; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];

      g_assert_true (ph_error_is_cancelled (outcome->error));
      g_assert_cmpint (outcome->id, ==, 0);
    }
  g_assert_cmpuint (query_jobs (fixture), ==, 0);
  g_assert_cmpuint (count_entries (spool), ==, 0);
  g_assert_cmpuint (count_entries (fixture->site), ==, 0);
}

/* @data: cancelled before it is accepted, or afterwards, when it is on its way with older settings.
 * What is put up afterwards is none of its business. */
static void
test_cancel_batch (Fixture *fixture, gconstpointer data)
{
  const PhEngineOptions options = { 0 };
  gboolean accepted = GPOINTER_TO_INT (data);
  GPtrArray *inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (PhOutcome) other = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture asked = { 0 };

  ph_engine_set_paused (fixture->engine, TRUE);
  add_picture (inputs, "a.png", 1);
  add_picture (inputs, "b.png", 2);
  ph_engine_upload_async (fixture->engine, inputs, &options, cancellable, on_done, &asked);
  while (accepted && query_jobs (fixture) < 2)
    ;
  ph_engine_reload (fixture->engine, ph_config_load (fixture->config_dir, NULL));
  g_cancellable_cancel (cancellable);
  outcomes = ph_engine_upload_finish (fixture->engine, wait (&asked), NULL);
  g_clear_object (&asked.result);
  g_assert_cmpuint (outcomes->len, ==, 2);
  assert_nothing_left (fixture, outcomes);

  ph_engine_set_paused (fixture->engine, FALSE);
  other = upload_one (fixture, 3);
  g_assert_true (object_exists (fixture, other));
}

/* 0 is every one. */
static void
test_cancel_all (Fixture *fixture, gconstpointer data)
{
  const PhEngineOptions options = { 0 };
  GPtrArray *inputs = new_inputs ();
  g_autoptr (GPtrArray) outcomes = NULL;
  Fixture asked = { 0 };

  ph_engine_set_paused (fixture->engine, TRUE);
  add_picture (inputs, "a.png", 1);
  add_picture (inputs, "b.png", 2);
  ph_engine_upload_async (fixture->engine, inputs, &options, NULL, on_done, &asked);
  while (query_jobs (fixture) < 2)
    ;
  ph_engine_cancel (fixture->engine, 0);
  outcomes = ph_engine_upload_finish (fixture->engine, wait (&asked), NULL);
  g_clear_object (&asked.result);
  assert_nothing_left (fixture, outcomes);
}

static gboolean
add_queued_job (PhDatabase *database, gpointer data, GError **error)
{
  PhJob *job = data;

  return ph_queue_add (database, job, NULL, error);
}

/* What another program puts into the queue is sent without being told. */
static void
test_other_program (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->base, "queued.png", NULL);
  g_autoptr (PhDatabase) other = ph_database_open (fixture->data_dir, NULL);
  g_autoptr (PhJob) job = ph_job_new ();
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, (const char *) pixel, sizeof pixel, NULL);
  job->input = g_strdup (file);
  job->path = g_strdup (file);
  job->name = g_strdup ("queued.png");
  job->alt = g_strdup ("queued");
  job->profile = g_strdup ("site");
  job->flags = PH_JOB_BACKGROUND;
  ph_database_run (other, add_queued_job, job, &error);
  g_assert_no_error (error);
  while (fixture->outcomes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_entries (fixture->site), ==, 1);
}

static gboolean
run_sql (PhDatabase *database, gpointer data, GError **error)
{
  PhStatement *statement = ph_database_prepare (database, data, error);

  return statement != NULL && ph_statement_run (statement, error);
}

static void
change_database (Fixture *fixture, const char *sql)
{
  g_autoptr (PhDatabase) other = ph_database_open (fixture->data_dir, NULL);
  g_autoptr (GError) error = NULL;

  ph_database_run (other, run_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

/* What is up and could not be noted is noted by the same program when it can be, without being sent
 * twice. */
static void
test_not_noted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *inputs = new_inputs ();

  change_database (fixture, "CREATE TRIGGER refuse BEFORE INSERT ON history"
                            " BEGIN SELECT RAISE (ABORT, 'no room'); END");
  add_picture (inputs, "a.png", 1);
  outcomes = upload (fixture, inputs, NULL, &error);
  g_assert_no_error (error);
  g_assert_error (((PhOutcome *) outcomes->pdata[0])->error, PH_ERROR, PH_ERROR_DATABASE);
  g_assert_null (((PhOutcome *) outcomes->pdata[0])->url);
  g_assert_cmpuint (count_entries (fixture->site), ==, 1);
  g_assert_cmpuint (query_jobs (fixture), ==, 1);

  change_database (fixture, "DROP TRIGGER refuse");
  ph_engine_retry (fixture->engine, 0);
  while (query_jobs (fixture) > 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_entries (fixture->site), ==, 1);
}

/* Nothing works, nothing breaks. */
static void
test_unusable_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *inputs = new_inputs ();

  close_engine (fixture);
  drop_engine (fixture);
  fixture->engine = ph_engine_new (fixture->config_dir, "/dev/null/data");
  ph_engine_open_async (fixture->engine, on_done, fixture);
  g_assert_false (ph_engine_open_finish (fixture->engine, wait (fixture), NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);
  g_clear_object (&fixture->result);

  add_picture (inputs, "a.png", 1);
  outcomes = upload (fixture, inputs, NULL, &error);
  g_assert_null (outcomes);
  g_assert_error (error, PH_ERROR, PH_ERROR_DATABASE);
  ph_engine_retry (fixture->engine, 0);
  ph_engine_cancel (fixture->engine, 1);
  ph_engine_reload (fixture->engine, NULL);
}

#define ENGINE_TEST(name, function)                                                                \
  g_test_add ("/engine/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ENGINE_TEST ("order", test_order);
  ENGINE_TEST ("unknown-profile", test_unknown_profile);
  ENGINE_TEST ("reload", test_reload);
  ENGINE_TEST ("removal", test_removal);
  ENGINE_TEST ("goes-on", test_goes_on);
  ENGINE_TEST ("cancel", test_cancel);
  g_test_add ("/engine/cancel-batch", Fixture, GINT_TO_POINTER (FALSE), set_up, test_cancel_batch,
              tear_down);
  g_test_add ("/engine/cancel-accepted-batch", Fixture, GINT_TO_POINTER (TRUE), set_up,
              test_cancel_batch, tear_down);
  ENGINE_TEST ("cancel-all", test_cancel_all);
  ENGINE_TEST ("other-program", test_other_program);
  ENGINE_TEST ("not-noted", test_not_noted);
  ENGINE_TEST ("unusable-folder", test_unusable_folder);
  return g_test_run ();
}
