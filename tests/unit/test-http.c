/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Requests and answers over plain HTTP: what goes out, what comes back, what goes wrong. */

static TestServer *server;

/* Does @text have @line as a whole line? */
static gboolean
has_line (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

static char *
send_for_echo (PhHttp *http, const PhHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = test_send (http, request, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  return test_dup_body (response);
}

static void
test_put (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  const struct
  {
    gsize size;
    gint64 offset, length;
  } cases[] = {
    { 1, 0, -1 },      { 100000, 0, -1 }, { 3000000, 0, -1 }, { 3000000, 1000, 1500000 },
    { 1000, 999, -1 }, { 10, 10, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url
          = test_server_dup_url (server, "http", "/echo/../%2e//a%2Fb%20(c)/?x=&y=%41");
      const char *headers[] = { "Content-Type: image/png", "X-Empty:", "x-amz-meta-a:  b ", NULL };
      PhHttpRequest request = test_make_request ("PUT", url);
      g_autoptr (PhContent) body = test_make_body (cases[i].size);
      gint64 length
          = cases[i].length >= 0 ? cases[i].length : (gint64) cases[i].size - cases[i].offset;
      g_autofree char *sha256 = test_dup_sha256 (body, cases[i].offset, length);
      g_autofree char *last
          = g_strdup_printf ("size=%" G_GINT64_FORMAT " sha256=%s", length, sha256);
      g_autofree char *echo = NULL;

      request.headers = headers;
      request.body = body;
      request.body_offset = cases[i].offset;
      request.body_length = cases[i].length;
      echo = send_for_echo (http, &request);
      g_test_message ("%s", echo);
      g_assert_true (has_line (echo, "PUT /echo/../%2e//a%2Fb%20(c)/?x=&y=%41 HTTP/1.1"));
      g_assert_true (has_line (echo, "Content-Type: image/png"));
      g_assert_true (has_line (echo, "X-Empty:"));
      g_assert_true (has_line (echo, last));
      g_assert_null (strstr (echo, "Expect"));
      g_assert_null (strstr (echo, "Transfer-Encoding"));
      g_assert_nonnull (strstr (echo, "\nUser-Agent: Pichoist/"));
      g_assert_nonnull (strstr (echo, "\nHost: 127.0.0.1:"));
    }
}

static void
test_without_body (void)
{
  const struct
  {
    const char *method;
    gboolean has_length; /* "Content-Length: 0" goes out */
  } cases[] = { { "GET", FALSE }, { "DELETE", FALSE }, { "POST", TRUE }, { "PUT", TRUE } };
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo?uploads=");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhHttpRequest request = test_make_request (cases[i].method, url);
      g_autofree char *line = g_strdup_printf ("%s /echo?uploads= HTTP/1.1", cases[i].method);
      g_autofree char *echo = send_for_echo (http, &request);

      g_test_message ("%s", echo);
      g_assert_true (has_line (echo, line));
      g_assert_cmpint (has_line (echo, "Content-Length: 0"), ==, cases[i].has_length);
      g_assert_null (strstr (echo, "Content-Type"));
      g_assert_null (strstr (echo, "Expect"));
    }
}

static void
test_head (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/long/20000000");
  PhHttpRequest request = test_make_request ("HEAD", url);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = test_send (http, &request, NULL, &error);

  /* The length that is named is over the limit of an answer, but nothing of it comes. */
  g_assert_no_error (error);
  g_assert_cmpstr (ph_http_response_get_header (response, "content-length"), ==, "20000000");
  g_assert_cmpuint (g_bytes_get_size (response->body), ==, 0);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *path;
    guint status;
    const char *header, *value; /* (nullable) value: not there */
    const char *body;           /* (nullable): not looked at */
  } cases[] = {
    { "/status/404", 404, "content-length", "10", "status 404" },
    { "/status/503", 503, "content-length", "10", "status 503" },
    { "/status/407", 407, "content-length", "10", "status 407" },
    { "/repeated", 200, "x-twice", "a, b", "" },
    { "/repeated", 200, "x-empty", "", "" },
    { "/repeated", 200, "date", NULL, "" },
    { "/redirect/301", 301, "content-length", "0", "" },
    { "/redirect/307", 307, "content-length", "0", "" },
    { "/interim", 200, "x-late", "1", "late" },
    { "/interim", 200, "x-early", NULL, "late" },
    { "/chunked", 200, "etag", "\"e\"", "xxxxxxxxxxxxxxx" },
    { "/long/1000000", 200, "content-length", "1000000", NULL },
    { "/echo/#fragment", 200, "date", NULL, NULL },
  };
  g_autoptr (PhHttp) http = ph_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "http", cases[i].path);
      PhHttpRequest request = test_make_request ("GET", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhHttpResponse) response = test_send (http, &request, NULL, &error);
      g_autofree char *body = NULL;

      g_test_message ("%s", cases[i].path);
      g_assert_no_error (error);
      body = test_dup_body (response);
      g_assert_cmpuint (response->status, ==, cases[i].status);
      g_assert_cmpstr (ph_http_response_get_header (response, cases[i].header), ==, cases[i].value);
      g_assert_false (response->has_date);
      if (cases[i].body != NULL)
        g_assert_cmpstr (body, ==, cases[i].body);
    }
}

