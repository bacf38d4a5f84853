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
  GHashTable *watches; /* set of Watch */
  PhHttpLoopDoneFunc done;
  GObject *owner; /* not owned */
  gboolean closing;
};

/* A socket that curl watches. */
typedef struct
{
  GSource *source;
  int fd;
  CURL *easy; /* whose it is; only to compare */
} Watch;

static void
watch_free (Watch *watch)
{
  g_source_destroy (watch->source);
  g_source_unref (watch->source);
  g_free (watch);
}

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
        loop->done (easy, result, loop->owner);
      }
}

static gboolean
on_socket (int fd, GIOCondition condition, gpointer user_data)
{
  PhHttpLoop *loop = user_data;
  g_autoptr (GObject) owner = g_object_ref (loop->owner);
  int action = 0;
  int running;

  if (condition & G_IO_IN)
    action |= CURL_CSELECT_IN;
  if (condition & G_IO_OUT)
    action |= CURL_CSELECT_OUT;
  /* Given the error alone curl would not read what the server said before it hung up. */
  if (condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL))
    action |= CURL_CSELECT_ERR | CURL_CSELECT_IN;
  curl_multi_socket_action (loop->multi, fd, action, &running);
  report_finished (loop);
  /* The source may have been destroyed meanwhile; then the value returned is not looked at. */
  return G_SOURCE_CONTINUE;
}

static Watch *
watch_new (PhHttpLoop *loop, CURL *easy, int fd, int what)
{
  Watch *watch = g_new0 (Watch, 1);
  GIOCondition condition = G_IO_ERR | G_IO_HUP;

  if (what & CURL_POLL_IN)
    condition |= G_IO_IN;
  if (what & CURL_POLL_OUT)
    condition |= G_IO_OUT;
  watch->fd = fd;
  watch->easy = easy;
  watch->source = g_unix_fd_source_new (fd, condition);
  g_source_set_callback (watch->source, G_SOURCE_FUNC (on_socket), loop, NULL);
  g_source_attach (watch->source, loop->context);
  return watch;
}

static int
on_watch_socket (CURL *easy, curl_socket_t fd, int what, void *user_data, void *socket_data)
{
  PhHttpLoop *loop = user_data;
  Watch *watch = NULL;

  if (socket_data != NULL)
    g_hash_table_remove (loop->watches, socket_data);
  if (!loop->closing && (what & CURL_POLL_INOUT) != 0)
    {
      watch = watch_new (loop, easy, fd, what);
      g_hash_table_add (loop->watches, watch);
    }
  curl_multi_assign (loop->multi, fd, watch);
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
  g_autoptr (GObject) owner = g_object_ref (loop->owner);
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
ph_http_loop_new (GMainContext *context, PhHttpLoopDoneFunc done, GObject *owner)
{
  PhHttpLoop *loop = g_new0 (PhHttpLoop, 1);

  loop->multi = curl_multi_init ();
  loop->context = g_main_context_ref (context);
  loop->watches = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) watch_free, NULL);
  loop->done = done;
  loop->owner = owner;
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
  /* Closing its connections makes curl call back about their sockets. */
  loop->closing = TRUE;
  curl_multi_cleanup (loop->multi);
  clear_timer (loop);
  g_hash_table_unref (loop->watches);
  g_main_context_unref (loop->context);
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

int
ph_http_loop_get_socket (PhHttpLoop *loop, CURL *easy)
{
  GHashTableIter iter;
  Watch *watch;

  g_hash_table_iter_init (&iter, loop->watches);
  while (g_hash_table_iter_next (&iter, (gpointer *) &watch, NULL))
    if (watch->easy == easy)
      return watch->fd;
  return -1;
}
