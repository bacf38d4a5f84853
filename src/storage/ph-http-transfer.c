/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-transfer.h"

#include <glib/gi18n-lib.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "ph-error.h"
#include "ph-http-address.h"
#include "ph-http-answer.h"
#include "ph-http-error.h"
#include "ph-http-options.h"
#include "ph-http-proxy.h"

#define DEFAULT_STALL_TIMEOUT 60

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

struct _PhHttpTransfer
{
  CURL *easy;
  struct curl_slist *headers;
  char error_text[CURL_ERROR_SIZE];
  char *host;
  char *host_and_port;
  PhHttpSockets *sockets;
  char *proxy;                /* (nullable) "host:port", for messages */
  const char *proxy_variable; /* (nullable) of the environment, that names it */
  gboolean is_relayed;        /* the proxy reads the request and may answer it by itself */
  gboolean forbids_private;
  gboolean met_private; /* and refused it */

  PhContent *body; /* (nullable) */
  gint64 body_offset;
  gint64 body_length; /* 0 without a body */
  gint64 body_read;

  PhHttpAnswer *answer;
  GError *own_error; /* (nullable) what went wrong on our side, inside a callback */

  PhHttpProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  gint64 told_sent;
  gint64 told_received;

  guint stall_timeout;
  gint64 moved_at; /* monotonic */
  gint64 moved;    /* a sum of bytes that changes whenever one moves */
};

/* --- what curl calls --- */

static size_t
on_read_body (char *buffer, size_t size, size_t count, void *user_data)
{
  PhHttpTransfer *transfer = user_data;
  gsize wanted = MIN (size * count, (gsize) (transfer->body_length - transfer->body_read));
  gssize got;

  if (wanted == 0)
    return 0;
  got = ph_content_read (transfer->body, transfer->body_offset + transfer->body_read, buffer,
                         wanted, &transfer->own_error);
  if (got == 0)
    ph_error_set (&transfer->own_error, PH_ERROR_CHANGED, _ ("try again when it is complete"),
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
  PhHttpTransfer *transfer = user_data;

  if (origin != SEEK_SET || offset < 0 || offset > transfer->body_length)
    return CURL_SEEKFUNC_CANTSEEK;
  transfer->body_read = offset;
  return CURL_SEEKFUNC_OK;
}

static size_t
on_header (char *line, size_t size, size_t count, void *user_data)
{
  PhHttpTransfer *transfer = user_data;
  gsize length = size * count;

  return ph_http_answer_take_line (transfer->answer, line, length, &transfer->own_error) ? length
                                                                                         : 0;
}

static size_t
on_answer_body (char *data, size_t size, size_t count, void *user_data)
{
  PhHttpTransfer *transfer = user_data;
  gsize length = size * count;

  return ph_http_answer_take_body (transfer->answer, data, length, &transfer->own_error) ? length
                                                                                         : 0;
}

/* The name has been looked up here, so one that leads to a private address today but not a moment
 * ago (DNS rebinding) is seen.  A proxy looks names up itself. */
static curl_socket_t
on_open_socket (void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
  PhHttpTransfer *transfer = user_data;
  int fd;

  if (transfer->forbids_private && transfer->proxy == NULL
      && ph_http_address_is_private (&address->addr))
    {
      transfer->met_private = TRUE;
      return CURL_SOCKET_BAD;
    }
  fd = socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd >= 0)
    ph_http_sockets_add (transfer->sockets, fd, transfer->host_and_port);
  return fd;
}

/* --- setting up --- */

/* Takes the names that messages tell from @request; curl has the last word on what its URL means,
 * and writes "0x7f.1" as the address that it is. */
static void
note_host (PhHttpTransfer *transfer, const PhHttpRequest *request)
{
  g_autoptr (CURLU) url = curl_url ();
  char *host = NULL;
  char *port = NULL;

  if (curl_url_set (url, CURLUPART_URL, request->url, CURLU_PATH_AS_IS) == CURLUE_OK)
    curl_url_get (url, CURLUPART_HOST, &host, 0);
  curl_url_get (url, CURLUPART_PORT, &port, 0);
  /* What can't be read as a URL is told as it is, up to where a signature may begin. */
  transfer->host
      = host != NULL ? g_strdup (host) : g_strndup (request->url, strcspn (request->url, "?#@"));
  transfer->host_and_port
      = port != NULL ? g_strdup_printf ("%s:%s", transfer->host, port) : g_strdup (transfer->host);
  curl_free (port);
  curl_free (host);
}

