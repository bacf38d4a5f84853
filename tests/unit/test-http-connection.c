/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <stdlib.h>
#include <string.h>

/* Connections and time: kept, dead, stalled, opened ahead, cancelled, let go of. */

static TestServer *server;

/* "connection=C request=R" of /echo */
static void
parse_echo (const char *echo, guint *connection, guint *number)
{
  const char *line = strstr (echo, "connection=");

  g_assert_nonnull (line);
  *connection = (guint) strtoul (line + strlen ("connection="), NULL, 10);
  line = strstr (line, "request=");
  *number = (guint) strtoul (line + strlen ("request="), NULL, 10);
}

static gboolean
on_time_out (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_kept_alive (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  guint first = 0;

  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *echo = test_get (http, url);
      guint connection, number;

      parse_echo (echo, &connection, &number);
      if (i == 1)
        first = connection;
      g_assert_cmpuint (connection, ==, first);
      g_assert_cmpuint (number, ==, i);
    }
}

/* The connection that was kept is dead when it is used again: nobody hears of it. */
static void
test_dead_connection (void)
{
  const struct
  {
    const char *path;
    gsize size;
  } cases[] = {
    { "/close-next", 1000 },
    { "/reset-next", 1000 },
    { "/reset-next", 300000 },
    { "/reset-next", 30000000 },
    { "/reset-next/1000000", 10000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhHttp) http = ph_http_new ();
      g_autofree char *before = test_server_dup_url (server, "http", cases[i].path);
      g_autofree char *url = test_server_dup_url (server, "http", "/echo");
      g_autofree char *greeting = test_get (http, before);
      g_autoptr (PhContent) body = test_make_body (cases[i].size);
      g_autofree char *sha256 = test_dup_sha256 (body, 0, (gint64) cases[i].size);
      PhHttpRequest request = test_make_request ("PUT", url);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhHttpResponse) response = NULL;
      g_autofree char *echo = NULL;
      guint connection, number;

      request.body = body;
      response = test_send (http, &request, NULL, &error);
      g_test_message ("%s, %" G_GSIZE_FORMAT " bytes", cases[i].path, cases[i].size);
      g_assert_no_error (error);
      echo = test_dup_body (response);
      g_assert_nonnull (strstr (echo, sha256));
      parse_echo (echo, &connection, &number);
      g_assert_cmpuint (number, ==, 1);
    }
}

#define STALL 2 /* seconds */

static const struct
{
  const char *path;
  gsize size;
  const char *words; /* (nullable): goes well */
} stall_cases[] = {
  { "/hang", 1000, "has taken all" },
  { "/hang", 3000000, "has taken all" },
  { "/stall-read", 30000000, "not a byte" },
  { "/stall-answer", 0, "not a byte" },
  { "/slow/12/300", 0, NULL },
  { "/slow-read/200000/300", 2400000, NULL },
  /* All of it fits into the kernel's buffer, and leaves that slowly. */
  { "/slow-read/100000/300", 1200000, NULL },
};

typedef struct
{
  guint index;
  guint *open;
  gint64 begin; /* monotonic */
} StallCase;

static void
on_stall_case (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StallCase *this = user_data;
  const char *words = stall_cases[this->index].words;
  double seconds = (double) (g_get_monotonic_time () - this->begin) / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_http_send_finish (PH_HTTP (source), result, &error);

  g_test_message ("%s: %.1f s: %s", stall_cases[this->index].path, seconds,
                  error != NULL ? error->message : "fine");
  (*this->open)--;
  if (words == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpfloat (seconds, >, STALL + 1);
      return;
    }
  g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpfloat (seconds, >=, STALL);
}

