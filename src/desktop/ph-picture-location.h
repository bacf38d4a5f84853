/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"

G_BEGIN_DECLS

/* Does the picture say where it was taken (GPS coordinates in its Exif data)?  May block on the
 * disk; for worker threads. */
gboolean ph_picture_location_is_told (const PhContent *content);

G_END_DECLS