static void
test_date (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  const gint64 offsets[] = { 0, 3600, -86400 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autofree char *path = g_strdup_printf ("/date/%" G_GINT64_FORMAT, offsets[i]);
      g_autofree char *url = test_server_dup_url (server, "http", path);
      PhHttpRequest request = test_make_request ("GET", url);
      g_autoptr (PhHttpResponse) response = test_send (http, &request, NULL, NULL);

      g_assert_true (response->has_date);
      g_assert_cmpint (ABS (response->date_offset - offsets[i]), <=, 2);
    }
}

static void
test_faults (void)
{
  static const struct
  {
    const char *method, *path;
    int code;
    PhRetry retry;
  } cases[] = {
    { "GET", "/reset", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "PUT", "/reset", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "GET", "/nothing", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "PUT", "/nothing", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "GET", "/short", PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
    { "GET", "/garbage", PH_ERROR_NETWORK, PH_RETRY_NEVER },
    { "GET", "/many-headers", PH_ERROR_SERVER, PH_RETRY_NEVER },
    { "GET", "/long/17000000", PH_ERROR_TOO_LARGE, PH_RETRY_NEVER },
    { "GET", "/chunked/6000000", PH_ERROR_TOO_LARGE, PH_RETRY_NEVER },
  };
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autoptr (PhContent) body = test_make_body (2000000);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "http", cases[i].path);
      PhHttpRequest request = test_make_request (cases[i].method, url);
      g_autoptr (GError) error = NULL;

      if (g_str_equal (cases[i].method, "PUT"))
        request.body = body;
      g_assert_null (test_send (http, &request, NULL, &error));
      g_test_message ("%s: %s: %s (%s)", cases[i].path, error->message, ph_error_get_hint (error),
                      ph_error_get_details (error));
      g_assert_error (error, PH_ERROR, cases[i].code);
      g_assert_cmpint (ph_error_get_retry (error), ==, cases[i].retry);
      g_assert_nonnull (ph_error_get_hint (error));
      g_assert_null (strchr (error->message, '%'));
    }
}

/* Addresses that lead nowhere. */
static void
test_nowhere (void)
{
  static const struct
  {
    const char *url, *name; /* what the message must name */
    int code;
    PhRetry retry;
  } cases[] = {
    { "http://127.0.0.1:1/x?X-Amz-Signature=secret", "“127.0.0.1:1”", PH_ERROR_NETWORK,
      PH_RETRY_BACKOFF },
    { "http://no-such-host.invalid/", "“no-such-host.invalid”", PH_ERROR_NETWORK,
      PH_RETRY_BACKOFF },
    { "ftp://127.0.0.1/", "“127.0.0.1”", PH_ERROR_INPUT, PH_RETRY_NEVER },
    { "file:///etc/passwd", "“", PH_ERROR_INPUT, PH_RETRY_NEVER },
    { "http://127.0.0.1:99999999/?secret", "“", PH_ERROR_INPUT, PH_RETRY_NEVER },
  };
  g_autoptr (PhHttp) http = ph_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhHttpRequest request = test_make_request ("GET", cases[i].url);
      g_autoptr (GError) error = NULL;

      g_assert_null (test_send (http, &request, NULL, &error));
      g_test_message ("%s: %s (%s)", cases[i].url, error->message, ph_error_get_details (error));
      g_assert_error (error, PH_ERROR, cases[i].code);
      g_assert_cmpint (ph_error_get_retry (error), ==, cases[i].retry);
      g_assert_nonnull (strstr (error->message, cases[i].name));
      g_assert_null (strstr (error->message, "secret"));
      g_assert_null (strstr (ph_error_get_details (error), "secret"));
    }
}

