/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-http-address.h"
#include "ph-http-error.h"
#include "ph-http-loop.h"

#define DEFAULT_RESPONSE_MAX (16 * 1024 * 1024)
#define DEFAULT_CONNECT_TIMEOUT 15
#define DEFAULT_STALL_TIMEOUT 60
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)
/* More than this in headers is no answer of a storage server. */
#define HEADERS_MAX (256 * 1024)
/* Servers close idle connections after a minute or so; asking for one a little too late costs a
 * round trip. */
#define CONNECTION_MAX_IDLE 50L

struct _PhHttp
{
  GObject parent_instance;

  PhHttpLoop *loop;
  GMainContext *context;
  CURLSH *share;         /* TLS sessions */
  GHashTable *transfers; /* set of Transfer */
};

G_DEFINE_FINAL_TYPE (PhHttp, ph_http, G_TYPE_OBJECT)

/* One request under way. */
typedef struct
{
  PhHttp *http; /* borrowed: the task keeps it alive */
  GTask *task;  /* (nullable): NULL for a connection opened ahead */
  CURL *easy;
  struct curl_slist *headers;
  char error_text[CURL_ERROR_SIZE];

  PhContent *body; /* (nullable) */
  gint64 body_offset, body_length, body_read;
  GError *body_error; /* our own side failed */

  PhHttpResponse *response;
  GByteArray *received;
  gsize header_bytes;
  gsize response_max;
  int response_fd;
  gint64 response_fd_max, response_fd_written;
  gboolean forbid_loopback;

  PhHttpProgressFunc progress;
  gpointer progress_data;
  gint64 progress_told; /* monotonic */
  gint64 sent, got;

  GCancellable *cancellable;
  gulong cancelled_id;
  GSource *cancel_source;
} Transfer;

void
ph_http_response_free (PhHttpResponse *response)
{
  g_clear_pointer (&response->headers, g_hash_table_unref);
  g_clear_pointer (&response->body, g_bytes_unref);
  g_free (response);
}

const char *
ph_http_response_get_header (const PhHttpResponse *response, const char *name)
{
  return g_hash_table_lookup (response->headers, name);
}

void
ph_http_request_use_target (PhHttpRequest *request, const PhTarget *target)
{
  request->proxy = target->proxy;
  request->ca_file = target->ca_file;
  request->tls_insecure = !target->tls_verify;
  request->connect_timeout = target->connect_timeout;
  request->stall_timeout = target->stall_timeout;
}

static void
transfer_free (Transfer *transfer)
{
  if (transfer->cancelled_id != 0)
    g_cancellable_disconnect (transfer->cancellable, transfer->cancelled_id);
  g_clear_object (&transfer->cancellable);
  if (transfer->cancel_source != NULL)
    {
      g_source_destroy (transfer->cancel_source);
      g_source_unref (transfer->cancel_source);
    }
  curl_easy_cleanup (transfer->easy);
  curl_slist_free_all (transfer->headers);
  g_clear_pointer (&transfer->body, ph_content_unref);
  g_clear_error (&transfer->body_error);
  g_clear_pointer (&transfer->response, ph_http_response_free);
  g_byte_array_unref (transfer->received);
  g_free (transfer);
}

/* --- curl's callbacks
 * ----------------------------------------------------------------------------- */

static size_t
on_read_body (char *buffer, size_t size, size_t count, void *user_data)
{
  Transfer *transfer = user_data;
  gsize wanted = MIN (size * count, (gsize) (transfer->body_length - transfer->body_read));
  gssize got;

  if (wanted == 0)
    return 0;
  got = ph_content_read (transfer->body, transfer->body_offset + transfer->body_read, buffer,
                         wanted, &transfer->body_error);
  if (got == 0 && transfer->body_error == NULL)
    ph_error_set (&transfer->body_error, PH_ERROR_CHANGED, _ ("try again when it is complete"),
                  _ ("this file became shorter while it was read"));
  if (got <= 0)
    return CURL_READFUNC_ABORT;
  transfer->body_read += got;
  return (size_t) got;
}

/* curl sends the body again where a kept-alive connection turns out to be dead. */
static int
on_seek_body (void *user_data, curl_off_t offset, int origin)
{
  Transfer *transfer = user_data;

  if (origin != SEEK_SET || offset < 0 || offset > transfer->body_length)
    return CURL_SEEKFUNC_CANTSEEK;
  transfer->body_read = offset;
  return CURL_SEEKFUNC_OK;
}

