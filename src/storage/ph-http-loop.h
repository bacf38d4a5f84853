/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <glib-object.h>

G_BEGIN_DECLS

/* A curl multi handle inside a GMainContext: sockets and timer as GSources, and word of finished
 * transfers.  Knows nothing of requests.  Source: libcurl, "libcurl-multi: the multi interface",
 * CURLMOPT_SOCKETFUNCTION, CURLMOPT_TIMERFUNCTION. */

typedef struct _PhHttpLoop PhHttpLoop;

/* @easy: the transfer, taken off the multi handle already; may be added again or cleaned up here.
 * Never called from inside one of curl's callbacks. */
typedef void (*PhHttpLoopDoneFunc) (CURL *easy, CURLcode result, gpointer owner);

/* @owner: what has the loop; not kept alive by it, but while curl and @done run, so that @done may
 * let go of it. */
PhHttpLoop *ph_http_loop_new (GMainContext *context, PhHttpLoopDoneFunc done, GObject *owner);
/* All transfers must have been removed. */
void ph_http_loop_free (PhHttpLoop *loop);

CURLMcode ph_http_loop_add (PhHttpLoop *loop, CURL *easy);
/* Stops a transfer.  Never from inside one of curl's callbacks. */
void ph_http_loop_remove (PhHttpLoop *loop, CURL *easy);

/* The socket that a transfer waits for; -1 while there is none.  (CURLINFO_ACTIVESOCKET knows it
 * only after the end.) */
int ph_http_loop_get_socket (PhHttpLoop *loop, CURL *easy);

G_END_DECLS
