/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "ph-error.h"

G_BEGIN_DECLS

/* ph_http_error_new:
 * @code: not CURLE_OK
 * @easy: the transfer, for host and proxy
 * @text: curl's own words, kept as details
 *
 * What a failed transfer means to a person.  Neither the proxy's password nor a query string is
 * told.  (transfer full) */
GError *ph_http_error_new (CURLcode code, CURL *easy, const char *text);

G_END_DECLS
