/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "ph-content.h"

G_BEGIN_DECLS

/* Pixels of the longer side. */
#define PH_THUMBNAIL_SIZE 128

/* A small picture of @content, turned as it is shown.  Blocks: for worker threads only.
 *
 * The bytes may come from anybody.  Only the common raster types are decoded, each by its own
 * decoder, and nothing that is too large to be decoded in a moment.
 *
 * Returns: (transfer full) (nullable): NULL where there is none to be had */
GdkPixbuf *ph_thumbnail_new (PhContent *content);

G_END_DECLS