static gboolean
set_proxy (PhHttpTransfer *transfer, const PhHttpRequest *request, GError **error)
{
  CURL *easy = transfer->easy;
  /* What no_proxy names is mostly private, so it makes no exception where that is forbidden. */
  g_autofree char *proxy = ph_http_proxy_choose (
      request->proxy, request->url, !request->forbid_loopback, &transfer->proxy_variable);

  curl_easy_setopt (easy, CURLOPT_PROXY, proxy != NULL ? proxy : "");
  curl_easy_setopt (easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt (easy, CURLOPT_NOPROXY, "");
  if (proxy == NULL)
    return TRUE;
  if (!ph_http_proxy_check (proxy, transfer->proxy_variable, error))
    return FALSE;
  transfer->proxy = ph_http_proxy_dup_host (proxy);
  transfer->is_relayed = g_ascii_strncasecmp (request->url, "http:", 5) == 0
                         && g_ascii_strncasecmp (proxy, "socks", 5) != 0;
  return TRUE;
}

static void
set_body (PhHttpTransfer *transfer, const PhHttpRequest *request)
{
  CURL *easy = transfer->easy;

  transfer->body_length = ph_http_options_get_body_length (request);
  if (request->body == NULL)
    return;
  transfer->body = ph_content_ref (request->body);
  transfer->body_offset = request->body_offset;
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, on_read_body);
  curl_easy_setopt (easy, CURLOPT_READDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_SEEKFUNCTION, on_seek_body);
  curl_easy_setopt (easy, CURLOPT_SEEKDATA, transfer);
}

static void
set_callbacks (PhHttpTransfer *transfer)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->error_text);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_answer_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, transfer);
  ph_http_sockets_watch (transfer->sockets, easy);
}

