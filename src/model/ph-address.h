/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The address of a server as people paste it, brought into one form. */

typedef struct
{
  char *scheme; /* "https" or "http" */
  char *host;   /* lower case, IDNA in ASCII, IPv6 in brackets, no dot at the end */
  guint port;   /* 0: the scheme's own */
  char *path;   /* "" or "/a/b": percent-encoded once, no empty part, no slash at the end */
} PhAddress;

/* ph_address_parse:
 * @key: the setting that it is, for messages: "endpoint"
 * @text: not empty
 *
 * Takes white space and quotes around, no scheme (https; http for a loopback address or port 80),
 * "//host", "https:host", capitals, full-width punctuation of Chinese keyboards, default ports, an
 * empty port, IPv6 with and without brackets, non-ASCII hosts, repeated slashes.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS and the right value in the hint:
 * another scheme, a name or password in it, a query or fragment, a bad host or port */
PhAddress *ph_address_parse (const char *key, const char *text, GError **error);
/* The path alone, "/static/img" as in an address, in the same form: "" for "/".  (transfer full)
 * (nullable): NULL with PH_ERROR_SETTINGS */
char *ph_address_parse_path (const char *key, const char *text, GError **error);
void ph_address_free (PhAddress *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhAddress, ph_address_free)

/* "https://host[:port]/path".  (transfer full) */
char *ph_address_format (const PhAddress *address);

gboolean ph_address_is_ip (const char *host);       /* with or without brackets */
gboolean ph_address_is_loopback (const char *host); /* 127.x.x.x, ::1, localhost, x.localhost */

G_END_DECLS
