/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-loop.h"

#include <glib-unix.h>

/* Kept-alive connections to all hosts together; curl closes the oldest beyond. */
#define CONNECTIONS_KEPT 64L

struct _PhHttpLoop
{
  CURLM *multi;
  GMainContext *context;
  GSource *timer;      /* (nullable) */
  GHashTable *sockets; /* set of GSource: those that curl watches */
  PhHttpLoopDoneFunc done;
  gpointer user_data;
  gboolean closing;
};

static void
report_finished (PhHttpLoop *loop)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (loop->multi, &left)) != NULL)
    if (message->msg == CURLMSG_DONE)
      {
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;

        /* The message is gone with the handle. */
        curl_multi_remove_handle (loop->multi, easy);
        loop->done (easy, result, loop->user_data);
      }
}

static gboolean
on_socket (int fd, GIOCondition condition, gpointer user_data)
{
  PhHttpLoop *loop = user_data;
  int action = 0;
  int running;

  if (condition & G_IO_IN)
    action |= CURL_CSELECT_IN;
  if (condition & G_IO_OUT)
    action |= CURL_CSELECT_OUT;
  if (condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL))
    action |= CURL_CSELECT_ERR | CURL_CSELECT_IN;
  curl_multi_socket_action (loop->multi, fd, action, &running);
  report_finished (loop);
  /* The source may have been destroyed meanwhile; then the value returned is not looked at. */
  return G_SOURCE_CONTINUE;
}

static void
drop_socket (PhHttpLoop *loop, GSource *source)
{
  g_source_destroy (source);
  g_hash_table_remove (loop->sockets, source);
}

static int
on_watch_socket (CURL *easy, curl_socket_t fd, int what, void *user_data, void *socket_data)
{
  PhHttpLoop *loop = user_data;
  GSource *source = socket_data;
  GIOCondition condition = 0;

  if (source != NULL)
    drop_socket (loop, source);
  if (loop->closing || what == CURL_POLL_REMOVE || what == CURL_POLL_NONE)
    {
      curl_multi_assign (loop->multi, fd, NULL);
      return 0;
    }
  if (what & CURL_POLL_IN)
    condition |= G_IO_IN;
  if (what & CURL_POLL_OUT)
    condition |= G_IO_OUT;
  source = g_unix_fd_source_new (fd, condition | G_IO_ERR | G_IO_HUP);
  g_source_set_callback (source, G_SOURCE_FUNC (on_socket), loop, NULL);
  g_source_attach (source, loop->context);
  g_hash_table_add (loop->sockets, source);
  curl_multi_assign (loop->multi, fd, source);
  return 0;
}

static void
clear_timer (PhHttpLoop *loop)
{
  if (loop->timer == NULL)
    return;
  g_source_destroy (loop->timer);
  g_clear_pointer (&loop->timer, g_source_unref);
}

static gboolean
on_timer (gpointer user_data)
{
  PhHttpLoop *loop = user_data;
  int running;

  clear_timer (loop);
  curl_multi_socket_action (loop->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  report_finished (loop);
  return G_SOURCE_REMOVE;
}

static int
on_set_timer (CURLM *multi, long milliseconds, void *user_data)
{
  PhHttpLoop *loop = user_data;

  clear_timer (loop);
  if (milliseconds < 0 || loop->closing)
    return 0;
  loop->timer = g_timeout_source_new ((guint) MIN (milliseconds, G_MAXINT));
  g_source_set_callback (loop->timer, on_timer, loop, NULL);
  g_source_attach (loop->timer, loop->context);
  return 0;
}

PhHttpLoop *
ph_http_loop_new (GMainContext *context, PhHttpLoopDoneFunc done, gpointer user_data)
{
  PhHttpLoop *loop = g_new0 (PhHttpLoop, 1);

  loop->multi = curl_multi_init ();
  loop->context = context != NULL ? g_main_context_ref (context) : NULL;
  loop->sockets = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) g_source_unref, NULL);
  loop->done = done;
  loop->user_data = user_data;
  curl_multi_setopt (loop->multi, CURLMOPT_SOCKETFUNCTION, on_watch_socket);
  curl_multi_setopt (loop->multi, CURLMOPT_SOCKETDATA, loop);
  curl_multi_setopt (loop->multi, CURLMOPT_TIMERFUNCTION, on_set_timer);
  curl_multi_setopt (loop->multi, CURLMOPT_TIMERDATA, loop);
  curl_multi_setopt (loop->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS_KEPT);
  return loop;
}

void
ph_http_loop_free (PhHttpLoop *loop)
{
  GHashTableIter iter;
  GSource *source;

  /* Closing its connections makes curl call back about their sockets. */
  loop->closing = TRUE;
  curl_multi_cleanup (loop->multi);
  clear_timer (loop);
  g_hash_table_iter_init (&iter, loop->sockets);
  while (g_hash_table_iter_next (&iter, (gpointer *) &source, NULL))
    g_source_destroy (source);
  g_hash_table_unref (loop->sockets);
  g_clear_pointer (&loop->context, g_main_context_unref);
  g_free (loop);
}

CURLMcode
ph_http_loop_add (PhHttpLoop *loop, CURL *easy)
{
  return curl_multi_add_handle (loop->multi, easy);
}

void
ph_http_loop_remove (PhHttpLoop *loop, CURL *easy)
{
  curl_multi_remove_handle (loop->multi, easy);
}
