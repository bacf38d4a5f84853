/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-upload-item.h"

G_BEGIN_DECLS

/* How many pictures are read before they can be sent: bounds the memory that they take, as a
 * content holds none that is larger than PH_CONTENT_MEMORY_MAX. */

typedef struct
{
  guint items;  /* on a worker thread, or read and not ended */
  gint64 bytes; /* of those that have been read */
} PhReadAhead;

gboolean ph_read_ahead_has_room (const PhReadAhead *ahead);

/* To be called whenever @item has changed its stage. */
void ph_read_ahead_count (PhReadAhead *ahead, PhUploadItem *item);

G_END_DECLS
