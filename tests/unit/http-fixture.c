/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Starts a script of tests/ (in the unit folder or above) and reads "NAME PORT" lines up to one
 * that begins with @last. */
static GSubprocess *
start_script (const char *const *argv, const char *last, GHashTable *ports)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) lines = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      g_auto (GStrv) words = NULL;

      g_assert_no_error (error);
      g_assert_nonnull (line);
      words = g_strsplit (line, " ", 2);
      if (words[1] != NULL)
        g_hash_table_insert (ports, g_strdup (words[0]), g_strdup (words[1]));
      if (g_str_has_prefix (line, last))
        return process;
    }
}

static void
stop_script (GSubprocess *process)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

TestServer *
test_server_start (void)
{
  TestServer *server = g_new0 (TestServer, 1);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "http-server.py", NULL);
  const char *argv[] = { script, NULL, NULL };

  server->dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  server->ports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  argv[1] = server->dir;
  server->process = start_script (argv, "ready", server->ports);
  return server;
}

void
test_server_stop (TestServer *server)
{
  const char *name;
  GDir *dir = g_dir_open (server->dir, 0, NULL);

  stop_script (server->process);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (server->dir, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (server->dir);
  g_free (server->dir);
  g_hash_table_unref (server->ports);
  g_free (server);
}

char *
test_server_dup_url (TestServer *server, const char *name, const char *path)
{
  const char *port = g_hash_table_lookup (server->ports, name);

  g_assert_nonnull (port);
  if (g_str_equal (name, "http") || g_str_equal (name, "narrow"))
    return g_strdup_printf ("http://127.0.0.1:%s%s", port, path);
  return g_strdup_printf ("https://localhost:%s%s", port, path);
}

char *
test_server_dup_file (TestServer *server, const char *name)
{
  return g_build_filename (server->dir, name, NULL);
}

TestProxy *
test_proxy_start (const char *const *arguments)
{
  g_autoptr (GHashTable) ports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  TestProxy *proxy = g_new0 (TestProxy, 1);

  g_ptr_array_add (argv, g_test_build_filename (G_TEST_DIST, "..", "proxy.py", NULL));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (arguments[i]));
  g_ptr_array_add (argv, NULL);
  proxy->process = start_script ((const char *const *) argv->pdata, "port", ports);
  proxy->port = g_strdup (g_hash_table_lookup (ports, "port"));
  return proxy;
}

void
test_proxy_stop (TestProxy *proxy)
{
  stop_script (proxy->process);
  g_free (proxy->port);
  g_free (proxy);
}

typedef struct
{
  PhHttpResponse *response;
  GError *error;
  gboolean done;
} Wait;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->response = ph_http_send_finish (PH_HTTP (source), result, &wait->error);
  wait->done = TRUE;
}

PhHttpResponse *
test_send (PhHttp *http, const PhHttpRequest *request, GCancellable *cancellable, GError **error)
{
  Wait wait = { 0 };

  ph_http_send_async (http, request, cancellable, on_sent, &wait);
  while (!wait.done)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_assert_true ((wait.response == NULL) == (wait.error != NULL));
  if (wait.error != NULL)
    g_propagate_error (error, wait.error);
  return wait.response;
}

char *
test_dup_body (const PhHttpResponse *response)
{
  gsize size;
  const char *data = g_bytes_get_data (response->body, &size);

  return size > 0 ? g_strndup (data, size) : g_strdup ("");
}

char *
test_get (PhHttp *http, const char *url)
{
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = NULL;

  request.method = "GET";
  request.url = url;
  response = test_send (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  return test_dup_body (response);
}

PhContent *
test_make_body (gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  char *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (char) (i * 7 + i / 251 + i / 65521);
  bytes = g_bytes_new_take (data, size);
  return ph_content_new_for_bytes (bytes);
}

char *
test_dup_sha256 (PhContent *content, gint64 offset, gint64 length)
{
  const guint8 *data = g_bytes_get_data (ph_content_peek_bytes (content), NULL);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data + offset, (gsize) length);
}

PhHttpRequest
test_make_request (const char *method, const char *url)
{
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;

  request.method = method;
  request.url = url;
  return request;
}

void
test_wait_until (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

static gboolean
on_time_out (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
test_wait_for (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, on_time_out, &done);
  test_wait_until (&done);
}
