/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>

#include "ph-http-sockets.h"
#include "ph-http.h"

G_BEGIN_DECLS

/* One request and its curl handle, from the options to the answer.  Knows no main loop. */

typedef struct _PhHttpTransfer PhHttpTransfer;

/* ph_http_transfer_new:
 * @share: what all transfers of a client share
 * @sockets: of the client; outlives what it has opened
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_PROXY, PH_ERROR_NETWORK, PH_ERROR_INPUT where
 * the request can't be sent at all */
PhHttpTransfer *ph_http_transfer_new (const PhHttpRequest *request, CURLSH *share,
                                      PhHttpSockets *sockets, GError **error);
/* Its handle must not be in a multi handle any more. */
void ph_http_transfer_free (PhHttpTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhHttpTransfer, ph_http_transfer_free)

CURL *ph_http_transfer_get_easy (const PhHttpTransfer *transfer);
/* "host:port" of its URL. */
const char *ph_http_transfer_get_place (const PhHttpTransfer *transfer);
gboolean ph_http_transfer_wants_progress (const PhHttpTransfer *transfer);

/* ph_http_transfer_look:
 * @fd: its socket, or -1
 * @now: monotonic time
 *
 * To be called now and then while the transfer runs, outside of curl's callbacks.  Tells progress.
 *
 * Returns: TRUE while bytes move, FALSE with @error once they have stood still for the stall
 * time-out */
gboolean ph_http_transfer_look (PhHttpTransfer *transfer, int fd, gint64 now, GError **error);

/* ph_http_transfer_rewind:
 *
 * TRUE where the transfer failed with @result since a kept-alive connection was dead, without a
 * byte of an answer: it is ready to be sent once more then, on a fresh one. */
gboolean ph_http_transfer_rewind (PhHttpTransfer *transfer, CURLcode result);

/* Its answer, after a last word of progress.  (transfer full) */
PhHttpResponse *ph_http_transfer_finish (PhHttpTransfer *transfer, CURLcode result, GError **error);

G_END_DECLS
