/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

/* A curl multi handle inside a GMainContext: sockets and timer as GSources, and word of finished
 * transfers. Knows nothing of requests.  Source: libcurl, "libcurl-multi: the multi interface",
 * CURLMOPT_SOCKETFUNCTION, CURLMOPT_TIMERFUNCTION. */

typedef struct _PhHttpLoop PhHttpLoop;

/* @easy: the transfer, taken off the multi handle already; may be reset or cleaned up here. */
typedef void (*PhHttpLoopDoneFunc) (CURL *easy, CURLcode result, gpointer user_data);

PhHttpLoop *ph_http_loop_new (GMainContext *context, PhHttpLoopDoneFunc done, gpointer user_data);
/* All transfers must have been removed. */
void ph_http_loop_free (PhHttpLoop *loop);

CURLMcode ph_http_loop_add (PhHttpLoop *loop, CURL *easy);
/* Stops a transfer.  Never from inside one of curl's callbacks. */
void ph_http_loop_remove (PhHttpLoop *loop, CURL *easy);

G_END_DECLS
