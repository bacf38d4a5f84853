/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ph-error.h"
#include "scripted-s3.h"

/* What real servers don't say on demand.  What they do say is tests/integration/test-s3-*.c. */

#define OK "HTTP/1.1 200 OK\nETag: \"0a\"\n"
#define FORBIDDEN "HTTP/1.1 403 Forbidden\n"
#define HTML "Content-Type: text/html; charset=utf-8\n"
#define PORTAL "<html><body>Log in to the hotel's network</body></html>"

/* "Date: " of an hour hence. */
static char *
dup_late_date (const char *head)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) late = g_date_time_add_hours (now, 1);
  g_autofree char *date = g_date_time_format (late, "%a, %d %b %Y %H:%M:%S GMT");

  return g_strdup_printf ("%sDate: %s\n", head, date);
}

static gint64
get_signed_time (const char *request)
{
  g_autofree char *date = scripted_request_dup_header (request, "x-amz-date");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (date, utc);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
assert_request_ahead (ScriptedS3 *fixture, gint64 seconds)
{
  g_autofree char *request = scripted_server_take_request (fixture->server);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_nonnull (request);
  g_assert_cmpint (ABS (get_signed_time (request) - now - seconds), <, 30);
}

/* The clock is learnt from the first refusal, and the next request is right at once. */
static void
test_clock (ScriptedS3 *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "<Error><Code>RequestTimeTooSkewed</Code></Error>",
    "<Error><Code>AccessDenied</Code></Error>",
    NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *late = dup_late_date (FORBIDDEN);

      scripted_s3_renew_storage (fixture);
      scripted_server_add (fixture->server, late, bodies[i]);
      scripted_server_add (fixture->server, OK, NULL);
      g_assert_true (scripted_s3_put (fixture, FALSE, &error));
      g_assert_no_error (error);
      assert_request_ahead (fixture, 0);
      assert_request_ahead (fixture, 3600);

      scripted_server_add (fixture->server, OK, NULL);
      g_assert_true (scripted_s3_put (fixture, FALSE, &error));
      assert_request_ahead (fixture, 3600);
    }
}

static void
test_clock_without_date (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) late = g_date_time_add_hours (now, -2);
  g_autofree char *time = g_date_time_format_iso8601 (late);
  g_autofree char *body = g_strdup_printf ("<Error><Code>RequestTimeTooSkewed</Code>"
                                           "<ServerTime>%s</ServerTime></Error>",
                                           time);
  g_autoptr (GError) error = NULL;

  scripted_server_add (fixture->server, FORBIDDEN, body);
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_put (fixture, FALSE, &error));
  assert_request_ahead (fixture, 0);
  assert_request_ahead (fixture, -7200);
}

static void
test_clock_once (ScriptedS3 *fixture, gconstpointer data)
{
  const char *const body = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
  g_autofree char *late = dup_late_date (FORBIDDEN);
  g_autoptr (GError) error = NULL;

  scripted_server_add (fixture->server, late, body);
  scripted_server_add (fixture->server, FORBIDDEN, body);
  g_assert_false (scripted_s3_put (fixture, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CLOCK);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  assert_request_ahead (fixture, 0);
  assert_request_ahead (fixture, 3600);
  scripted_s3_assert_no_more_requests (fixture);
}

static void
assert_region (ScriptedS3 *fixture, const char *region, const char *host)
{
  g_autofree char *request = scripted_server_take_request (fixture->server);
  g_autofree char *authorization = NULL;
  g_autofree char *scope = g_strdup_printf ("/%s/s3/aws4_request", region);
  g_autofree char *with_port
      = g_strdup_printf ("%s:%u", host, scripted_server_get_port (fixture->server));

  g_assert_nonnull (request);
  scripted_s3_assert_header (request, "Host", with_port);
  authorization = scripted_request_dup_header (request, "Authorization");
  g_assert_nonnull (strstr (authorization, scope));
}

#define MALFORMED                                                                                  \
  "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"

static void
test_region (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  scripted_server_add (fixture->server, "HTTP/1.1 400 Bad Request\n", MALFORMED);
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_put (fixture, FALSE, &error));
  g_assert_no_error (error);
  assert_region (fixture, "us-east-1", "127.0.0.1");
  assert_region (fixture, "eu-west-1", "127.0.0.1");
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_head (fixture, &error));
  assert_region (fixture, "eu-west-1", "127.0.0.1");
}

/* To HEAD there is no body: the header must do.  The host's label of the region changes, too. */
static void
test_region_host (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  scripted_s3_set_target (fixture, "s3.us-east-1.localhost", "us-east-1");
  scripted_server_add (fixture->server,
                       "HTTP/1.1 400 Bad Request\nx-amz-bucket-region: ap-south-1\n", NULL);
  scripted_server_add (fixture->server, OK, NULL);
  g_assert_true (scripted_s3_head (fixture, &error));
  g_assert_no_error (error);
  assert_region (fixture, "us-east-1", "s3.us-east-1.localhost");
  assert_region (fixture, "ap-south-1", "s3.ap-south-1.localhost");
}

