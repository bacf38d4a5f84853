/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture-location.h"

#include <libexif/exif-data.h>
#include <string.h>

/* libexif finds Exif data in JPEG only.  In all formats it is the same block of data, after a mark
 * of its format (JPEG, HEIC and AVIF: "Exif" and two zero bytes, PNG: "eXIf", WebP: "EXIF" and its
 * length), so that it is looked for by these: a chance find in the pixels is as good as impossible,
 * and only leads to a question that says too much. */

#define HEADER_LENGTH 6
static const char header[HEADER_LENGTH] = "Exif\0";

/* More than any camera writes without its preview; GPS stands at the beginning. */
#define BLOCK_MAX (64 * 1024)
#define PIECE (1024 * 1024)
/* Where data of that kind is looked for, from the beginning and from the end. */
#define SEARCHED (16 * 1024 * 1024)

/* "II*\0" or "MM\0*", with which a TIFF block begins. */
static gboolean
begins_block (const char *data)
{
  return memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0;
}

/* The mark before the block at @at, of which the bytes from @data on are known. */
static gboolean
is_marked (const char *data, const char *at)
{
  gsize before = (gsize) (at - data);

  return before == 0
         || (before >= HEADER_LENGTH && memcmp (at - HEADER_LENGTH, header, HEADER_LENGTH) == 0)
         || (before >= 4 && memcmp (at - 4, "eXIf", 4) == 0)
         || (before >= 8 && memcmp (at - 8, "EXIF", 4) == 0);
}

static gboolean
tells_location (const char *block, gsize length)
{
  gsize taken = MIN (length, BLOCK_MAX);
  g_autofree guchar *data = g_malloc (HEADER_LENGTH + taken);
  ExifData *exif;
  gboolean told;

  memcpy (data, header, HEADER_LENGTH);
  memcpy (data + HEADER_LENGTH, block, taken);
  exif = exif_data_new_from_data (data, (unsigned int) (HEADER_LENGTH + taken));
  told = exif != NULL
         && exif_content_get_entry (exif->ifd[EXIF_IFD_GPS], (ExifTag) EXIF_TAG_GPS_LATITUDE)
                != NULL;
  if (exif != NULL)
    exif_data_unref (exif);
  return told;
}

static gboolean
look (const char *data, gsize length)
{
  for (const char *c = data; length >= 4 && c <= data + length - 4; c++)
    if (begins_block (c) && is_marked (data, c) && tells_location (c, (gsize) (data + length - c)))
      return TRUE;
  return FALSE;
}

/* In pieces that overlap, so that a block lies in one of them as a whole. */
static gboolean
look_between (const PhContent *content, gint64 begin, gint64 end)
{
  g_autofree char *piece = g_malloc (PIECE + BLOCK_MAX);

  for (gint64 at = begin; at < end; at += PIECE)
    {
      gssize length = ph_content_read (content, at, piece, PIECE + BLOCK_MAX, NULL);

      if (length <= 0)
        return FALSE;
      if (look (piece, (gsize) length))
        return TRUE;
    }
  return FALSE;
}

gboolean
ph_picture_location_is_told (const PhContent *content)
{
  gint64 size = ph_content_get_size (content);

  return look_between (content, 0, MIN (size, SEARCHED))
         || (size > SEARCHED && look_between (content, MAX (SEARCHED, size - SEARCHED), size));
}
