/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-s3-answer.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/s3-answer/date", test_date);
  g_test_add_func ("/s3-answer/describe", test_describe);
  g_test_add_func ("/s3-answer/retry-after", test_retry_after);
  return g_test_run ();
}
