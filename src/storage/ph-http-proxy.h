/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which proxy a request goes through, and what can be told of it. */

/* ph_http_proxy_choose:
 * @own: (nullable): the request's own proxy; "": none, whatever the environment says
 * @url: of the request
 * @heeds_no_proxy: whether no_proxy may make an exception to the environment's
 * @variable: (out) (nullable): of the environment, where it is from there
 *
 * @own, or else what https_proxy, HTTPS_PROXY, http_proxy, all_proxy, ALL_PROXY name for @url.
 *
 * Returns: (nullable) (transfer full) */
char *ph_http_proxy_choose (const char *own, const char *url, gboolean heeds_no_proxy,
                            const char **variable);

/* @hint and where the proxy comes from: the profile where @variable is NULL.  (transfer full) */
char *ph_http_proxy_add_source (const char *hint, const char *variable);

/* FALSE with PH_ERROR_PROXY where @proxy can't be used; the message doesn't hold it. */
gboolean ph_http_proxy_check (const char *proxy, const char *variable, GError **error);

/* "host:port" of @proxy, for messages.  (transfer full) */
char *ph_http_proxy_dup_host (const char *proxy);

G_END_DECLS
