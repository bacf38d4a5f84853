/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-s3-answer.h"

#include <string.h>

#include "ph-error.h"

static void
test_date (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } cases[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Thu, 01 Jan 1970 00:00:01 GMT", 1 },
    { "Fri, 29 Feb 2036 23:59:59 GMT", 2087942399 },
    { NULL, 0 },
    { "", 0 },
    { "Sunday", 0 },
    { "Sun, 06 Nov 1994", 0 },
    { "Sun, 06 Foo 1994 08:49:37 GMT", 0 },
    { "Sun, 06 anF 1994 08:49:37 GMT", 0 },
    { "Sun, 06 an 1994 08:49:37 GMT", 0 },
    { "Sun, 06 Nov 0094 08:49:37 GMT", 0 },
    { "120", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ph_s3_answer_parse_date (cases[i].text), ==, cases[i].time);
    }
}

static PhHttpResponse *
new_response (guint status)
{
  PhHttpResponse *response = g_new0 (PhHttpResponse, 1);

  response->status = status;
  response->headers = g_hash_table_new (g_str_hash, g_str_equal);
  response->body = g_bytes_new (NULL, 0);
  return response;
}

static void
test_describe (void)
{
  g_autoptr (PhHttpResponse) full = new_response (200);
  g_autoptr (PhHttpResponse) empty = new_response (200);
  g_autoptr (PhObject) object = NULL;
  g_autoptr (PhObject) unknown = NULL;

  g_hash_table_insert (full->headers, (char *) "etag", (char *) "W/\"0a\"");
  g_hash_table_insert (full->headers, (char *) "content-length", (char *) "5368709120");
  g_hash_table_insert (full->headers, (char *) "content-type", (char *) "image/png");
  g_hash_table_insert (full->headers, (char *) "x-amz-meta-sha256", (char *) "ab");
  g_hash_table_insert (full->headers, (char *) "last-modified",
                       (char *) "Sun, 06 Nov 1994 08:49:37 GMT");
  object = ph_s3_answer_describe (full, "k");
  g_assert_cmpstr (object->key, ==, "k");
  g_assert_cmpstr (object->etag, ==, "0a");
  g_assert_cmpint (object->size, ==, G_GINT64_CONSTANT (5368709120));
  g_assert_cmpstr (object->content_type, ==, "image/png");
  g_assert_cmpstr (object->sha256, ==, "ab");
  g_assert_cmpint (object->modified, ==, 784111777);

  unknown = ph_s3_answer_describe (empty, "k");
  g_assert_null (unknown->etag);
  g_assert_null (unknown->sha256);
  g_assert_null (unknown->content_type);
  g_assert_cmpint (unknown->size, ==, -1);
  g_assert_cmpint (unknown->modified, ==, 0);
}

static guint
judge_retry_after (const char *value)
{
  g_autoptr (PhHttpResponse) response = new_response (503);
  const PhTarget target = { .bucket = (char *) "pics" };
  g_auto (PhS3Fault) fault = { 0 };
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (response->headers, (char *) "retry-after", (char *) value);
  error = ph_s3_answer_judge (response, PH_S3_ANSWER_NOTHING, &target, &fault);
  g_assert_nonnull (error);
  return fault.retry_after;
}

static void
test_retry_after (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_seconds (now, 100);
  g_autofree char *date = g_date_time_format (soon, "%a, %d %b %Y %H:%M:%S GMT");

  g_assert_cmpuint (judge_retry_after ("7"), ==, 7);
  g_assert_cmpuint (judge_retry_after ("0"), ==, 0);
  g_assert_cmpuint (judge_retry_after ("-5"), ==, 0);
  g_assert_cmpuint (judge_retry_after ("soon"), ==, 0);
  g_assert_cmpuint (judge_retry_after ("99999999999"), ==, 3600);
  g_assert_cmpuint (judge_retry_after ("Sun, 06 Nov 1994 08:49:37 GMT"), ==, 0);
  g_assert_cmpint (ABS ((int) judge_retry_after (date) - 100), <=, 2);
}

/* --- answers that are not S3's, or hardly --- */

#define PAGE "<!DOCTYPE html>\n<html><head><title>404\nNot Found</title></head></html>"
#define PORTAL "<html><head><title>Welcome to our hotel</title></head></html>"

