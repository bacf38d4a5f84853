/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "ph-digest.h"
#include "ph-error.h"
#include "ph-s3-checkpoint.h"
#include "s3-fixture.h"

#define MIB ((gint64) 1024 * 1024)
#define PART (5 * MIB)
#define SIZE (6 * PART + 123)
#define PARTS 7

typedef struct
{
  S3Fixture server;

  char *path;
  PhContent *content;
  PhDigest digest;
  char *key;
  GCancellable *cancellable;
  guint cancel_after; /* checkpoints; 0: never */
  guint checkpoints;
  char *checkpoint; /* the last one */
  gint64 progress;  /* the furthest */
  gint64 first_progress;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_malloc (SIZE);
  guint32 state = 1;

  s3_fixture_set_up (&fixture->server, data);
  if (fixture->server.storage == NULL)
    return;
  fixture->server.target->multipart_threshold = PART;
  fixture->server.target->part_size = PART;
  for (gint64 i = 0; i < SIZE; i++)
    bytes[i] = (char) ((state = state * 1664525 + 1013904223) >> 24);
  fixture->path = g_build_filename (g_get_tmp_dir (), "pichoist-multipart-XXXXXX", NULL);
  g_close (g_mkstemp (fixture->path), NULL);
  g_assert_true (g_file_set_contents (fixture->path, bytes, SIZE, &error));
  fixture->content = ph_content_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (ph_digest_compute (fixture->content, 0, -1, PH_DIGEST_SHA256, &fixture->digest,
                                    NULL, &error));
  fixture->key = s3_fixture_dup_key (&fixture->server, "large (图).bin");
  fixture->cancellable = g_cancellable_new ();
  fixture->first_progress = -1;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->content, ph_content_unref);
  if (fixture->path != NULL)
    g_remove (fixture->path);
  g_free (fixture->path);
  g_free (fixture->key);
  g_free (fixture->checkpoint);
  g_clear_object (&fixture->cancellable);
  s3_fixture_tear_down (&fixture->server, data);
}

static void
on_checkpoint (const char *checkpoint, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->checkpoint);
  fixture->checkpoint = g_strdup (checkpoint);
  fixture->checkpoints++;
  if (fixture->checkpoints == fixture->cancel_after)
    g_cancellable_cancel (fixture->cancellable);
}

static void
on_progress (gint64 done, gint64 total, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpint (total, ==, SIZE);
  g_assert_cmpint (done, >=, 0);
  g_assert_cmpint (done, <=, total);
  if (fixture->first_progress < 0)
    fixture->first_progress = done;
  fixture->progress = MAX (fixture->progress, done);
}

static PhObject *
put (Fixture *fixture, const char *checkpoint, gboolean if_absent, GError **error)
{
  g_autofree char *copy = g_strdup (checkpoint);
  const PhPutRequest request = {
    .key = fixture->key,
    .content = fixture->content,
    .content_type = "application/octet-stream",
    .sha256 = fixture->digest.sha256,
    .if_absent = if_absent,
    .checkpoint = copy,
    .progress = on_progress,
    .on_checkpoint = on_checkpoint,
    .user_data = fixture,
  };

  fixture->checkpoints = 0;
  fixture->first_progress = -1;
  fixture->progress = 0;
  return s3_put_request (&fixture->server, &request, fixture->cancellable, error);
}

static void
assert_stored (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) head = s3_head (&fixture->server, fixture->key, &error);
  g_autoptr (GBytes) bytes = s3_get (&fixture->server, fixture->key, SIZE, &error);
  g_autofree char *sha256 = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (head->size, ==, SIZE);
  g_assert_cmpstr (head->sha256, ==, fixture->digest.sha256);
  g_assert_cmpstr (head->content_type, ==, "application/octet-stream");
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_assert_cmpstr (sha256, ==, fixture->digest.sha256);
}

/* Uploads until so many checkpoints were told, and stops. */
static void
put_and_stop (Fixture *fixture, guint checkpoints)
{
  g_autoptr (GError) error = NULL;

  fixture->cancel_after = checkpoints;
  g_assert_null (put (fixture, NULL, FALSE, &error));
  g_assert_true (ph_error_is_cancelled (error));
  g_assert_nonnull (fixture->checkpoint);
  g_assert_null (s3_head (&fixture->server, fixture->key, NULL));
  fixture->cancel_after = 0;
  g_cancellable_reset (fixture->cancellable);
}

static guint
count_sent_parts (const char *text)
{
  g_autoptr (PhS3Checkpoint) checkpoint = ph_s3_checkpoint_parse (text);
  guint sent = 0;

  g_assert_nonnull (checkpoint);
  for (guint i = 0; i < checkpoint->parts->len; i++)
    if (((PhS3Part *) g_ptr_array_index (checkpoint->parts, i))->etag != NULL)
      sent++;
  return sent;
}