static void
test_region_once (ScriptedS3 *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    scripted_server_add (fixture->server, "HTTP/1.1 301 Moved Permanently\n",
                         i == 0 ? "<Error><Code>PermanentRedirect</Code>"
                                  "<Region>eu-west-1</Region></Error>"
                                : "<Error><Code>PermanentRedirect</Code>"
                                  "<Region>eu-west-2</Region></Error>");
  g_assert_false (scripted_s3_put (fixture, FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_REGION);
  g_assert_nonnull (strstr (error->message, "eu-west-2"));
  assert_region (fixture, "us-east-1", "127.0.0.1");
  assert_region (fixture, "eu-west-1", "127.0.0.1");
  scripted_s3_assert_no_more_requests (fixture);
}

/* Wherever an answer points, neither the picture nor the signature goes there (tear_down looks). */
static void
test_redirects (ScriptedS3 *fixture, gconstpointer data)
{
  static const struct
  {
    const char *head;
    PhErrorCode error;
    PhRetry retry;
  } cases[] = {
    { "HTTP/1.1 301 Moved\n", PH_ERROR_SETTINGS, PH_RETRY_NEVER },
    { "HTTP/1.1 307 Temporary Redirect\n", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "HTTP/1.1 308 Permanent Redirect\n", PH_ERROR_SETTINGS, PH_RETRY_NEVER },
    { "HTTP/1.1 301 Moved\nx-amz-bucket-region: evil.example/\n", PH_ERROR_REGION, PH_RETRY_NEVER },
    { "HTTP/1.1 307 Temporary Redirect\nx-amz-bucket-region: us-east-1\n", PH_ERROR_REGION,
      PH_RETRY_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer
          = g_strdup_printf ("%sLocation: http://127.0.0.1:%u/evil\n", cases[i].head,
                             scripted_server_get_port (fixture->unrelated));
      g_autofree char *request = NULL;
      g_autoptr (GError) error = NULL;

      scripted_server_add (fixture->server, answer, NULL);
      g_assert_false (scripted_s3_put (fixture, FALSE, &error));
      g_assert_error (error, PH_ERROR, (int) cases[i].error);
      g_assert_cmpint (ph_error_get_retry (error), ==, cases[i].retry);
      request = scripted_server_take_request (fixture->server);
      g_assert_nonnull (request);
      scripted_s3_assert_no_more_requests (fixture);
    }
}

typedef gboolean (*Call) (ScriptedS3 *fixture, GError **error);

static gboolean
put_plainly (ScriptedS3 *fixture, GError **error)
{
  return scripted_s3_put (fixture, FALSE, error);
}

/* Something answers 200 to everything. */
static void
test_login_portal (ScriptedS3 *fixture, gconstpointer data)
{
  static const Call calls[]
      = { put_plainly, scripted_s3_head, scripted_s3_list, scripted_s3_delete, scripted_s3_copy };
  static const char *const heads[] = {
    "HTTP/1.1 200 OK\n" HTML,
    "HTTP/1.1 302 Found\nLocation: http://portal.example/\n",
    "HTTP/1.1 511 Network Authentication Required\n" HTML,
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    for (guint j = 0; j < G_N_ELEMENTS (calls); j++)
      {
        gboolean is_head = calls[j] == scripted_s3_head;
        g_autoptr (GError) error = NULL;

        g_test_message ("head %u, call %u", i, j);
        scripted_server_add (fixture->server, heads[i], is_head ? NULL : PORTAL);
        g_assert_false (calls[j](fixture, &error));
        g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
        g_assert_nonnull (strstr (ph_error_get_hint (error), "log in"));
        g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
      }
}

/* Odd but good: no real server may trip over the rule for portals. */
static void
test_odd_answers (ScriptedS3 *fixture, gconstpointer data)
{
  static const struct
  {
    Call call;
    const char *head;
    const char *body;
  } cases[] = {
    { put_plainly, "HTTP/1.1 200 OK\n" HTML, NULL },
    { put_plainly, "HTTP/1.1 200 OK\nETag: \"a\"\n" HTML, "<html>" },
    { put_plainly, "HTTP/1.1 200 OK\nx-amz-request-id: 1\n" HTML, "<html>" },
    { put_plainly, "HTTP/1.1 200 OK\nContent-Type: text/plain\n", "OK" },
    { put_plainly, "HTTP/1.1 201 Created\n", NULL },
    { scripted_s3_head, "HTTP/1.1 200 OK\nETag: \"a\"\n" HTML, NULL },
    { scripted_s3_head, "HTTP/1.1 200 OK\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\n" HTML,
      NULL },
    { scripted_s3_list, "HTTP/1.1 200 OK\nContent-Type: text/xml\n", "<ListBucketResult/>" },
    { scripted_s3_list, "HTTP/1.1 200 OK\n", "\n<ListBucketResult></ListBucketResult>" },
    { scripted_s3_delete, "HTTP/1.1 204 No Content\n", NULL },
    { scripted_s3_delete, "HTTP/1.1 200 OK\n" HTML, NULL },
    { scripted_s3_delete, "HTTP/1.1 404 Not Found\n", "<Error><Code>NoSuchKey</Code></Error>" },
    { scripted_s3_copy, "HTTP/1.1 200 OK\n", "<CopyObjectResult/>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      scripted_server_add (fixture->server, cases[i].head, cases[i].body);
      g_assert_true (cases[i].call (fixture, &error));
      g_assert_no_error (error);
    }
}

static void
test_refusals (ScriptedS3 *fixture, gconstpointer data)
{
  static const struct
  {
    Call call;
    const char *head;
    const char *body;
    PhErrorCode code;
    PhRetry retry;
  } cases[] = {
    { scripted_s3_copy, "HTTP/1.1 200 OK\n", "<Error><Code>InternalError</Code></Error>",
      PH_ERROR_SERVER, PH_RETRY_BACKOFF },
    { scripted_s3_copy, "HTTP/1.1 200 OK\n", "<Error><Code>SlowDown</Code></Error>",
      PH_ERROR_THROTTLED, PH_RETRY_THROTTLE },
    { put_plainly, "HTTP/1.1 200 OK\n", "<Error><Code>InternalError</Code></Error>",
      PH_ERROR_SERVER, PH_RETRY_BACKOFF },
    { scripted_s3_list, "HTTP/1.1 200 OK\n", "{}", PH_ERROR_SERVER, PH_RETRY_BACKOFF },
    { put_plainly, FORBIDDEN HTML, "<html>blocked</html>", PH_ERROR_SERVER, PH_RETRY_NEVER },
    { put_plainly, FORBIDDEN, NULL, PH_ERROR_ACCESS, PH_RETRY_NEVER },
    { scripted_s3_head, FORBIDDEN, NULL, PH_ERROR_ACCESS, PH_RETRY_NEVER },
    { scripted_s3_head, "HTTP/1.1 404 Not Found\n", NULL, PH_ERROR_NO_OBJECT, PH_RETRY_NEVER },
    { put_plainly, "HTTP/1.1 502 Bad Gateway\n" HTML, "<html>nginx</html>", PH_ERROR_SERVER,
      PH_RETRY_BACKOFF },
    { put_plainly, "HTTP/1.1 503 Slow Down\nRetry-After: 7\n", NULL, PH_ERROR_SERVER,
      PH_RETRY_THROTTLE },
    { scripted_s3_delete, FORBIDDEN, "<Error><Code>ObjectLockedByBucketPolicy</Code></Error>",
      PH_ERROR_ACCESS, PH_RETRY_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      scripted_server_add (fixture->server, cases[i].head, cases[i].body);
      g_assert_false (cases[i].call (fixture, &error));
      g_assert_error (error, PH_ERROR, (int) cases[i].code);
      g_assert_cmpint (ph_error_get_retry (error), ==, cases[i].retry);
      g_assert_cmpuint (ph_error_get_retry_after (error), ==,
                        strstr (cases[i].head, "Retry-After") != NULL ? 7 : 0);
    }
}

/* Nothing is sent here: only the addresses are looked at. */
static void
test_addressing (ScriptedS3 *fixture, gconstpointer data)
{
  static const struct
  {
    const char *scheme;
    guint port;
    gboolean path_style;
    const char *url;
  } cases[] = {
    { "https", 0, TRUE, "https://h.example/base/pics/a%20b.png?" },
    { "https", 0, FALSE, "https://pics.h.example/base/a%20b.png?" },
    { "https", 443, TRUE, "https://h.example/base/pics/a%20b.png?" },
    { "https", 8443, FALSE, "https://pics.h.example:8443/base/a%20b.png?" },
    { "http", 443, TRUE, "http://h.example:443/base/pics/a%20b.png?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhTarget *target = fixture->target;
      g_autofree char *url = NULL;

      g_free (target->scheme);
      g_free (target->host);
      target->scheme = g_strdup (cases[i].scheme);
      target->host = g_strdup ("h.example");
      target->port = cases[i].port;
      target->path_style = cases[i].path_style;
      scripted_s3_renew_storage (fixture);
      url = ph_storage_presign (fixture->storage, "a b.png", 60, NULL);
      g_test_message ("%s", url);
      g_assert_true (g_str_has_prefix (url, cases[i].url));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/s3-client/" name, ScriptedS3, NULL, scripted_s3_set_up, function,                  \
              scripted_s3_tear_down)
  ADD ("clock", test_clock);
  ADD ("clock-without-date", test_clock_without_date);
  ADD ("clock-once", test_clock_once);
  ADD ("region", test_region);
  ADD ("region-host", test_region_host);
  ADD ("region-once", test_region_once);
  ADD ("redirects", test_redirects);
  ADD ("login-portal", test_login_portal);
  ADD ("odd-answers", test_odd_answers);
  ADD ("refusals", test_refusals);
  ADD ("addressing", test_addressing);
  return g_test_run ();
}
