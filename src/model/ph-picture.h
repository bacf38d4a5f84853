/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-content.h"

G_BEGIN_DECLS

/* What a file is, told from its bytes and never from its name.  Nothing is decoded. */

typedef enum
{
  PH_PICTURE_PLAIN = 0,
  PH_PICTURE_ANIMATED = 1 << 0,
  PH_PICTURE_VIDEO = 1 << 1,
  PH_PICTURE_TRUNCATED = 1 << 2,  /* ends before its own header says: goes up with a warning */
  PH_PICTURE_ACTIVE_SVG = 1 << 3, /* script, on*, foreignObject, javascript:, external references */
  PH_PICTURE_ATTACHMENT = 1 << 4, /* must be stored with Content-Disposition: attachment */
  PH_PICTURE_NO_SIZE = 1 << 5,    /* header names no or an absurd size: 0 x 0 */
} PhPictureFlags;

typedef struct
{
  const char *mime; /* "image/png"; interned; what is sent as Content-Type */
  const char
      *extension; /* "png": the usual one for @mime, without a dot; interned; "bin" for any other */
  guint width, height; /* pixels as shown (EXIF orientation applied); 0 where unknown */
  PhPictureFlags flags;
} PhPicture;

/* ph_picture_probe:
 * @any: take what is no picture too (`--any`): HTML, XML and JavaScript then are octet-stream with
 *   %PH_PICTURE_ATTACHMENT, other files their own type
 *
 * May block on the disk; callable from any thread.
 *
 * Returns: FALSE with PH_ERROR_NOT_PICTURE and what it is instead */
gboolean ph_picture_probe (PhContent *content, gboolean any, PhPicture *picture, GError **error);

/* ph_picture_dup_extension:
 *
 * The extension that a key for @picture gets: @file_name's own in lower case where it names the
 * type, else the usual one.  What is no picture keeps its own, "bin" where it has none.
 *
 * Returns: (transfer full) */
char *ph_picture_dup_extension (const PhPicture *picture, const char *file_name);

/* Does @extension (without dot, any case; "" for none) name the type @mime?  "jpeg" and "jpe" do
 * for image/jpeg. */
gboolean ph_picture_extension_fits (const char *mime, const char *extension);

G_END_DECLS
