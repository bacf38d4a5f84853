/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ph-error.h"
#include "ph-s3-checkpoint.h"
#include "scripted-s3.h"

/* The faults of multipart uploads; tests/integration/test-s3-large.c has what goes well. The
 * three bytes "abc" are two parts here. */

#define OK "HTTP/1.1 200 OK\n"
#define PART_OK "HTTP/1.1 200 OK\nETag: \"0a\"\n"
#define NOT_FOUND "HTTP/1.1 404 Not Found\n"
#define BEGUN                                                                                      \
  "<InitiateMultipartUploadResult><UploadId>id/1</UploadId></InitiateMultipartUploadResult>"
#define COMPLETED                                                                                  \
  "<CompleteMultipartUploadResult><ETag>\"0a-2\"</ETag></CompleteMultipartUploadResult>"
#define NO_SUCH_UPLOAD "<Error><Code>NoSuchUpload</Code></Error>"

typedef struct
{
  ScriptedS3 s3;

  char *checkpoint; /* the last one told */
  guint checkpoints;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  scripted_s3_set_up (&fixture->s3, data);
  fixture->s3.target->multipart_threshold = 2;
  fixture->s3.target->part_size = 2;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  scripted_s3_assert_no_more_requests (&fixture->s3);
  g_free (fixture->checkpoint);
  scripted_s3_tear_down (&fixture->s3, data);
}

static void
on_checkpoint (const char *checkpoint, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->checkpoint);
  fixture->checkpoint = g_strdup (checkpoint);
  fixture->checkpoints++;
}

static PhObject *
put (Fixture *fixture, const char *checkpoint, gboolean if_absent, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  g_autofree char *copy = g_strdup (checkpoint);
  const PhPutRequest request = {
    .key = "a.png",
    .content = content,
    .content_type = "image/png",
    .sha256 = SCRIPTED_S3_SHA256,
    .if_absent = if_absent,
    .checkpoint = copy,
    .on_checkpoint = on_checkpoint,
    .user_data = fixture,
  };
  g_autoptr (GAsyncResult) result = NULL;

  fixture->checkpoints = 0;
  ph_storage_put_async (fixture->s3.storage, &request, NULL, scripted_s3_on_done, &fixture->s3);
  result = scripted_s3_wait (&fixture->s3);
  return ph_storage_put_finish (fixture->s3.storage, result, error);
}

static void
add (Fixture *fixture, const char *head, const char *body)
{
  scripted_server_add (fixture->s3.server, head, body);
}

/* The next request begins so. */
static void
assert_request (Fixture *fixture, const char *line)
{
  g_autofree char *request = scripted_server_take_request (fixture->s3.server);

  g_assert_nonnull (request);
  if (g_str_has_prefix (request, line))
    return;
  request[strcspn (request, "\r")] = '\0';
  g_error ("not “%s” but “%s”", line, request);
}

static void
assert_two_parts (Fixture *fixture)
{
  /* In whatever order. */
  for (guint i = 0; i < 2; i++)
    assert_request (fixture, "PUT /base/pics/a.png?partNumber=");
}

static void
add_begin_and_parts (Fixture *fixture)
{
  add (fixture, OK, BEGUN);
  add (fixture, PART_OK, NULL);
  add (fixture, PART_OK, NULL);
}

static void
assert_begin_and_parts (Fixture *fixture)
{
  assert_request (fixture, "POST /base/pics/a.png?uploads= ");
  assert_two_parts (fixture);
}