static void
begin_headers (Transfer *transfer, const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, length);
  const char *space = strchr (text, ' ');

  /* What came before was an interim answer, or that of a proxy. */
  g_hash_table_remove_all (transfer->response->headers);
  transfer->response->status = space != NULL ? (guint) g_ascii_strtoull (space, NULL, 10) : 0;
}

static void
add_header (Transfer *transfer, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const char *before;

  if (colon == NULL)
    return;
  name = g_ascii_strdown (line, colon - line);
  value = g_strndup (colon + 1, length - (gsize) (colon + 1 - line));
  g_strstrip (name);
  g_strstrip (value);
  before = g_hash_table_lookup (transfer->response->headers, name);
  if (before != NULL)
    {
      char *joined = g_strconcat (before, ", ", value, NULL);

      g_free (value);
      value = joined;
    }
  g_hash_table_replace (transfer->response->headers, g_steal_pointer (&name),
                        g_steal_pointer (&value));
}

static size_t
on_header (char *line, size_t size, size_t count, void *user_data)
{
  Transfer *transfer = user_data;
  gsize length = size * count;

  transfer->header_bytes += length;
  if (transfer->header_bytes > HEADERS_MAX)
    return 0;
  if (length > 5 && g_ascii_strncasecmp (line, "HTTP/", 5) == 0)
    begin_headers (transfer, line, length);
  else
    add_header (transfer, line, length);
  return length;
}

static gboolean
write_to_fd (Transfer *transfer, const char *data, gsize length)
{
  transfer->response_fd_written += (gint64) length;
  if (transfer->response_fd_max > 0 && transfer->response_fd_written > transfer->response_fd_max)
    {
      ph_error_set (&transfer->body_error, PH_ERROR_TOO_LARGE,
                    _ ("fetch it yourself and upload the file"),
                    _ ("there is more of it than Pichoist takes"));
      return FALSE;
    }
  while (length > 0)
    {
      gssize written = write (transfer->response_fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          ph_error_set_from_errno (&transfer->body_error, errno,
                                   _ ("what was fetched can't be written"));
          return FALSE;
        }
      data += written;
      length -= (gsize) written;
    }
  return TRUE;
}

static size_t
on_response_body (char *data, size_t size, size_t count, void *user_data)
{
  Transfer *transfer = user_data;
  gsize length = size * count;
  guint status = transfer->response->status;

  if (transfer->response_fd >= 0 && status >= 200 && status < 300)
    return write_to_fd (transfer, data, length) ? length : 0;
  if (transfer->received->len + length > transfer->response_max)
    {
      ph_error_set (&transfer->body_error, PH_ERROR_TOO_LARGE, NULL, _ ("the answer is too long"));
      return 0;
    }
  g_byte_array_append (transfer->received, (const guint8 *) data, (guint) length);
  return length;
}

static void
tell_progress (Transfer *transfer)
{
  transfer->progress_told = g_get_monotonic_time ();
  transfer->progress (transfer->sent, transfer->got, transfer->progress_data);
}

static int
on_progress (void *user_data, curl_off_t total_down, curl_off_t down, curl_off_t total_up,
             curl_off_t up)
{
  Transfer *transfer = user_data;

  if (up == transfer->sent && down == transfer->got)
    return 0;
  transfer->sent = up;
  transfer->got = down;
  if (g_get_monotonic_time () - transfer->progress_told >= PROGRESS_INTERVAL)
    tell_progress (transfer);
  return 0;
}

