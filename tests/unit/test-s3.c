/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ph-error.h"
#include "scripted-s3.h"

#define OK "HTTP/1.1 200 OK\nETag: \"0a\"\n"
#define FORBIDDEN "HTTP/1.1 403 Forbidden\n"

/* What a PUT says, and what it must not say (R2 and others refuse ACLs, chunks and checksums). */
static void
test_put_headers (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  g_autofree char *authorization = NULL;
  g_autofree char *host
      = g_strdup_printf ("127.0.0.1:%u", scripted_server_get_port (fixture->server));

  fixture->target->acl = g_strdup (""); /* set and emptied again */
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_put (fixture, FALSE, &error));
  g_assert_no_error (error);
  request = scripted_server_take_request (fixture->server);
  g_assert_true (
      g_str_has_prefix (request, "PUT /base/pics/2026/%E5%9B%BE%20%281%29.png HTTP/1.1\r\n"));
  scripted_s3_assert_header (request, "Host", host);
  scripted_s3_assert_header (request, "Content-Length", "3");
  scripted_s3_assert_header (request, "Content-Type", "image/png");
  scripted_s3_assert_header (request, "Content-MD5", "kAFQmDzST7DWlj99KOF/cg==");
  scripted_s3_assert_header (request, "Cache-Control", "public, max-age=300");
  scripted_s3_assert_header (request, "x-amz-meta-sha256", SCRIPTED_S3_SHA256);
  scripted_s3_assert_header (request, "x-amz-content-sha256", SCRIPTED_S3_SHA256);
  scripted_s3_assert_header (request, "x-amz-acl", NULL);
  scripted_s3_assert_header (request, "x-amz-security-token", NULL);
  scripted_s3_assert_header (request, "Expect", NULL);
  scripted_s3_assert_header (request, "Transfer-Encoding", NULL);
  scripted_s3_assert_header (request, "Content-Encoding", NULL);
  scripted_s3_assert_header (request, "Content-Disposition", NULL);
  scripted_s3_assert_header (request, "If-None-Match", NULL);
  g_assert_null (strstr (request, "x-amz-checksum"));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\nabc"));
  authorization = scripted_request_dup_header (request, "Authorization");
  g_assert_nonnull (strstr (authorization, "Credential=KEYID/"));
  g_assert_nonnull (strstr (authorization, "/us-east-1/s3/aws4_request, "));
  g_assert_nonnull (strstr (authorization,
                            "SignedHeaders=cache-control;content-md5;content-type;host;"
                            "x-amz-content-sha256;x-amz-date;x-amz-meta-sha256, "));
  g_assert_null (strstr (request, SCRIPTED_S3_SECRET));
}

static void
test_put_options (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;

  fixture->target->acl = g_strdup ("public-read");
  fixture->preset.signs_http_payload = FALSE;
  fixture->token = "to/k+en=";
  scripted_s3_renew_storage (fixture);
  scripted_server_add (fixture->server, "HTTP/1.1 200 OK\n", NULL); /* no ETag is fine */
  g_assert_true (scripted_s3_put (fixture, TRUE, &error));
  g_assert_no_error (error);
  request = scripted_server_take_request (fixture->server);
  scripted_s3_assert_header (request, "x-amz-acl", "public-read");
  scripted_s3_assert_header (request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  scripted_s3_assert_header (request, "x-amz-security-token", "to/k+en=");
  scripted_s3_assert_header (request, "If-None-Match", "*");

  /* Where a provider doesn't honour the condition it isn't sent. */
  g_free (request);
  fixture->preset.put_if_absent = FALSE;
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_put (fixture, TRUE, &error));
  request = scripted_server_take_request (fixture->server);
  scripted_s3_assert_header (request, "If-None-Match", NULL);
}