static void
test_line_break (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  const char *headers[] = { "X-A: b", "X-B: c\r\nX-Evil: 1", NULL };
  PhHttpRequest request = test_make_request ("GET", url);
  g_autoptr (GError) error = NULL;

  request.headers = headers;
  g_assert_null (test_send (http, &request, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
}

static void
test_early_refusal (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autoptr (PhContent) body = test_make_body (20000000);
  g_autofree char *url = test_server_dup_url (server, "http", "/early");
  PhHttpRequest request = test_make_request ("PUT", url);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = NULL;

  request.body = body;
  response = test_send (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 403);
}

static void
test_memory_limit (void)
{
  const struct
  {
    const char *path;
    gsize max;
    gboolean fits;
  } cases[] = {
    { "/long/1000", 1000, TRUE },
    { "/long/1001", 1000, FALSE },
    { "/chunked/10", 30, TRUE },
    { "/chunked/10", 29, FALSE },
  };
  g_autoptr (PhHttp) http = ph_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "http", cases[i].path);
      PhHttpRequest request = test_make_request ("GET", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhHttpResponse) response = NULL;

      request.response_max = cases[i].max;
      response = test_send (http, &request, NULL, &error);
      g_assert_cmpint (response != NULL, ==, cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (error, PH_ERROR, PH_ERROR_TOO_LARGE);
    }
}

static void
test_to_fd (void)
{
  const struct
  {
    const char *path;
    gint64 max;
    guint status;   /* 0: too large */
    gint64 written; /* bytes; -1: not looked at */
  } cases[] = {
    { "/long/3000000", 0, 200, 3000000 }, { "/long/3000000", 3000000, 200, 3000000 },
    { "/long/3000000", 2999999, 0, 0 },   { "/chunked/1000", 2000, 0, -1 },
    { "/chunked/1000", 3000, 200, 3000 }, { "/status/404", 3, 404, 0 },
  };
  g_autoptr (PhHttp) http = ph_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "http", cases[i].path);
      g_autofree char *path = test_server_dup_file (server, "fetched");
      int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      PhHttpRequest request = test_make_request ("GET", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhHttpResponse) response = NULL;

      g_test_message ("%s up to %" G_GINT64_FORMAT, cases[i].path, cases[i].max);
      request.response_fd = fd;
      request.response_fd_max = cases[i].max;
      response = test_send (http, &request, NULL, &error);
      if (cases[i].status == 0)
        g_assert_error (error, PH_ERROR, PH_ERROR_TOO_LARGE);
      else
        g_assert_cmpuint (response->status, ==, cases[i].status);
      if (cases[i].written >= 0)
        g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, cases[i].written);
      if (response != NULL)
        g_assert_cmpuint (g_bytes_get_size (response->body), ==, cases[i].status == 404 ? 10 : 0);
      close (fd);
    }
}

static void
test_full_disk (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/long/100");
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  PhHttpRequest request = test_make_request ("GET", url);
  g_autoptr (GError) error = NULL;

  request.response_fd = fd;
  g_assert_null (test_send (http, &request, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  close (fd);
}

/* A body that can't be read to its end. */
static void
test_body_shrinks (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  g_autofree char *path = test_server_dup_file (server, "shrinking");
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_autoptr (PhContent) body = NULL;
  PhHttpRequest request = test_make_request ("PUT", url);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ftruncate (fd, 5000000), ==, 0);
  body = ph_content_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ftruncate (fd, 1000000), ==, 0);
  request.body = body;
  g_assert_null (test_send (http, &request, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
  close (fd);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = test_server_start ();
  g_test_add_func ("/http/put", test_put);
  g_test_add_func ("/http/without-body", test_without_body);
  g_test_add_func ("/http/head", test_head);
  g_test_add_func ("/http/answers", test_answers);
  g_test_add_func ("/http/date", test_date);
  g_test_add_func ("/http/faults", test_faults);
  g_test_add_func ("/http/nowhere", test_nowhere);
  g_test_add_func ("/http/line-break", test_line_break);
  g_test_add_func ("/http/early-refusal", test_early_refusal);
  g_test_add_func ("/http/memory-limit", test_memory_limit);
  g_test_add_func ("/http/to-fd", test_to_fd);
  g_test_add_func ("/http/full-disk", test_full_disk);
  g_test_add_func ("/http/body-shrinks", test_body_shrinks);
  status = g_test_run ();
  test_server_stop (server);
  return status;
}