static curl_socket_t
on_open_socket (void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
  Transfer *transfer = user_data;

  if (transfer->forbid_loopback && ph_http_address_is_private (&address->addr))
    return CURL_SOCKET_BAD;
  return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* --- the end of a transfer -----------------------------------------------------------------------
 */

static void
note_date (PhHttpResponse *response)
{
  const char *date = ph_http_response_get_header (response, "date");
  time_t time = date != NULL ? curl_getdate (date, NULL) : -1;

  response->has_date = time >= 0;
  if (response->has_date)
    response->date_offset = (gint64) time - g_get_real_time () / G_USEC_PER_SEC;
}

static GError *
make_error (Transfer *transfer, CURLcode result)
{
  if (transfer->body_error != NULL)
    return g_steal_pointer (&transfer->body_error);
  if (transfer->header_bytes > HEADERS_MAX)
    return ph_error_new (PH_ERROR_SERVER, _ ("check the endpoint"),
                         _ ("the answer's headers are too long"));
  return ph_http_error_new (result, transfer->easy, transfer->error_text);
}

static void
on_done (CURL *easy, CURLcode result, gpointer user_data)
{
  Transfer *transfer = NULL;
  g_autoptr (GTask) task = NULL;

  curl_easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &transfer);
  g_hash_table_remove (transfer->http->transfers, transfer);
  task = g_steal_pointer (&transfer->task);
  if (task == NULL)
    {
      transfer_free (transfer);
      return;
    }
  if (transfer->progress != NULL && result == CURLE_OK)
    {
      transfer->sent = transfer->body != NULL ? transfer->body_length : 0;
      tell_progress (transfer);
    }
  if (result == CURLE_OK)
    {
      note_date (transfer->response);
      transfer->response->body = g_byte_array_free_to_bytes (g_byte_array_ref (transfer->received));
      g_task_return_pointer (task, g_steal_pointer (&transfer->response),
                             (GDestroyNotify) ph_http_response_free);
    }
  else
    g_task_return_error (task, make_error (transfer, result));
  transfer_free (transfer);
}

static gboolean
on_cancel_idle (gpointer user_data)
{
  Transfer *transfer = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&transfer->task);

  g_hash_table_remove (transfer->http->transfers, transfer);
  ph_http_loop_remove (transfer->http->loop, transfer->easy);
  transfer_free (transfer);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* In whatever thread, and maybe inside one of curl's callbacks, where a handle can't be removed. */
static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Transfer *transfer = user_data;

  g_source_attach (transfer->cancel_source, transfer->http->context);
}

/* --- setting a transfer up
 * ------------------------------------------------------------------------ */

static void
configure_connection (Transfer *transfer, const PhHttpRequest *request)
{
  CURL *easy = transfer->easy;
  guint connect_timeout
      = request->connect_timeout > 0 ? request->connect_timeout : DEFAULT_CONNECT_TIMEOUT;
  guint stall_timeout = request->stall_timeout > 0 ? request->stall_timeout : DEFAULT_STALL_TIMEOUT;

  curl_easy_setopt (easy, CURLOPT_SHARE, transfer->http->share);
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT, (long) connect_timeout);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long) stall_timeout);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (easy, CURLOPT_MAXAGE_CONN, CONNECTION_MAX_IDLE);
  if (request->proxy != NULL)
    curl_easy_setopt (easy, CURLOPT_PROXY, request->proxy);
  if (request->ca_file != NULL)
    {
      curl_easy_setopt (easy, CURLOPT_CAINFO, request->ca_file);
      curl_easy_setopt (easy, CURLOPT_PROXY_CAINFO, request->ca_file);
    }
  if (request->tls_insecure)
    {
      curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 0L);
      curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, transfer);
}

static void
configure_body (Transfer *transfer)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) transfer->body_length);
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, on_read_body);
  curl_easy_setopt (easy, CURLOPT_READDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_SEEKFUNCTION, on_seek_body);
  curl_easy_setopt (easy, CURLOPT_SEEKDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_UPLOAD_BUFFERSIZE, 512 * 1024L);
}

static void
configure_request (Transfer *transfer, const PhHttpRequest *request)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_URL, request->url);
  curl_easy_setopt (easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  if (g_str_equal (request->method, "HEAD"))
    curl_easy_setopt (easy, CURLOPT_NOBODY, 1L);
  else if (transfer->body != NULL)
    configure_body (transfer);
  else if (g_str_equal (request->method, "PUT") || g_str_equal (request->method, "POST"))
    {
      /* An empty body still needs its Content-Length. */
      curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE, 0L);
      curl_easy_setopt (easy, CURLOPT_POSTFIELDS, "");
    }
  curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, request->method);
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
    transfer->headers = curl_slist_append (transfer->headers, request->headers[i]);
  /* curl 7.88 asks for 100-continue on each PUT, which R2 never answers; a second lost each time.
   */
  transfer->headers = curl_slist_append (transfer->headers, "Expect:");
  if (transfer->body == NULL)
    transfer->headers = curl_slist_append (transfer->headers, "Content-Type:");
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void
configure_callbacks (Transfer *transfer)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->error_text);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_response_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  if (transfer->progress == NULL)
    return;
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, transfer);
}

