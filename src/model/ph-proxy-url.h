/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A proxy as people write and paste it: [SCHEME://][NAME[:PASSWORD]@]HOST[:PORT].  The last @ ends
 * the login, the first colon in it ends the name.  Name and password may be percent-encoded or not;
 * one with a character that no URL has there ("/", "?", "#", a space) is not. */

typedef enum
{
  PH_PROXY_OPEN,           /* no name, or "NAME:@HOST": a name that goes without a password */
  PH_PROXY_LACKS_PASSWORD, /* "NAME@HOST": its password, if it has one, is kept elsewhere */
  PH_PROXY_HAS_PASSWORD,   /* the URL shows it */
} PhProxyLogin;

PhProxyLogin ph_proxy_url_get_login (const char *url);

/* Whether what follows the host's colon are digits.  Half a login, "http://user:pass", is no proxy.
 */
gboolean ph_proxy_url_has_right_port (const char *url);

/* "http://user:password@host" -> "http://user@host": a proxy as it may be shown and written down.
 * (transfer full) */
char *ph_proxy_url_mask (const char *url);

/* "http://user@host" -> "http://user:@host": says that there is no password to look for.
 * (transfer full) */
char *ph_proxy_url_mark_open (const char *url);
/* And back. */
char *ph_proxy_url_unmark_open (const char *url);

/* ph_proxy_url_dup_password:
 *
 * The password in @url, decoded.  (transfer full) (nullable): to be freed with ph_secret_free ();
 * NULL without an error where it has none, with PH_ERROR_SETTINGS where it can't be one */
char *ph_proxy_url_dup_password (const char *url, GError **error);

/* Control characters are in no login: RFC 7617.  FALSE with PH_ERROR_SETTINGS that doesn't show
 * it. */
gboolean ph_proxy_url_check_password (const char *password, GError **error);

/* ph_proxy_url_join:
 * @password: (nullable): in place of what @url has; NULL: that
 *
 * @url with name and password percent-encoded, for programs.  (transfer full): to be freed with
 * ph_secret_free () */
char *ph_proxy_url_join (const char *url, const char *password);

G_END_DECLS
