/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-server.h"

#include <string.h>

struct _ScriptedServer
{
  GSocketService *service;
  guint16 port;
  GAsyncQueue *answers;  /* of GString */
  GAsyncQueue *requests; /* of char */
};

/* The head up to its empty line, read byte by byte: this is a test. */
static gboolean
read_head (GInputStream *stream, GString *request)
{
  char byte;

  while (!g_str_has_suffix (request->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (stream, &byte, 1, NULL, NULL) != 1)
        return FALSE;
      g_string_append_c (request, byte);
    }
  return TRUE;
}

static void
read_body (GInputStream *stream, GString *request)
{
  g_autofree char *length = scripted_request_dup_header (request->str, "Content-Length");
  gsize left = length == NULL ? 0 : g_ascii_strtoull (length, NULL, 10);
  g_autofree char *body = g_malloc (left + 1);
  gsize got = 0;

  g_input_stream_read_all (stream, body, left, &got, NULL, NULL);
  g_string_append_len (request, body, (gssize) got);
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  ScriptedServer *server = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  GString *answer;

  if (!read_head (input, request))
    return TRUE;
  read_body (input, request);
  g_async_queue_push (server->requests, g_strdup (request->str));
  answer = g_async_queue_timeout_pop (server->answers, 5 * G_USEC_PER_SEC);
  if (answer == NULL)
    return TRUE;
  g_output_stream_write_all (output, answer->str, answer->len, NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_string_free (answer, TRUE);
  return TRUE;
}

ScriptedServer *
scripted_server_new (void)
{
  ScriptedServer *server = g_new0 (ScriptedServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  server->answers = g_async_queue_new ();
  server->requests = g_async_queue_new ();
  server->service = g_threaded_socket_service_new (8);
  g_signal_connect (server->service, "run", G_CALLBACK (on_run), server);
  g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return server;
}

void
scripted_server_free (ScriptedServer *server)
{
  GString *answer;
  char *request;

  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_object_unref (server->service);
  while ((answer = g_async_queue_try_pop (server->answers)) != NULL)
    g_string_free (answer, TRUE);
  while ((request = g_async_queue_try_pop (server->requests)) != NULL)
    g_free (request);
  g_async_queue_unref (server->answers);
  g_async_queue_unref (server->requests);
  g_free (server);
}

guint16
scripted_server_get_port (const ScriptedServer *server)
{
  return server->port;
}

void
scripted_server_add (ScriptedServer *server, const char *head, const char *body)
{
  GString *answer = g_string_new (head);

  g_string_replace (answer, "\n", "\r\n", 0);
  g_string_append_printf (answer,
                          "Connection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          body == NULL ? 0 : strlen (body), body == NULL ? "" : body);
  g_async_queue_push (server->answers, answer);
}

char *
scripted_server_take_request (ScriptedServer *server)
{
  return g_async_queue_try_pop (server->requests);
}

char *
scripted_request_dup_header (const char *request, const char *name)
{
  const char *end = strstr (request, "\r\n\r\n");
  g_autofree char *head = g_strndup (request, (gsize) (end - request));
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));
  return NULL;
}
