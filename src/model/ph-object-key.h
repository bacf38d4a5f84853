/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longest object key, in bytes of UTF-8.  Source: Amazon S3 User Guide, "Creating object key
 * names"; R2 has the same limit. */
#define PH_KEY_MAX_BYTES 1024
/* Longest part between two slashes: the folder storage needs what a file system takes. */
#define PH_KEY_PART_MAX_BYTES 255

/* ph_object_key_normalise:
 *
 * The one normal form of a key, the same on the wire, in the link and in the history: valid UTF-8
 * in NFC (invalid bytes become U+FFFD), no control characters and no backslash (they become '-'),
 * no leading or trailing slash, no empty, "." or ".." part.  Too long a part is cut at a character
 * boundary before its extension; too long a key loses whole folders, the last ones first.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS where nothing is left */
char *ph_object_key_normalise (const char *raw, GError **error);

/* ph_object_key_encode:
 *
 * Percent-encodes each byte but A-Z a-z 0-9 - . _ ~ and '/', upper-case hex: the form that is
 * signed, sent and linked.  Source: AWS Signature Version 4, "URI encode".  (transfer full) */
char *ph_object_key_encode (const char *key);

/* The same for one query name or value: '/' is encoded too.  (transfer full) */
char *ph_object_key_encode_query (const char *text);

/* "a/b.png" with 2 -> "a/b-2.png".  Another name where the first is taken.  (transfer full) */
char *ph_object_key_with_suffix (const char *key, guint number);

G_END_DECLS