/* CompleteMultipartUpload says 200 before it knows. */
static void
test_error_in_200 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autofree char *checkpoint = NULL;

  add_begin_and_parts (fixture);
  add (fixture, OK, "   <Error><Code>InternalError</Code></Error>");
  g_assert_null (put (fixture, NULL, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
  assert_begin_and_parts (fixture);
  assert_request (fixture, "POST /base/pics/a.png?uploadId=id%2F1 ");

  /* The checkpoint is still good: only the last step is done again. */
  g_clear_error (&error);
  checkpoint = g_strdup (fixture->checkpoint);
  add (fixture, "HTTP/1.1 501 Not Implemented\n", NULL);
  add (fixture, OK, COMPLETED);
  object = put (fixture, checkpoint, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (object->etag, ==, "0a-2");
  assert_request (fixture, "GET /base/pics/a.png?");
  assert_request (fixture, "POST /base/pics/a.png?uploadId=id%2F1 ");
}

/* Ceph gives no ETag for the whole, and some server may give none for a part. */
static void
test_no_etag (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autofree char *complete = NULL;

  add (fixture, OK, BEGUN);
  add (fixture, OK, NULL);
  add (fixture, OK, NULL);
  add (fixture, OK, "<CompleteMultipartUploadResult><ETag/></CompleteMultipartUploadResult>");
  object = put (fixture, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_null (object->etag);
  assert_begin_and_parts (fixture);
  complete = scripted_server_take_request (fixture->s3.server);
  /* The MD5 of "ab" and of "c". */
  g_assert_nonnull (strstr (complete, "<PartNumber>1</PartNumber><ETag>&quot;"
                                      "187ef4436122d1cc2f40dc2b92f0eba0&quot;</ETag>"));
  g_assert_nonnull (strstr (complete, "<PartNumber>2</PartNumber><ETag>&quot;"
                                      "4a8a08f09d37b73795649038408b5f33&quot;</ETag>"));
}

/* The first request to complete did its work and its answer was lost. */
static void
test_lost_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;

  add_begin_and_parts (fixture);
  add (fixture, NOT_FOUND, NO_SUCH_UPLOAD);
  add (fixture, "HTTP/1.1 200 OK\nETag: \"0a-2\"\nx-amz-meta-sha256: " SCRIPTED_S3_SHA256 "\n",
       NULL);
  object = put (fixture, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (object->etag, ==, "0a-2");
  assert_begin_and_parts (fixture);
  assert_request (fixture, "POST /base/pics/a.png?uploadId=");
  assert_request (fixture, "HEAD /base/pics/a.png ");
}

/* Other bytes are there: that was not us. */
static void
test_lost_upload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_begin_and_parts (fixture);
  add (fixture, NOT_FOUND, NO_SUCH_UPLOAD);
  add (fixture, "HTTP/1.1 200 OK\nETag: \"0a-2\"\nx-amz-meta-sha256: other\n", NULL);
  g_assert_null (put (fixture, NULL, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
  assert_begin_and_parts (fixture);
  assert_request (fixture, "POST /base/pics/a.png?uploadId=");
  assert_request (fixture, "HEAD /base/pics/a.png ");
}

/* A server that can't complete on a condition is asked without it: we have looked before. */
static void
test_condition_unsupported (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autofree char *conditional = NULL;
  g_autofree char *plain = NULL;

  add (fixture, NOT_FOUND, NULL);
  add_begin_and_parts (fixture);
  add (fixture, "HTTP/1.1 501 Not Implemented\n", "<Error><Code>NotImplemented</Code></Error>");
  add (fixture, OK, COMPLETED);
  object = put (fixture, NULL, TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  assert_request (fixture, "HEAD /base/pics/a.png ");
  assert_begin_and_parts (fixture);
  conditional = scripted_server_take_request (fixture->s3.server);
  plain = scripted_server_take_request (fixture->s3.server);
  scripted_s3_assert_header (conditional, "If-None-Match", "*");
  scripted_s3_assert_header (plain, "If-None-Match", NULL);
}

static void
test_condition_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, NOT_FOUND, NULL);
  add_begin_and_parts (fixture);
  add (fixture, "HTTP/1.1 412 Precondition Failed\n", NULL);
  g_assert_null (put (fixture, NULL, TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  assert_request (fixture, "HEAD /base/pics/a.png ");
  assert_begin_and_parts (fixture);
  assert_request (fixture, "POST /base/pics/a.png?uploadId=");
}

/* Looking fails for a reason of its own: nothing is begun. */
static void
test_look_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "HTTP/1.1 503 Busy\n", NULL);
  g_assert_null (put (fixture, NULL, TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  assert_request (fixture, "HEAD /base/pics/a.png ");
}

/* One part fails, the other one is not lost. */
static void
test_part_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhS3Checkpoint) checkpoint = NULL;

  add (fixture, OK, BEGUN);
  add (fixture, "HTTP/1.1 500 Oh\n", NULL);
  add (fixture, PART_OK, NULL);
  g_assert_null (put (fixture, NULL, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
  assert_request (fixture, "POST /base/pics/a.png?uploads= ");
  assert_request (fixture, "PUT /base/pics/a.png?partNumber=");
  /* Depending on when it was hashed, the second part was on its way or never began. */
  if (fixture->checkpoints == 2)
    assert_request (fixture, "PUT /base/pics/a.png?partNumber=");
  checkpoint = ph_s3_checkpoint_parse (fixture->checkpoint);
  g_assert_nonnull (checkpoint);
  g_assert_cmpstr (checkpoint->upload_id, ==, "id/1");
}

static void
test_no_upload_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, OK, "<InitiateMultipartUploadResult/>");
  g_assert_null (put (fixture, NULL, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpuint (fixture->checkpoints, ==, 0);
  assert_request (fixture, "POST /base/pics/a.png?uploads= ");
}

#define CHECKPOINT "pichoist-multipart 1\nid\n" SCRIPTED_S3_SHA256 "\n3\n2\n1 %22old%22\n"

/* ListParts in two pages; a part of another size is sent again. */
static void
test_listed_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autofree char *complete = NULL;

  add (fixture, OK,
       "<ListPartsResult><IsTruncated>true</IsTruncated>"
       "<NextPartNumberMarker>1</NextPartNumberMarker>"
       "<Part><PartNumber>1</PartNumber><ETag>\"new\"</ETag><Size>2</Size></Part>"
       "</ListPartsResult>");
  add (fixture, OK,
       "<ListPartsResult><IsTruncated>false</IsTruncated>"
       "<Part><PartNumber>2</PartNumber><ETag>\"cut\"</ETag><Size>0</Size></Part>"
       "<Part><PartNumber>3</PartNumber><ETag>\"odd\"</ETag><Size>2</Size></Part>"
       "</ListPartsResult>");
  add (fixture, PART_OK, NULL);
  add (fixture, OK, COMPLETED);
  object = put (fixture, CHECKPOINT, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (object);
  assert_request (fixture, "GET /base/pics/a.png?max-parts=1000&part-number-marker=0&uploadId=id ");
  assert_request (fixture, "GET /base/pics/a.png?max-parts=1000&part-number-marker=1&uploadId=id ");
  assert_request (fixture, "PUT /base/pics/a.png?partNumber=2&uploadId=id ");
  complete = scripted_server_take_request (fixture->s3.server);
  g_assert_nonnull (strstr (complete, "&quot;new&quot;"));
  g_assert_nonnull (strstr (complete, "&quot;0a&quot;"));
}

/* The server has lost a part: everything is sent anew, once. */
static void
test_invalid_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "HTTP/1.1 501 Not Implemented\n", NULL);
  add (fixture, PART_OK, NULL);
  add (fixture, "HTTP/1.1 400 Bad Request\n", "<Error><Code>InvalidPart</Code></Error>");
  add_begin_and_parts (fixture);
  add (fixture, "HTTP/1.1 400 Bad Request\n", "<Error><Code>InvalidPart</Code></Error>");
  g_assert_null (put (fixture, CHECKPOINT, FALSE, &error));
  g_assert_nonnull (error);
  assert_request (fixture, "GET /base/pics/a.png?");
  assert_request (fixture, "PUT /base/pics/a.png?partNumber=2&uploadId=id ");
  assert_request (fixture, "POST /base/pics/a.png?uploadId=id ");
  assert_begin_and_parts (fixture);
  assert_request (fixture, "POST /base/pics/a.png?uploadId=id%2F1 ");
}

/* No answer about the parts is no reason to throw them away. */
static void
test_list_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "HTTP/1.1 503 Busy\n", NULL);
  g_assert_null (put (fixture, CHECKPOINT, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpuint (fixture->checkpoints, ==, 0);
  assert_request (fixture, "GET /base/pics/a.png?");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/s3-multipart/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("error-in-200", test_error_in_200);
  ADD ("no-etag", test_no_etag);
  ADD ("lost-answer", test_lost_answer);
  ADD ("lost-upload", test_lost_upload);
  ADD ("condition-unsupported", test_condition_unsupported);
  ADD ("condition-fails", test_condition_fails);
  ADD ("look-fails", test_look_fails);
  ADD ("part-fails", test_part_fails);
  ADD ("no-upload-id", test_no_upload_id);
  ADD ("listed-parts", test_listed_parts);
  ADD ("invalid-part", test_invalid_part);
  ADD ("list-fails", test_list_fails);
  return g_test_run ();
}
