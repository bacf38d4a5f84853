/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "ph-http.h"

G_BEGIN_DECLS

/* A request as options of a curl handle: all but callbacks, proxy and headers. */
void ph_http_options_apply (CURL *easy, const PhHttpRequest *request);

/* Servers close idle connections after a minute or so; asking for one a little too late costs a
 * round trip.  Seconds. */
#define PH_HTTP_CONNECTION_MAX_IDLE 50

/* Bytes of @request's body; 0 without one. */
gint64 ph_http_options_get_body_length (const PhHttpRequest *request);

/* What CURLOPT_HTTPHEADER takes.  (transfer full): to be freed with curl_slist_free_all (); or NULL
 * with PH_ERROR_INPUT. */
struct curl_slist *ph_http_options_make_headers (const PhHttpRequest *request, GError **error);

G_END_DECLS
