/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"

G_BEGIN_DECLS

/* Where a picture was taken: coordinates (GPS) in its Exif data or its XMP text, in JPEG, PNG,
 * WebP, TIFF, HEIC, AVIF and JPEG XL.  Not seen: what is compressed once more ("brob" of JPEG XL,
 * "zTXt" of PNG), and videos.
 *
 * Both calls may block on the disk; for worker threads. */

/* FALSE for what is no picture, too. */
gboolean ph_picture_location_is_told (PhContent *content);

/* ph_picture_location_remove:
 * @mime: its type, as ph_picture_probe () found it
 *
 * The same bytes without the coordinates: as many, each in its place, so that pixels, orientation,
 * colour profile and all else are what they were.
 *
 * Returns: (transfer full): @content itself where there is nothing to remove, or it can't be read
 */
PhContent *ph_picture_location_remove (PhContent *content, const char *mime);

G_END_DECLS