static void
test_stall (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  StallCase cases[G_N_ELEMENTS (stall_cases)];
  guint open = G_N_ELEMENTS (cases);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "narrow", stall_cases[i].path);
      g_autoptr (PhContent) body
          = stall_cases[i].size > 0 ? test_make_body (stall_cases[i].size) : NULL;
      PhHttpRequest request = test_make_request (body != NULL ? "PUT" : "GET", url);

      cases[i] = (StallCase){ i, &open, g_get_monotonic_time () };
      request.body = body;
      request.stall_timeout = STALL;
      ph_http_send_async (http, &request, NULL, on_stall_case, &cases[i]);
    }
  while (open > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A server that doesn't accept: its queue is full. */
static void
test_connect_timeout (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GPtrArray) fillers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *url = NULL;
  PhHttpRequest request;
  g_autoptr (GError) error = NULL;

  g_socket_set_listen_backlog (socket, 0);
  g_assert_true (g_socket_bind (socket, any, FALSE, NULL) && g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  for (guint i = 0; i < 4; i++)
    {
      GSocket *filler
          = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (filler, FALSE);
      g_socket_connect (filler, address, NULL, NULL);
      g_ptr_array_add (fillers, filler);
    }
  url = g_strdup_printf ("http://127.0.0.1:%u/",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  request = test_make_request ("GET", url);
  request.connect_timeout = 1;
  g_assert_null (test_send (http, &request, NULL, &error));
  g_test_message ("%s (%s)", error->message, ph_error_get_details (error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "in time"));
}

/* --- progress --- */

typedef struct
{
  guint n_progress;
  gint64 sent;
} Call;

static void
on_progress (gint64 sent, gint64 received, gpointer user_data)
{
  Call *call = user_data;

  g_assert_cmpint (sent, >=, call->sent);
  call->sent = sent;
  call->n_progress++;
}

static void
test_progress (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "narrow", "/slow-read/100000/50");
  g_autoptr (PhContent) body = test_make_body (2000000);
  PhHttpRequest request = test_make_request ("PUT", url);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  Call call = { 0 };
  g_autoptr (PhHttpResponse) response = NULL;
  gint64 tenths;

  request.body = body;
  request.progress = on_progress;
  request.progress_data = &call;
  response = test_send (http, &request, NULL, &error);
  g_assert_no_error (error);
  tenths = (g_get_monotonic_time () - begin) / 100000;
  g_test_message ("%u calls in %.1f s", call.n_progress, (double) tenths / 10);
  g_assert_cmpint (call.sent, ==, 2000000);
  g_assert_cmpuint (call.n_progress, >=, 4);
  g_assert_cmpuint (call.n_progress, <=, tenths + 2);
}

/* --- many at once, and connections opened ahead --- */

#define PARALLEL 40

typedef struct
{
  guint open;
  guint connections[PARALLEL];
  guint numbers[PARALLEL];
} Crowd;

static void
on_crowd (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = ph_http_send_finish (PH_HTTP (source), result, &error);
  g_autofree char *echo = NULL;

  g_assert_no_error (error);
  echo = test_dup_body (response);
  crowd->open--;
  parse_echo (echo, &crowd->connections[crowd->open], &crowd->numbers[crowd->open]);
}

static void
send_crowd (PhHttp *http, Crowd *crowd, guint count, PhContent *body)
{
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request (body != NULL ? "PUT" : "GET", url);

  request.body = body;
  crowd->open = count;
  for (guint i = 0; i < count; i++)
    ph_http_send_async (http, &request, NULL, on_crowd, crowd);
  while (crowd->open > 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

static void
test_parallel (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autoptr (PhContent) body = test_make_body (500000);
  Crowd crowd;

  send_crowd (http, &crowd, PARALLEL, body);
  send_crowd (http, &crowd, PARALLEL, NULL);
  for (guint i = 0; i < PARALLEL; i++)
    g_assert_cmpuint (crowd.numbers[i], >=, 2);
}

static void
test_preconnect (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  /* Late, so that no connection is done with before the last one has begun. */
  g_autofree char *url = test_server_dup_url (server, "http", "/late/100");
  PhHttpRequest request = test_make_request ("PUT", url);
  Crowd crowd;

  ph_http_preconnect (http, &request, 4);
  /* Asked twice for the same. */
  ph_http_preconnect (http, &request, 4);
  test_wait_for (500);
  send_crowd (http, &crowd, 4, NULL);
  /* None of them had to open one. */
  for (guint i = 0; i < 4; i++)
    {
      g_test_message ("connection %u, request %u", crowd.connections[i], crowd.numbers[i]);
      g_assert_cmpuint (crowd.numbers[i], >=, 2);
    }
}

/* A request that has just begun would find the only connection taken by one that nobody needs. */
static void
test_preconnect_kept (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *late = test_server_dup_url (server, "http", "/late/2000");
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request ("PUT", late);
  g_autofree char *first = test_get (http, url);
  g_autofree char *second = NULL;
  guint connections[2], numbers[2];

  ph_http_preconnect (http, &request, 1);
  second = test_get (http, url);
  parse_echo (first, &connections[0], &numbers[0]);
  parse_echo (second, &connections[1], &numbers[1]);
  g_assert_cmpuint (connections[0], ==, connections[1]);
  g_assert_cmpuint (numbers[1], ==, numbers[0] + 1);
}

/* Uses what was opened ahead, once the server has closed what there was before. */
static gboolean
is_opened_again (guint wait)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *close_next = test_server_dup_url (server, "http", "/close-next");
  g_autofree char *late = test_server_dup_url (server, "http", "/late/1");
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request ("PUT", late);
  g_autofree char *closed = test_get (http, close_next);
  g_autofree char *echo = NULL;
  guint connection, number;

  test_wait_for (wait);
  ph_http_preconnect (http, &request, 1);
  test_wait_for (wait);
  echo = test_get (http, url);
  parse_echo (echo, &connection, &number);
  return number == 2;
}

static void
test_preconnect_closed (void)
{
  guint wait = 50;

  while (!is_opened_again (wait) && wait < 5000)
    wait *= 2;
  g_assert_cmpuint (wait, <, 5000);
}

/* Nothing ticks once all is done. */
static void
test_idle (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  g_autofree char *echo = test_get (http, url);
  guint wakes = 0;
  gboolean done = FALSE;

  g_timeout_add (1500, on_time_out, &done);
  while (!done)
    {
      g_main_context_iteration (NULL, TRUE);
      wakes++;
    }
  g_assert_cmpuint (wakes, <=, 2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = test_server_start ();
  g_test_add_func ("/http-connection/kept-alive", test_kept_alive);
  g_test_add_func ("/http-connection/dead", test_dead_connection);
  g_test_add_func ("/http-connection/stall", test_stall);
  g_test_add_func ("/http-connection/connect-timeout", test_connect_timeout);
  g_test_add_func ("/http-connection/progress", test_progress);
  g_test_add_func ("/http-connection/parallel", test_parallel);
  g_test_add_func ("/http-connection/preconnect", test_preconnect);
  g_test_add_func ("/http-connection/preconnect-kept", test_preconnect_kept);
  g_test_add_func ("/http-connection/preconnect-closed", test_preconnect_closed);
  g_test_add_func ("/http-connection/idle", test_idle);
  status = g_test_run ();
  test_server_stop (server);
  return status;
}
