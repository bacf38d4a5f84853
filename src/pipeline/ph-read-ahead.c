/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-read-ahead.h"

/* Of whatever size. */
#define ITEMS 24
/* While they are small: enough for all connections and some more. */
#define SMALL_ITEMS 80
#define SMALL_BYTES (4 * 1024 * 1024)

gboolean
ph_read_ahead_has_room (const PhReadAhead *ahead)
{
  return ahead->items < ITEMS || (ahead->items < SMALL_ITEMS && ahead->bytes < SMALL_BYTES);
}

/* One that waits for the next try to fetch its URL has no bytes and takes no place. */
void
ph_read_ahead_count (PhReadAhead *ahead, PhUploadItem *item)
{
  gboolean is_read
      = item->stage == PH_STAGE_INTAKE || (item->content != NULL && item->stage != PH_STAGE_ENDED);
  gint64 bytes = is_read && item->content != NULL ? item->job->size : 0;

  if (is_read && !item->is_read)
    ahead->items++;
  else if (!is_read && item->is_read)
    ahead->items--;
  ahead->bytes += bytes - item->read_bytes;
  item->is_read = is_read;
  item->read_bytes = bytes;
}