/* The last part is shorter than the others, and may be among those that were sent. */
static gint64
least_bytes_of (guint parts)
{
  return (gint64) (parts - 1) * PART + (SIZE - (gint64) (PARTS - 1) * PART);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  object = put (fixture, NULL, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (object->key, ==, fixture->key);
  g_assert_cmpint (object->size, ==, SIZE);
  g_assert_cmpint (fixture->progress, ==, SIZE);
  g_assert_cmpuint (fixture->checkpoints, ==, 1 + PARTS);
  g_assert_cmpuint (count_sent_parts (fixture->checkpoint), ==, PARTS);
  assert_stored (fixture);

  g_assert_null (put (fixture, NULL, TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  g_assert_cmpuint (fixture->checkpoints, ==, 0);
}

/* What the server has is not sent again: no checkpoint is told for it, and the bytes that progress
 * tells begin with it. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  guint sent;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  put_and_stop (fixture, 4);
  sent = count_sent_parts (fixture->checkpoint);
  g_assert_cmpuint (sent, >=, 3);

  object = put (fixture, fixture->checkpoint, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_cmpint (fixture->first_progress, >=, least_bytes_of (sent));
  g_assert_cmpint (fixture->progress, ==, SIZE);
  g_assert_cmpuint (fixture->checkpoints, <=, PARTS - sent);
  assert_stored (fixture);
}

/* A part that the server has and the checkpoint doesn't know of, as after a crash between the two:
 * only a server with ListParts can tell. */
static void
test_resume_listed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autoptr (PhS3Checkpoint) checkpoint = NULL;
  g_autofree char *upload_id = NULL;
  g_autofree char *text = NULL;
  guint sent;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  put_and_stop (fixture, 4);
  sent = count_sent_parts (fixture->checkpoint);
  checkpoint = ph_s3_checkpoint_parse (fixture->checkpoint);
  upload_id = g_strdup (checkpoint->upload_id);
  ph_s3_checkpoint_restart (checkpoint);
  checkpoint->upload_id = g_steal_pointer (&upload_id);
  text = ph_s3_checkpoint_to_text (checkpoint);
  g_assert_cmpuint (count_sent_parts (text), ==, 0);

  object = put (fixture, text, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_cmpint (fixture->first_progress, >=, least_bytes_of (sent));
  g_assert_cmpuint (fixture->checkpoints, <=, PARTS - sent);
  assert_stored (fixture);
}

/* Stopped when all parts were there. */
static void
test_resume_complete (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  put_and_stop (fixture, 1 + PARTS);
  object = put (fixture, fixture->checkpoint, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_cmpuint (fixture->checkpoints, ==, 0);
  assert_stored (fixture);
}

/* The upload was completed, and only we don't know it. */
static void
test_resume_completed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autoptr (PhObject) again = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  object = put (fixture, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  again = put (fixture, fixture->checkpoint, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->size, ==, SIZE);
  assert_stored (fixture);
}

/* The server has given the upload up meanwhile: all of it is sent again. */
static void
test_resume_aborted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  put_and_stop (fixture, 4);
  g_assert_true (s3_abort (&fixture->server, fixture->key, fixture->checkpoint, &error));
  g_assert_no_error (error);
  g_assert_true (s3_abort (&fixture->server, fixture->key, fixture->checkpoint, &error));
  g_assert_no_error (error);

  object = put (fixture, fixture->checkpoint, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_cmpuint (fixture->checkpoints, ==, 1 + PARTS);
  assert_stored (fixture);
}

/* A checkpoint of other bytes, or no checkpoint at all, must not be used. */
static void
test_foreign_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autofree char *foreign = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  g_assert_true (s3_abort (&fixture->server, fixture->key, "no checkpoint", &error));
  put_and_stop (fixture, 4);
  foreign = g_strdup (fixture->checkpoint);
  g_strdelimit (strstr (foreign, fixture->digest.sha256), "0123456789abcdef", '0');
  object = put (fixture, foreign, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  g_assert_cmpuint (fixture->checkpoints, ==, 1 + PARTS);
  assert_stored (fixture);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!s3_fixture_is_there (&fixture->server))
    return;
  put_and_stop (fixture, 3);
  g_utime (fixture->path, NULL);
  g_assert_null (put (fixture, fixture->checkpoint, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
  g_assert_null (s3_head (&fixture->server, fixture->key, NULL));
}

#define ADD(name, variables, function)                                                             \
  g_test_add ("/s3-large/" name, Fixture, variables, set_up, function, tear_down)
#define ADD_BOTH(name, function)                                                                   \
  ADD ("r2/" name, "S3_", function);                                                               \
  ADD ("ceph/" name, "RGW_", function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_BOTH ("whole", test_whole);
  ADD_BOTH ("resume", test_resume);
  ADD ("ceph/resume-listed", "RGW_", test_resume_listed);
  ADD_BOTH ("resume-complete", test_resume_complete);
  ADD_BOTH ("resume-completed", test_resume_completed);
  ADD_BOTH ("resume-aborted", test_resume_aborted);
  ADD_BOTH ("foreign-checkpoint", test_foreign_checkpoint);
  ADD_BOTH ("changed", test_changed);
  return g_test_run ();
}
