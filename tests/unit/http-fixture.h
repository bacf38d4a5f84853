/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-error.h"
#include "ph-http.h"

G_BEGIN_DECLS

/* The server of http-server.py, run for one test program. */

typedef struct
{
  GSubprocess *process;
  char *dir;
  GHashTable *ports; /* name -> "port" */
} TestServer;

TestServer *test_server_start (void);
void test_server_stop (TestServer *server);
/* "http://127.0.0.1:PORT" or "https://localhost:PORT" of one of its ports */
char *test_server_dup_url (TestServer *server, const char *name, const char *path);
char *test_server_dup_file (TestServer *server, const char *name);

/* A proxy of proxy.py. */
typedef struct
{
  GSubprocess *process;
  char *port;
} TestProxy;

TestProxy *test_proxy_start (const char *const *arguments);
void test_proxy_stop (TestProxy *proxy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_stop)

/* A request with nothing else in it. */
PhHttpRequest test_make_request (const char *method, const char *url);

/* Runs the thread's own context until *@done, or for a time. */
void test_wait_until (gboolean *done);
void test_wait_for (guint milliseconds);

/* Sends and waits, in the thread's own context.  (transfer full) */
PhHttpResponse *test_send (PhHttp *http, const PhHttpRequest *request, GCancellable *cancellable,
                           GError **error);
/* The same for a GET, as text; fails the test where there is no answer with 200. */
char *test_get (PhHttp *http, const char *url);
/* The body as text. */
char *test_dup_body (const PhHttpResponse *response);

PhContent *test_make_body (gsize size);
char *test_dup_sha256 (PhContent *content, gint64 offset, gint64 length);

G_END_DECLS
