/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"

G_BEGIN_DECLS

/* Hashes of a picture's bytes, those that are asked for, in one pass over them. */

typedef enum
{
  PH_DIGEST_SHA256 = 1 << 0,
  PH_DIGEST_MD5 = 1 << 1,
  PH_DIGEST_SHA1 = 1 << 2,
} PhDigestFlags;

/* Lower-case hexadecimal; "" for what was not asked for. */
typedef struct
{
  char sha256[65];
  char sha1[41];
  char md5[33];
} PhDigest;

/* Blocks on disk and CPU; callable from any thread.
 * @offset, @length: the part of @content; length -1: to the end.
 * FALSE with an error of ph_content_read () or PH_ERROR_CANCELLED. */
gboolean ph_digest_compute (PhContent *content, gint64 offset, gint64 length, PhDigestFlags wanted,
                            PhDigest *digest, GCancellable *cancellable, GError **error);

/* Base64 of a hexadecimal digest, as Content-MD5 wants it.  (transfer full) */
char *ph_digest_hex_to_base64 (const char *hex);

G_END_DECLS