static void
set_body (Transfer *transfer, const PhHttpRequest *request)
{
  if (request->body == NULL)
    return;
  transfer->body = ph_content_ref (request->body);
  transfer->body_offset = request->body_offset;
  transfer->body_length = request->body_length >= 0
                              ? request->body_length
                              : ph_content_get_size (request->body) - request->body_offset;
}

static Transfer *
transfer_new (PhHttp *http, const PhHttpRequest *request)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->http = http;
  transfer->easy = curl_easy_init ();
  transfer->received = g_byte_array_new ();
  transfer->response = g_new0 (PhHttpResponse, 1);
  transfer->response->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  transfer->response_max = request->response_max > 0 ? request->response_max : DEFAULT_RESPONSE_MAX;
  transfer->response_fd = request->response_fd;
  transfer->response_fd_max = request->response_fd_max;
  transfer->forbid_loopback = request->forbid_loopback;
  transfer->progress = request->progress;
  transfer->progress_data = request->progress_data;
  set_body (transfer, request);
  configure_connection (transfer, request);
  configure_request (transfer, request);
  configure_callbacks (transfer);
  return transfer;
}

static void
start (PhHttp *http, Transfer *transfer)
{
  g_hash_table_add (http->transfers, transfer);
  ph_http_loop_add (http->loop, transfer->easy);
}

void
ph_http_send_async (PhHttp *http, const PhHttpRequest *request, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  Transfer *transfer;

  g_task_set_source_tag (task, ph_http_send_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  transfer = transfer_new (http, request);
  transfer->task = g_steal_pointer (&task);
  if (cancellable != NULL)
    {
      transfer->cancel_source = g_idle_source_new ();
      g_source_set_callback (transfer->cancel_source, on_cancel_idle, transfer, NULL);
      g_source_set_priority (transfer->cancel_source, G_PRIORITY_DEFAULT);
      transfer->cancellable = g_object_ref (cancellable);
      transfer->cancelled_id
          = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), transfer, NULL);
    }
  start (http, transfer);
}

PhHttpResponse *
ph_http_send_finish (PhHttp *http, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
ph_http_get_versions (void)
{
  return curl_version ();
}

/* A connection that CURLOPT_CONNECT_ONLY opened can't be used by another transfer, so the cheapest
 * request is sent. */
void
ph_http_preconnect (PhHttp *http, const PhHttpRequest *request, guint count)
{
  PhHttpRequest ahead = *request;

  ahead.method = "HEAD";
  ahead.body = NULL;
  ahead.headers = NULL;
  ahead.progress = NULL;
  ahead.response_fd = -1;
  for (guint i = 0; i < count; i++)
    start (http, transfer_new (http, &ahead));
}

static void
ph_http_finalize (GObject *object)
{
  PhHttp *http = PH_HTTP (object);
  guint n_transfers = 0;
  g_autofree gpointer *transfers = g_hash_table_get_keys_as_array (http->transfers, &n_transfers);

  /* Only connections opened ahead: a request keeps the client alive. */
  for (guint i = 0; i < n_transfers; i++)
    {
      Transfer *transfer = transfers[i];

      ph_http_loop_remove (http->loop, transfer->easy);
      transfer_free (transfer);
    }
  g_hash_table_unref (http->transfers);
  ph_http_loop_free (http->loop);
  curl_share_cleanup (http->share);
  g_main_context_unref (http->context);
  G_OBJECT_CLASS (ph_http_parent_class)->finalize (object);
}

static void
ph_http_class_init (PhHttpClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_http_finalize;
  curl_global_init (CURL_GLOBAL_DEFAULT);
}

static void
ph_http_init (PhHttp *http)
{
  http->context = g_main_context_ref_thread_default ();
  http->transfers = g_hash_table_new (NULL, NULL);
  http->loop = ph_http_loop_new (http->context, on_done, http);
  http->share = curl_share_init ();
  curl_share_setopt (http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

PhHttp *
ph_http_new (void)
{
  return g_object_new (PH_TYPE_HTTP, NULL);
}