static gboolean
configure (PhHttpTransfer *transfer, const PhHttpRequest *request, GError **error)
{
  ph_http_options_apply (transfer->easy, request);
  set_callbacks (transfer);
  set_body (transfer, request);
  transfer->headers = ph_http_options_make_headers (request, error);
  if (transfer->headers == NULL || !set_proxy (transfer, request, error))
    return FALSE;
  curl_easy_setopt (transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
  if (transfer->forbids_private && ph_http_address_is_private_host (transfer->host))
    {
      g_propagate_error (error, ph_http_error_new_private (transfer->host_and_port));
      return FALSE;
    }
  return TRUE;
}

PhHttpTransfer *
ph_http_transfer_new (const PhHttpRequest *request, CURLSH *share, PhHttpSockets *sockets,
                      GError **error)
{
  g_autoptr (PhHttpTransfer) transfer = g_new0 (PhHttpTransfer, 1);

  transfer->easy = curl_easy_init ();
  transfer->answer = ph_http_answer_new (request);
  transfer->sockets = sockets;
  transfer->forbids_private = request->forbid_loopback;
  transfer->progress = request->progress;
  transfer->progress_data = request->progress_data;
  transfer->stall_timeout
      = request->stall_timeout > 0 ? request->stall_timeout : DEFAULT_STALL_TIMEOUT;
  transfer->moved_at = g_get_monotonic_time ();
  note_host (transfer, request);
  curl_easy_setopt (transfer->easy, CURLOPT_SHARE, share);
  if (!configure (transfer, request, error))
    return NULL;
  return g_steal_pointer (&transfer);
}

void
ph_http_transfer_free (PhHttpTransfer *transfer)
{
  curl_easy_cleanup (transfer->easy);
  curl_slist_free_all (transfer->headers);
  g_clear_pointer (&transfer->body, ph_content_unref);
  g_clear_pointer (&transfer->answer, ph_http_answer_free);
  g_clear_error (&transfer->own_error);
  g_free (transfer->host);
  g_free (transfer->host_and_port);
  g_free (transfer->proxy);
  g_free (transfer);
}

CURL *
ph_http_transfer_get_easy (const PhHttpTransfer *transfer)
{
  return transfer->easy;
}

const char *
ph_http_transfer_get_place (const PhHttpTransfer *transfer)
{
  return transfer->host_and_port;
}

gboolean
ph_http_transfer_wants_progress (const PhHttpTransfer *transfer)
{
  return transfer->progress != NULL;
}

/* --- while it runs --- */

static gint64
get_count (const PhHttpTransfer *transfer, CURLINFO info)
{
  curl_off_t count = 0;

  curl_easy_getinfo (transfer->easy, info, &count);
  return count;
}

/* Bytes that the kernel has taken over but the other side not yet acknowledged.  On a slow line
 * they take longer than the stall time-out, though curl has long been through. */
static gint64
get_unsent (int fd)
{
  int unsent = 0;

  return fd >= 0 && ioctl (fd, SIOCOUTQ, &unsent) == 0 ? unsent : 0;
}

static void
tell_progress (PhHttpTransfer *transfer, gint64 sent, gint64 received)
{
  if (transfer->progress == NULL
      || (sent <= transfer->told_sent && received <= transfer->told_received))
    return;
  transfer->told_sent = sent;
  transfer->told_received = received;
  transfer->progress (sent, received, transfer->progress_data);
}

gboolean
ph_http_transfer_look (PhHttpTransfer *transfer, int fd, gint64 now, GError **error)
{
  gint64 sent = get_count (transfer, CURLINFO_SIZE_UPLOAD_T);
  gint64 received = get_count (transfer, CURLINFO_SIZE_DOWNLOAD_T);
  gint64 unsent = get_unsent (fd);
  /* Until the connection stands, connect_timeout counts. */
  gboolean is_connecting = get_count (transfer, CURLINFO_PRETRANSFER_TIME_T) == 0;
  gint64 answered = ph_http_answer_get_size (transfer->answer);
  /* What is sent moves twice, into the kernel and out of it. */
  gint64 moved = 2 * sent - unsent + answered;

  if (is_connecting || moved != transfer->moved)
    {
      transfer->moved = moved;
      transfer->moved_at = now;
      tell_progress (transfer, MAX (sent - unsent, 0), received);
      return TRUE;
    }
  if (now - transfer->moved_at < transfer->stall_timeout * G_USEC_PER_SEC)
    return TRUE;
  g_propagate_error (error, ph_http_error_new_stalled (
                                transfer->host_and_port, transfer->stall_timeout,
                                answered == 0 && unsent == 0 && sent >= transfer->body_length));
  return FALSE;
}

/* --- its end --- */

gboolean
ph_http_transfer_rewind (PhHttpTransfer *transfer, CURLcode result)
{
  long connects = 1;

  if (result != CURLE_SEND_ERROR && result != CURLE_RECV_ERROR && result != CURLE_GOT_NOTHING)
    return FALSE;
  curl_easy_getinfo (transfer->easy, CURLINFO_NUM_CONNECTS, &connects);
  if (connects > 0 || transfer->own_error != NULL || ph_http_answer_get_size (transfer->answer) > 0)
    return FALSE;
  /* A fresh connection counts as one, so this happens once only. */
  curl_easy_setopt (transfer->easy, CURLOPT_FRESH_CONNECT, 1L);
  transfer->body_read = 0;
  transfer->error_text[0] = '\0';
  transfer->moved_at = g_get_monotonic_time ();
  return TRUE;
}

static GError *
make_error (PhHttpTransfer *transfer, CURLcode result)
{
  const PhHttpFailure failure = {
    .code = result,
    .easy = transfer->easy,
    .text = transfer->error_text,
    .host = transfer->host_and_port,
    .proxy = transfer->proxy,
    .proxy_variable = transfer->proxy_variable,
  };

  if (transfer->own_error != NULL)
    return g_steal_pointer (&transfer->own_error);
  if (transfer->met_private && result == CURLE_COULDNT_CONNECT)
    return ph_http_error_new_private (transfer->host_and_port);
  return ph_http_error_new (&failure);
}

static GError *
make_answer_error (const PhHttpTransfer *transfer, guint status)
{
  return ph_http_error_new_proxy_answer (transfer->proxy, transfer->proxy_variable, status);
}

PhHttpResponse *
ph_http_transfer_finish (PhHttpTransfer *transfer, CURLcode result, GError **error)
{
  PhHttpResponse *response;

  if (result != CURLE_OK)
    {
      g_propagate_error (error, make_error (transfer, result));
      return NULL;
    }
  response = ph_http_answer_finish (transfer->answer);
  if (response->status == 407 && transfer->proxy != NULL)
    {
      ph_http_response_free (response);
      g_propagate_error (error, make_answer_error (transfer, 407));
      return NULL;
    }
  if (transfer->is_relayed && response->status >= 502 && response->status <= 504)
    response->relay_error = make_answer_error (transfer, response->status);
  if (transfer->progress != NULL)
    transfer->progress (transfer->body_length, get_count (transfer, CURLINFO_SIZE_DOWNLOAD_T),
                        transfer->progress_data);
  return response;
}
