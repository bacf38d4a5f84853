/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-picture-header.h"

/* JPEG, and TIFF, whose directory JPEG's EXIF block is. */

#define TAG_WIDTH 256
#define TAG_HEIGHT 257
#define TAG_ORIENTATION 274

#define TYPE_SHORT 3
#define TYPE_LONG 4
#define TYPE_LONG8 16

/* Segments before the compressed data, and fill bytes before a marker: real files have a few
 * hundred of one and none of the other. */
#define SEGMENTS_MAX 65536
#define FILL_MAX 65536

typedef struct
{
  PhByteReader *reader;
  gint64 start; /* of the TIFF header; offsets count from here */
  gboolean is_big_endian;
  gboolean is_long; /* BigTIFF: 64-bit offsets */
} Tiff;

static guint64
get_number (const Tiff *tiff, const guint8 *bytes, guint length)
{
  guint64 number = 0;

  for (guint i = 0; i < length; i++)
    number = number << 8 | bytes[tiff->is_big_endian ? i : length - 1 - i];
  return number;
}

static guint64
entry_value (const Tiff *tiff, const guint8 *entry)
{
  guint type = (guint) get_number (tiff, entry + 2, 2);
  const guint8 *value = entry + (tiff->is_long ? 12 : 8);

  if (type == TYPE_SHORT)
    return get_number (tiff, value, 2);
  if (type == TYPE_LONG)
    return get_number (tiff, value, 4);
  return type == TYPE_LONG8 && tiff->is_long ? get_number (tiff, value, 8) : 0;
}

/* FALSE where there is no TIFF header, or its first directory is out of reach. */
static gboolean
open_tiff (Tiff *tiff, gint64 *directory)
{
  const guint8 *header = ph_byte_reader_peek (tiff->reader, tiff->start, 16);
  guint64 offset;

  if (header == NULL)
    return FALSE;
  tiff->is_big_endian = header[0] == 'M';
  tiff->is_long = get_number (tiff, header + 2, 2) == 43;
  offset = tiff->is_long ? get_number (tiff, header + 8, 8) : get_number (tiff, header + 4, 4);
  if (offset > (guint64) tiff->reader->size)
    return FALSE;
  *directory = tiff->start + (gint64) offset;
  return TRUE;
}

/* TIFF 6.0, section 2: the entries of the first directory, its values in @values by @tags. */
static gboolean
read_tags (PhByteReader *reader, gint64 start, const guint *tags, guint64 *values, guint n_tags)
{
  Tiff tiff = { .reader = reader, .start = start };
  gint64 directory;
  guint count_size, entry_size;
  guint64 n_entries;
  const guint8 *bytes;

  if (!open_tiff (&tiff, &directory))
    return FALSE;
  count_size = tiff.is_long ? 8 : 2;
  entry_size = tiff.is_long ? 20 : 12;
  bytes = ph_byte_reader_peek (reader, directory, count_size);
  n_entries = bytes != NULL ? get_number (&tiff, bytes, count_size) : 0;
  for (guint64 i = 0; i < MIN (n_entries, 65535); i++)
    {
      bytes = ph_byte_reader_peek (reader, directory + count_size + (gint64) i * entry_size,
                                   entry_size);
      if (bytes == NULL)
        return FALSE;
      for (guint tag = 0; tag < n_tags; tag++)
        if (get_number (&tiff, bytes, 2) == tags[tag])
          values[tag] = entry_value (&tiff, bytes);
    }
  return n_entries > 0;
}

/* Orientations 5 to 8 lie on their side (EXIF 2.3, 4.6.4 A). */
static gboolean
is_turned (guint64 orientation)
{
  return orientation >= 5 && orientation <= 8;
}

void
ph_picture_read_tiff (PhByteReader *reader, PhPicture *picture)
{
  static const guint tags[] = { TAG_WIDTH, TAG_HEIGHT, TAG_ORIENTATION };
  guint64 values[G_N_ELEMENTS (tags)] = { 0 };

  if (!read_tags (reader, 0, tags, values, G_N_ELEMENTS (tags)))
    picture->flags |= PH_PICTURE_TRUNCATED;
  ph_picture_set_size (picture, values[0], values[1], is_turned (values[2]));
}

static gboolean
read_exif_turned (PhByteReader *reader, gint64 segment, guint length)
{
  static const guint tags[] = { TAG_ORIENTATION };
  const guint8 *name = length > 8 ? ph_byte_reader_peek (reader, segment, 6) : NULL;
  guint64 values[G_N_ELEMENTS (tags)] = { 0 };

  if (name == NULL || memcmp (name, "Exif\0", 6) != 0)
    return FALSE;
  return read_tags (reader, segment + 6, tags, values, G_N_ELEMENTS (tags))
         && is_turned (values[0]);
}

/* Compressed data has no byte 0xff before 0xd9, so what looks like the end marker is it. */
static gboolean
find_end (PhByteReader *reader, gint64 offset)
{
  const gint64 step
      = PH_BYTE_READER_WINDOW - 1; /* windows overlap by one: a marker has two bytes */
  const guint8 *tail = ph_byte_reader_peek (reader, reader->size - 2, 2);

  if (tail != NULL && tail[0] == 0xff && tail[1] == 0xd9)
    return TRUE;
  for (; offset < reader->size - 1; offset += step)
    {
      gsize length = (gsize) MIN (PH_BYTE_READER_WINDOW, reader->size - offset);
      const guint8 *bytes = ph_byte_reader_peek (reader, offset, length);

      if (bytes == NULL)
        return FALSE;
      if (memmem (bytes, length, "\xff\xd9", 2) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* The next marker at or after @offset, which is moved behind it; 0 where there is none. */
static guint8
next_marker (PhByteReader *reader, gint64 *offset)
{
  const guint8 *bytes = ph_byte_reader_peek (reader, *offset, 2);

  if (bytes == NULL || bytes[0] != 0xff)
    return 0;
  for (guint i = 0; i < FILL_MAX && bytes != NULL && bytes[1] == 0xff; i++)
    bytes = ph_byte_reader_peek (reader, ++*offset, 2);
  *offset += 2;
  return bytes != NULL ? bytes[1] : 0;
}

/* ITU-T T.81, B.1.1 and B.2: markers, most with a length, up to the compressed data. */
void
ph_picture_read_jpeg (PhByteReader *reader, PhPicture *picture)
{
  gboolean turned = FALSE;
  guint width = 0, height = 0;
  gint64 offset = 2;
  guint8 marker = 0;

  for (guint i = 0; i < SEGMENTS_MAX && (marker = next_marker (reader, &offset)) != 0; i++)
    {
      const guint8 *bytes;
      guint length;

      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        continue; /* no length follows */
      bytes = ph_byte_reader_peek (reader, offset, 2);
      length = bytes != NULL ? ph_bytes_be16 (bytes) : 0;
      if (marker == 0xd9 || marker == 0xda || length < 2)
        break;
      bytes = is_frame (marker) ? ph_byte_reader_peek (reader, offset, 7) : NULL;
      if (bytes != NULL && width == 0)
        {
          height = ph_bytes_be16 (bytes + 3);
          width = ph_bytes_be16 (bytes + 5);
        }
      if (marker == 0xe1)
        turned = turned || read_exif_turned (reader, offset + 2, length - 2);
      offset += length;
    }
  ph_picture_set_size (picture, width, height, turned);
  if (marker != 0xd9 && (marker != 0xda || !find_end (reader, offset)))
    picture->flags |= PH_PICTURE_TRUNCATED;
}