static void
test_acl_refused (ScriptedS3 *fixture, gconstpointer data)
{
  static const char *const refusals[][2] = {
    { "HTTP/1.1 501 Not Implemented\n", "<Error><Code>NotImplemented</Code></Error>" },
    { "HTTP/1.1 400 Bad Request\n", "<Error><Code>AccessControlListNotSupported</Code></Error>" },
    { FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>" },
  };

  fixture->target->acl = g_strdup ("public-read");
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;

      scripted_server_add (fixture->server, refusals[i][0], refusals[i][1]);
      g_assert_false (scripted_s3_put (fixture, FALSE, &error));
      g_assert_nonnull (strstr (ph_error_get_hint (error), "acl"));
    }
}

static void
test_presign_range (ScriptedS3 *fixture, gconstpointer data)
{
  static const guint seconds[] = { 0, 604801 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ph_storage_presign (fixture->storage, "a", seconds[i], &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_USAGE);
    }
}

/* It would be the bucket that is deleted. */
static void
test_delete_nothing (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  scripted_server_add (fixture->server, "HTTP/1.1 204 No Content\n", NULL);
  ph_storage_delete_async (fixture->storage, "", NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  g_assert_false (ph_storage_delete_finish (fixture->storage, result, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  scripted_s3_assert_no_more_requests (fixture);
}

static GPtrArray *
delete_many (ScriptedS3 *fixture, const char *const *keys, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_delete_many_async (fixture->storage, keys, NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  return ph_storage_delete_many_finish (fixture->storage, result, error);
}

/* A server without DeleteObjects, and keys that XML can't hold. */
static void
test_delete_singly (ScriptedS3 *fixture, gconstpointer data)
{
  const char *const keys[] = { "a", "b\n", "c", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) failures = NULL;

  scripted_server_add (fixture->server, "HTTP/1.1 501 Not Implemented\n",
                       "<Error><Code>NotImplemented</Code></Error>");
  scripted_server_add (fixture->server, "HTTP/1.1 204 No Content\n", NULL);
  scripted_server_add (fixture->server, FORBIDDEN, NULL);
  scripted_server_add (fixture->server, "HTTP/1.1 404 Not Found\n", NULL);
  failures = delete_many (fixture, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (failures->len, ==, 1);
  g_assert_error (((PhDeleteFailure *) g_ptr_array_index (failures, 0))->error, PH_ERROR,
                  PH_ERROR_ACCESS);
}

static void
test_delete_batches (ScriptedS3 *fixture, gconstpointer data)
{
  const char *const keys[] = { "a&b", "c", "d", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) failures = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  fixture->preset.delete_batch = 2;
  scripted_server_add (fixture->server, "HTTP/1.1 200 OK\n", "<DeleteResult/>");
  scripted_server_add (fixture->server, "HTTP/1.1 200 OK\n",
                       "<DeleteResult><Error><Key>d</Key><Code>AccessDenied</Code></Error>"
                       "</DeleteResult>");
  failures = delete_many (fixture, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (failures->len, ==, 1);
  first = scripted_server_take_request (fixture->server);
  second = scripted_server_take_request (fixture->server);
  g_assert_true (g_str_has_prefix (first, "POST /base/pics?delete= HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (first, "<Key>a&amp;b</Key>"));
  g_assert_nonnull (strstr (first, "<Key>c</Key>"));
  g_assert_null (strstr (first, "<Key>d</Key>"));
  g_assert_nonnull (strstr (second, "<Key>d</Key>"));
  g_free (g_steal_pointer (&first));
  first = scripted_request_dup_header (second, "Content-MD5");
  g_assert_nonnull (first);
  scripted_s3_assert_no_more_requests (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/s3/" name, ScriptedS3, NULL, scripted_s3_set_up, function, scripted_s3_tear_down)
  ADD ("put-headers", test_put_headers);
  ADD ("put-options", test_put_options);
  ADD ("acl-refused", test_acl_refused);
  ADD ("presign-range", test_presign_range);
  ADD ("delete-nothing", test_delete_nothing);
  ADD ("delete-singly", test_delete_singly);
  ADD ("delete-batches", test_delete_batches);
  return g_test_run ();
}
