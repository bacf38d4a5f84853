/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

struct _PhHttpSockets
{
  GHashTable *places; /* file descriptor -> "host:port" */
};

PhHttpSockets *
ph_http_sockets_new (void)
{
  PhHttpSockets *sockets = g_new0 (PhHttpSockets, 1);

  sockets->places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return sockets;
}

void
ph_http_sockets_free (PhHttpSockets *sockets)
{
  g_hash_table_unref (sockets->places);
  g_free (sockets);
}

static int
on_close (void *user_data, curl_socket_t fd)
{
  PhHttpSockets *sockets = user_data;

  g_hash_table_remove (sockets->places, GINT_TO_POINTER (fd));
  return close (fd);
}

void
ph_http_sockets_watch (PhHttpSockets *sockets, CURL *easy)
{
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETDATA, sockets);
}

void
ph_http_sockets_add (PhHttpSockets *sockets, int fd, const char *place)
{
  g_hash_table_insert (sockets->places, GINT_TO_POINTER (fd), g_strdup (place));
}

/* Not once the other side has closed it: its state is another one then. */
static gboolean
stands (int fd, guint max_idle)
{
  struct tcp_info info = { 0 };
  socklen_t length = sizeof info;

  return getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0
         && info.tcpi_state == TCP_ESTABLISHED && info.tcpi_last_data_recv / 1000 < max_idle;
}

guint
ph_http_sockets_count (PhHttpSockets *sockets, const char *place, guint max_idle)
{
  GHashTableIter iter;
  gpointer fd;
  char *other;
  guint count = 0;

  g_hash_table_iter_init (&iter, sockets->places);
  while (g_hash_table_iter_next (&iter, &fd, (gpointer *) &other))
    if (g_strcmp0 (other, place) == 0 && stands (GPOINTER_TO_INT (fd), max_idle))
      count++;
  return count;
}
