/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-content.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* HTTP on one curl multi handle, driven by GLib sources of the main context that was the thread's
 * default when the client was made (socket and timer callbacks; no polling, no thread for each
 * transfer).  HTTP/1.1, kept-alive connections, TLS session and DNS cache shared by all requests of
 * a client.  Never follows a redirect, never sends Expect: 100-continue, sends the URL's path as it
 * is.  To be used from that one thread.  A request under way keeps its client alive.
 *
 * This is the only place that knows curl. */

#define PH_TYPE_HTTP (ph_http_get_type ())
G_DECLARE_FINAL_TYPE (PhHttp, ph_http, PH, HTTP, GObject)

PhHttp *ph_http_new (void);

/* @sent, @received: bytes of body so far, @sent as far as the other side's computer has them.
 * Called in the client's context, at most some ten times a second, and at the end of what goes
 * well.  Any call means progress. */
typedef void (*PhHttpProgressFunc) (gint64 sent, gint64 received, gpointer user_data);

/* A request.  Fill in what is needed, give it to ph_http_send_async (), which copies what it keeps.
 */
typedef struct
{
  const char *method;         /* "PUT" */
  const char *url;            /* absolute, percent-encoded, sent as it is */
  const char *const *headers; /* (nullable) "Name: value", NULL-terminated; Host and Content-Length
                                 are set by us */
  PhContent *body;            /* (nullable) */
  gint64 body_offset;         /* bytes */
  gint64 body_length;         /* bytes; only read with a body; -1: to the end */
  gsize response_max;         /* bytes held in memory; more is PH_ERROR_TOO_LARGE; 0: 16 MiB */
  int response_fd; /* >= 0: a 2xx body is written there instead (not closed), any other answer to
                      memory; set -1 */
  gint64 response_fd_max;   /* bytes to response_fd; more is PH_ERROR_TOO_LARGE; 0: no limit */
  gboolean forbid_loopback; /* refuse to connect to loopback, link-local and private addresses; what
                               a name stands for is not known where a proxy looks it up */

  const char *proxy; /* (nullable): URL with scheme http, https, socks5, socks5h, name and password
                        percent-encoded; NULL: the environment's; "": none */
  const char *ca_file;   /* (nullable) */
  gboolean tls_insecure; /* TRUE: certificates are not checked */
  guint connect_timeout; /* seconds; 0: 15 */
  guint stall_timeout;   /* seconds without a byte either way; 0: 60 */

  PhHttpProgressFunc progress; /* (nullable) */
  gpointer progress_data;
} PhHttpRequest;

#define PH_HTTP_REQUEST_INIT                                                                       \
  {                                                                                                \
    .response_fd = -1, .body_length = -1                                                           \
  }

/* Takes proxy, CA file, checks and time-outs from @target. */
void ph_http_request_use_target (PhHttpRequest *request, const PhTarget *target);

typedef struct
{
  guint status;
  GHashTable *headers; /* lower-case name -> value; repeated ones joined with ", " */
  GBytes *body;        /* never NULL */
  gint64 date_offset;  /* the Date header minus our clock, in seconds; 0 where there is none */
  gboolean has_date;
  GError *relay_error; /* (nullable) what the status means where the proxy answered by itself;
                          502 to 504 of a request that it passes on */
} PhHttpResponse;

void ph_http_response_free (PhHttpResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhHttpResponse, ph_http_response_free)

/* (nullable) (transfer none) */
const char *ph_http_response_get_header (const PhHttpResponse *response, const char *name);

/* Any HTTP status is an answer, not an error, but for a proxy's 407.  Errors: PH_ERROR_NETWORK,
 * _TLS, _PROXY, _TOO_LARGE, _SERVER (headers without end), _INPUT or _CHANGED (our own body can't
 * be read, or the URL is none), _DISK (response_fd), each with hint and retry kind, and
 * G_IO_ERROR_CANCELLED.
 *
 * Cancelling takes the transfer off at once.  A kept-alive connection that turns out to be dead is
 * replaced unseen; as always when an answer is missing, the server may have got the request. */
void ph_http_send_async (PhHttp *http, const PhHttpRequest *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
PhHttpResponse *ph_http_send_finish (PhHttp *http, GAsyncResult *result, GError **error);

/* Versions of curl and what it is built on, for bug reports.  (transfer none) */
const char *ph_http_get_versions (void);

/* Sees to it that @count connections to the host of @request->url stand or will soon that no
 * request uses, for the next requests: by a HEAD of that URL on each that has to be opened (method,
 * body and headers are not used).  Nothing is reported. */
void ph_http_preconnect (PhHttp *http, const PhHttpRequest *request, guint count);

G_END_DECLS
