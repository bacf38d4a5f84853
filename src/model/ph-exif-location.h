/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-byte-reader.h"

G_BEGIN_DECLS

/* ph_exif_location_find:
 * @start, @end: a TIFF block, which Exif data is in every format; offsets in it count from @start
 * @patches: (element-type PhContentPatch): gets what takes the place where the picture was taken
 *   out of the block, without moving anything else in it
 *
 * Looks at latitude and longitude: what else cameras keep beside them (their clock, say) is no
 * place.  Returns whether they are there. */
gboolean ph_exif_location_find (PhByteReader *reader, gint64 start, gint64 end, GPtrArray *patches);

G_END_DECLS
