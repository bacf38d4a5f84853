/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which proxy a request goes through, and what can be told of it. */

/* ph_http_proxy_choose:
 * @own: (nullable): the request's own proxy; "": none, whatever the environment says
 * @url: of the request
 *
 * @own, or else what https_proxy, HTTPS_PROXY, http_proxy, all_proxy, ALL_PROXY name for @url.
 * no_proxy is not looked at.
 *
 * Returns: (nullable) (transfer full) */
char *ph_http_proxy_choose (const char *own, const char *url);

/* FALSE with PH_ERROR_PROXY where @proxy can't be used; the message doesn't hold it. */
gboolean ph_http_proxy_check (const char *proxy, GError **error);

/* "host:port" of @proxy, for messages.  (transfer full) */
char *ph_http_proxy_dup_host (const char *proxy);

G_END_DECLS
