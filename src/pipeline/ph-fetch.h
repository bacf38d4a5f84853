/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-http.h"

G_BEGIN_DECLS

/* Fetches a picture by URL into the spool: http and https, at most PH_FETCH_REDIRECTS redirects
 * followed by us, at most PH_FETCH_MAX bytes. */

#define PH_FETCH_REDIRECTS 5
#define PH_FETCH_MAX ((gint64) 2 * 1024 * 1024 * 1024)

typedef struct
{
  char *spool; /* base name of the spool file, synced */
  char *url;   /* where the bytes came from in the end */
} PhFetched;

void ph_fetched_free (PhFetched *fetched);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhFetched, ph_fetched_free)

/* Is @input a URL that can be fetched? */
gboolean ph_fetch_is_url (const char *input);

/* @url: as the person gave it; spaces and non-ASCII characters are encoded, the fragment is taken
 * off.
 * @login: (nullable): "NAME:PASSWORD" as it stood in the URL; not sent to where a redirect to
 * another address leads
 * @proxy_from: (nullable): a target whose proxy and time-outs are used
 * @is_foreign: the person has not typed it: a redirect is followed to the same host or a public
 * address only, so that no page can make us fetch what only this computer can reach
 * @progress: (nullable): received bytes
 *
 * Errors: PH_ERROR_NO_OBJECT and PH_ERROR_ACCESS for 404, 401 and 403, PH_ERROR_SERVER for other
 * answers, those of ph_http_send_async (). */
void ph_fetch_async (PhHttp *http, const char *data_dir, const char *url, const char *login,
                     const PhTarget *target, gboolean is_foreign, PhHttpProgressFunc progress,
                     gpointer progress_data, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data);
PhFetched *ph_fetch_finish (PhHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
