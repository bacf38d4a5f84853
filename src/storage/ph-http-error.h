/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "ph-error.h"

G_BEGIN_DECLS

/* A transfer that curl gave up. */
typedef struct
{
  CURLcode code;              /* not CURLE_OK */
  CURL *easy;                 /* what else there is to know of it */
  const char *text;           /* curl's own words, kept as details */
  const char *host;           /* "host" or "host:port" as in the URL */
  const char *proxy;          /* (nullable) "host:port" */
  const char *proxy_variable; /* (nullable) of the environment, that names it */
} PhHttpFailure;

/* What it means to a person, and whether another try can help.  (transfer full) */
GError *ph_http_error_new (const PhHttpFailure *failure);

/* Nothing has moved for @seconds, although the connection stands.  @was_sent: all of the request
 * has gone out, only the answer is missing.  (transfer full) */
GError *ph_http_error_new_stalled (const char *host, guint seconds, gboolean was_sent);

/* @host is, or has only, addresses of this computer or its own network.  (transfer full) */
GError *ph_http_error_new_private (const char *host);

/* A proxy that passes requests on answered one by itself: 407, 502 ...  @variable: (nullable): of
 * the environment, that names it.  (transfer full) */
GError *ph_http_error_new_proxy_answer (const char *proxy, const char *variable, guint status);

G_END_DECLS