static const struct
{
  guint status;
  const char *type;     /* (nullable) */
  const char *location; /* (nullable) */
  const char *body;
  gboolean is_s3; /* x-amz-request-id is there */
  PhS3Answer expected;
  gboolean needs_object;
  PhErrorCode error;
  PhRetry retry;
  const char *message, *hint, *details; /* parts of them */
} foreign_cases[] = {
  /* PUT */
  { 404, NULL, NULL, "", FALSE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_NO_BUCKET, 0,
    "there is no bucket “pics” at this endpoint", "check bucket, endpoint", "(HTTP 404)" },
  { 404, NULL, NULL, "", TRUE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_NO_BUCKET, 0, "no bucket",
    "endpoint", "(HTTP 404" },
  { 404, "text/plain; charset=utf-8", NULL, "404 page\nnot found\n", FALSE, PH_S3_ANSWER_NOTHING,
    FALSE, PH_ERROR_NO_BUCKET, 0, "no bucket", "endpoint", "404 page not found (HTTP 404)" },
  { 404, "text/html", NULL, PAGE, FALSE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_SERVER, 0,
    "a web server, not an S3 server", "check endpoint and bucket",
    "an HTML page “404 Not Found” (HTTP 404)" },
  { 404, "application/xml", NULL, "<Error><Code>NoSuchKey</Code></Error>", TRUE,
    PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_NO_BUCKET, 0, "no bucket", "endpoint", "NoSuchKey: " },
  { 400, "application/json", NULL, "{\"error\":\"no\"}", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_FAILED, 0, "refuses this request (HTTP 400)", "endpoint", "{\"error\":\"no\"} (HTTP" },
  { 418, "image/png", NULL, "\x89PNG", FALSE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_FAILED, 0,
    "refuses this request (HTTP 418)", "endpoint", "(HTTP 418)" },
  { 500, "text/html", NULL, PAGE, FALSE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_SERVER,
    PH_RETRY_BACKOFF, "passing fault", "later", "404 Not Found (HTTP 500)" },
  { 200, "text/html", NULL, PORTAL, FALSE, PH_S3_ANSWER_NOTHING, FALSE, PH_ERROR_NETWORK,
    PH_RETRY_BACKOFF, "something else answered", "log in",
    "an HTML page “Welcome to our hotel” (HTTP 200)" },
  { 302, "text/html", "http://portal.example/login", PORTAL, FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_NETWORK, PH_RETRY_BACKOFF, "something else answered", "log in",
    "(HTTP 302, to portal.example)" },
  { 307, NULL, "http://portal.example/login", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_NETWORK, PH_RETRY_BACKOFF, "on to “portal.example”", "log in", "(HTTP 307" },
  { 307, NULL, "http://portal.example:8080/login", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_NETWORK, PH_RETRY_BACKOFF, "on to “portal.example:8080”", "log in",
    "(HTTP 307, to portal.example:8080" },
  { 307, NULL, "http://portal.example:80/login", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_NETWORK, PH_RETRY_BACKOFF, "on to “portal.example”", "log in", "(HTTP 307" },
  { 307, NULL, "http://[2001:db8::1]:8080/login", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_NETWORK, PH_RETRY_BACKOFF, "on to “[2001:db8::1]:8080”", "log in", "(HTTP 307" },
  { 301, "text/html", "https://www.example/", PAGE, FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_SETTINGS, 0, "on to “www.example”", "check endpoint", "(HTTP 301" },
  { 308, NULL, "https://s3.example/pics/a.png", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_SETTINGS, 0, "https only", "https://s3.example", "(HTTP 308" },
  { 308, NULL, "https://s3.example:9443/pics/a.png", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_SETTINGS, 0, "https only", "https://s3.example:9443", "(HTTP 308" },
  { 308, NULL, "https://s3.example.org/pics/a.png", "", FALSE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_SETTINGS, 0, "on to “s3.example.org”", "check endpoint", "(HTTP 308" },
  { 307, NULL, "https://pics.s3-eu.example/a.png", "", TRUE, PH_S3_ANSWER_NOTHING, FALSE,
    PH_ERROR_REGION, 0, "pics.s3-eu.example", "endpoint", "(HTTP 307" },
  /* HEAD and GET of an object */
  { 404, NULL, NULL, "", FALSE, PH_S3_ANSWER_OBJECT, TRUE, PH_ERROR_NO_OBJECT, 0, "no such object",
    "check endpoint and bucket", "(HTTP 404)" },
  { 404, "text/html", NULL, PAGE, FALSE, PH_S3_ANSWER_OBJECT, TRUE, PH_ERROR_SERVER, 0,
    "a web server, not an S3 server", "check endpoint", "404 Not Found" },
  { 404, "text/html", NULL, "", FALSE, PH_S3_ANSWER_OBJECT, TRUE, PH_ERROR_SERVER, 0,
    "a web server, not an S3 server", "check endpoint", "an HTML page (HTTP 404)" },
  { 200, "text/html", NULL, PORTAL, FALSE, PH_S3_ANSWER_OBJECT, TRUE, PH_ERROR_NETWORK,
    PH_RETRY_BACKOFF, "something else answered", "log in", "hotel" },
  { 302, NULL, "/login", "", FALSE, PH_S3_ANSWER_OBJECT, TRUE, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    "something else answered", "log in", "(HTTP 302)" },
  /* a list */
  { 404, NULL, NULL, "", FALSE, PH_S3_ANSWER_XML, FALSE, PH_ERROR_NO_BUCKET, 0, "no bucket",
    "endpoint", "(HTTP 404)" },
};

