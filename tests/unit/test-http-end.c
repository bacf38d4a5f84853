/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

/* How requests and their client end: cancelled, dropped, from inside callbacks, in other threads.
 */

static TestServer *server;

typedef struct
{
  GError *error;
  PhHttpResponse *response;
  GCancellable *cancellable;
  gboolean done;
  guint n_progress;
  gint64 sent;
} Call;

static void
call_clear (Call *call)
{
  g_clear_error (&call->error);
  g_clear_pointer (&call->response, ph_http_response_free);
  g_clear_object (&call->cancellable);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  call->response = ph_http_send_finish (PH_HTTP (source), result, &call->error);
  call->done = TRUE;
}

static gboolean
on_cancel (gpointer user_data)
{
  g_cancellable_cancel (((Call *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_progress_cancel (gint64 sent, gint64 received, gpointer user_data)
{
  Call *call = user_data;

  call->n_progress++;
  g_cancellable_cancel (call->cancellable);
}

static gpointer
cancel_in_thread (gpointer user_data)
{
  g_usleep (100000);
  g_cancellable_cancel (user_data);
  return NULL;
}

static void
test_cancel (void)
{
  enum
  {
    BEFORE,
    AT_ONCE,
    TIMER,
    PROGRESS,
    THREAD,
    N_WAYS
  };
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/stall-read");
  g_autofree char *echo_url = test_server_dup_url (server, "http", "/echo");
  g_autoptr (PhContent) body = test_make_body (30000000);

  for (int way = BEFORE; way < N_WAYS; way++)
    {
      Call call = { .cancellable = g_cancellable_new () };
      PhHttpRequest request = test_make_request ("PUT", url);
      gint64 begin = g_get_monotonic_time ();
      GThread *thread = NULL;
      g_autofree char *echo = NULL;

      request.body = body;
      request.progress = way == PROGRESS ? on_progress_cancel : NULL;
      request.progress_data = &call;
      if (way == BEFORE)
        g_cancellable_cancel (call.cancellable);
      ph_http_send_async (http, &request, call.cancellable, on_sent, &call);
      if (way == AT_ONCE)
        g_cancellable_cancel (call.cancellable);
      else if (way == TIMER)
        g_timeout_add (100, on_cancel, &call);
      else if (way == THREAD)
        thread = g_thread_new ("cancel", cancel_in_thread, call.cancellable);
      g_assert_false (call.done);
      test_wait_until (&call.done);
      g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
      g_assert_cmpuint (call.n_progress, ==, way == PROGRESS ? 1 : 0);
      g_clear_pointer (&thread, g_thread_join);
      /* The client is none the worse for it. */
      echo = test_get (http, echo_url);
      call_clear (&call);
    }
}

/* Cancelled after the answer has come: it counts. */
static void
on_sent_then_cancel (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  g_cancellable_cancel (call->cancellable);
  on_sent (source, result, user_data);
}

static void
test_cancel_too_late (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request ("GET", url);
  Call call = { .cancellable = g_cancellable_new () };

  ph_http_send_async (http, &request, call.cancellable, on_sent_then_cancel, &call);
  test_wait_until (&call.done);
  g_assert_no_error (call.error);
  g_assert_cmpuint (call.response->status, ==, 200);
  call_clear (&call);
}

/* Cancelled, reset and cancelled again before the main loop comes round. */
static void
test_cancel_twice (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/hang");
  PhHttpRequest request = test_make_request ("GET", url);
  Call call = { .cancellable = g_cancellable_new () };

  ph_http_send_async (http, &request, call.cancellable, on_sent, &call);
  g_cancellable_cancel (call.cancellable);
  g_cancellable_reset (call.cancellable);
  g_cancellable_cancel (call.cancellable);
  g_cancellable_reset (call.cancellable);
  test_wait_until (&call.done);
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  call_clear (&call);
}

/* --- lives and ends --- */

static void
on_gone (gpointer user_data, GObject *where)
{
  *(gboolean *) user_data = TRUE;
}

static void
on_sent_drop (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  on_sent (source, result, call);
  /* The only reference but the task's. */
  g_object_unref (source);
}

static void
test_dropped_in_callback (void)
{
  const char *const paths[] = { "/echo", "/reset", "/hang" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      PhHttp *http = ph_http_new ();
      g_autofree char *url = test_server_dup_url (server, "http", paths[i]);
      PhHttpRequest request = test_make_request ("GET", url);
      gboolean gone = FALSE;
      Call call = { 0 };

      g_object_weak_ref (G_OBJECT (http), on_gone, &gone);
      request.stall_timeout = 1;
      ph_http_send_async (http, &request, NULL, on_sent_drop, &call);
      test_wait_until (&gone);
      g_assert_true (call.done);
      call_clear (&call);
    }
}

/* A request keeps its client alive. */
static void
test_dropped_before_answer (void)
{
  PhHttp *http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/slow/3/50");
  PhHttpRequest request = test_make_request ("GET", url);
  gboolean gone = FALSE;
  Call call = { 0 };

  g_object_weak_ref (G_OBJECT (http), on_gone, &gone);
  ph_http_send_async (http, &request, NULL, on_sent, &call);
  g_object_unref (http);
  test_wait_until (&call.done);
  g_assert_no_error (call.error);
  test_wait_until (&gone);
  call_clear (&call);
}

/* A connection that is opened ahead doesn't. */
static void
test_dropped_while_preconnecting (void)
{
  PhHttp *http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/hang");
  PhHttpRequest request = test_make_request ("GET", url);
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (http), on_gone, &gone);
  ph_http_preconnect (http, &request, 3);
  test_wait_for (50);
  g_object_unref (http);
  g_assert_true (gone);
  test_wait_for (50);
}

static void
on_sent_send_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request ("GET", url);

  call_clear (call);
  on_sent (source, result, call);
  call->done = ++call->n_progress == 5;
  if (!call->done)
    ph_http_send_async (PH_HTTP (source), &request, NULL, on_sent_send_again, call);
}

static void
test_send_in_callback (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  PhHttpRequest request = test_make_request ("GET", url);
  Call call = { 0 };

  ph_http_send_async (http, &request, NULL, on_sent_send_again, &call);
  test_wait_until (&call.done);
  g_assert_no_error (call.error);
  call_clear (&call);
}

static gpointer
use_in_thread (gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  {
    g_autoptr (PhHttp) http = ph_http_new ();
    g_autofree char *echo = test_get (http, user_data);
  }
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* The context is that of the thread; the default one isn't run meanwhile. */
static void
test_own_context (void)
{
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");

  g_thread_join (g_thread_new ("http", use_in_thread, url));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = test_server_start ();
  g_test_add_func ("/http-end/cancel", test_cancel);
  g_test_add_func ("/http-end/cancel-too-late", test_cancel_too_late);
  g_test_add_func ("/http-end/cancel-twice", test_cancel_twice);
  g_test_add_func ("/http-end/dropped-in-callback", test_dropped_in_callback);
  g_test_add_func ("/http-end/dropped-before-answer", test_dropped_before_answer);
  g_test_add_func ("/http-end/dropped-while-preconnecting", test_dropped_while_preconnecting);
  g_test_add_func ("/http-end/send-in-callback", test_send_in_callback);
  g_test_add_func ("/http-end/own-context", test_own_context);
  status = g_test_run ();
  test_server_stop (server);
  return status;
}