static void
check_foreign (guint i)
{
  g_autoptr (PhHttpResponse) response = new_response (foreign_cases[i].status);
  const PhTarget target = { .bucket = (char *) "pics",
                            .scheme = (char *) "http",
                            .host = (char *) "s3.example",
                            .region = (char *) "us-east-1" };
  g_auto (PhS3Fault) fault = { .needs_object = foreign_cases[i].needs_object };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&response->body, g_bytes_unref);
  response->body = g_bytes_new (foreign_cases[i].body, strlen (foreign_cases[i].body));
  if (foreign_cases[i].type != NULL)
    g_hash_table_insert (response->headers, (char *) "content-type",
                         (char *) foreign_cases[i].type);
  if (foreign_cases[i].location != NULL)
    g_hash_table_insert (response->headers, (char *) "location",
                         (char *) foreign_cases[i].location);
  if (foreign_cases[i].is_s3)
    g_hash_table_insert (response->headers, (char *) "x-amz-request-id", (char *) "7");
  error = ph_s3_answer_judge (response, foreign_cases[i].expected, &target, &fault);
  g_assert_error (error, PH_ERROR, (int) foreign_cases[i].error);
  g_test_message ("%u: %s: %s; %s", i, error->message, ph_error_get_hint (error),
                  ph_error_get_details (error));
  g_assert_cmpint (ph_error_get_retry (error), ==, foreign_cases[i].retry);
  g_assert_nonnull (strstr (error->message, foreign_cases[i].message));
  g_assert_nonnull (strstr (ph_error_get_hint (error), foreign_cases[i].hint));
  g_assert_nonnull (strstr (ph_error_get_details (error), foreign_cases[i].details));
}

static void
test_foreign (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign_cases); i++)
    check_foreign (i);
}

/* --- MinIO's console --- */

static const struct
{
  guint status, port;
  const char *type;
  gboolean is_s3;
  gboolean is_console;
} console_cases[] = {
  { 200, 9001, "text/html; charset=utf-8", FALSE, TRUE },
  { 405, 9001, "text/html", FALSE, TRUE },
  { 404, 9001, "application/json", FALSE, TRUE },
  { 200, 9000, "text/html; charset=utf-8", FALSE, FALSE },
  { 502, 9001, "text/html", FALSE, FALSE },
  { 404, 9001, "text/plain", FALSE, FALSE },
  { 403, 9001, "application/xml", TRUE, FALSE },
};

static void
test_console (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (console_cases); i++)
    {
      g_autoptr (PhHttpResponse) response = new_response (console_cases[i].status);
      const PhTarget target = { .bucket = (char *) "pics",
                                .scheme = (char *) "http",
                                .host = (char *) "minio.example",
                                .port = console_cases[i].port };
      g_auto (PhS3Fault) fault = { 0 };
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&response->body, g_bytes_unref);
      response->body = g_bytes_new (PAGE, strlen (PAGE));
      g_hash_table_insert (response->headers, (char *) "content-type",
                           (char *) console_cases[i].type);
      if (console_cases[i].is_s3)
        g_hash_table_insert (response->headers, (char *) "x-amz-request-id", (char *) "7");
      error = ph_s3_answer_judge (response, PH_S3_ANSWER_NOTHING, &target, &fault);
      g_test_message ("%u: %s: %s", i, error->message, ph_error_get_hint (error));
      g_assert_cmpint (strstr (error->message, "MinIO's console") != NULL, ==,
                       console_cases[i].is_console);
      g_assert_cmpint (strstr (ph_error_get_hint (error), "http://minio.example:9000") != NULL, ==,
                       console_cases[i].is_console);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/s3-answer/date", test_date);
  g_test_add_func ("/s3-answer/describe", test_describe);
  g_test_add_func ("/s3-answer/retry-after", test_retry_after);
  g_test_add_func ("/s3-answer/foreign", test_foreign);
  g_test_add_func ("/s3-answer/console", test_console);
  return g_test_run ();
}
