/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-picture-header.h"

/* WebM: EBML (RFC 8794) with Matroska's elements (RFC 9559). */

#define ELEMENTS_MAX 4096

#define ID_EBML 0x1a45dfa3
#define ID_DOC_TYPE 0x4282
#define ID_SEGMENT 0x18538067
#define ID_TRACKS 0x1654ae6b
#define ID_TRACK_ENTRY 0xae
#define ID_VIDEO 0xe0
#define ID_PIXEL_WIDTH 0xb0
#define ID_PIXEL_HEIGHT 0xba

typedef struct
{
  guint64 id;
  gint64 body;
  gint64 end; /* never past the element that it is in */
  gboolean is_cut;
} Element;

/* A number whose leading zero bits tell its length.  Returns that, 0 where it is cut or too long.
 * @keep_marker: identifiers are written with the bit that ends the zeros. */
static guint
read_number (PhByteReader *reader, gint64 offset, guint length_max, gboolean keep_marker,
             guint64 *number, gboolean *is_unknown)
{
  const guint8 *bytes = ph_byte_reader_peek (reader, offset, 1);
  guint length = 1;
  gboolean all_ones;

  if (bytes == NULL || bytes[0] == 0)
    return 0;
  while (!(bytes[0] & 0x80 >> (length - 1)))
    length++;
  bytes = length <= length_max ? ph_byte_reader_peek (reader, offset, length) : NULL;
  if (bytes == NULL)
    return 0;
  *number = keep_marker ? bytes[0] : bytes[0] & (0x7f >> (length - 1));
  all_ones = *number == (0x7fu >> (length - 1));
  for (guint i = 1; i < length; i++)
    {
      *number = *number << 8 | bytes[i];
      all_ones = all_ones && bytes[i] == 0xff;
    }
  *is_unknown = all_ones;
  return length;
}

static gboolean
read_element (PhByteReader *reader, gint64 offset, gint64 end, Element *element)
{
  guint64 size;
  gboolean is_unknown;
  guint id_length = read_number (reader, offset, 4, TRUE, &element->id, &is_unknown);
  guint size_length
      = id_length > 0 ? read_number (reader, offset + id_length, 8, FALSE, &size, &is_unknown) : 0;

  if (size_length == 0 || offset + id_length + size_length > end)
    return FALSE;
  element->body = offset + id_length + size_length;
  element->is_cut = !is_unknown && size > (guint64) (end - element->body);
  element->end = is_unknown || element->is_cut ? end : element->body + (gint64) size;
  return TRUE;
}

static gboolean
find_element (PhByteReader *reader, gint64 start, gint64 end, guint64 id, Element *element)
{
  for (guint i = 0; i < ELEMENTS_MAX && start < end; i++)
    {
      if (!read_element (reader, start, end, element))
        return FALSE;
      if (element->id == id)
        return TRUE;
      start = element->end;
    }
  return FALSE;
}

static guint64
read_unsigned (PhByteReader *reader, const Element *parent, guint64 id)
{
  Element element;
  const guint8 *bytes;
  guint64 value = 0;

  if (!find_element (reader, parent->body, parent->end, id, &element)
      || element.end - element.body > 8)
    return 0;
  bytes = ph_byte_reader_peek (reader, element.body, (gsize) (element.end - element.body));
  for (gint64 i = 0; bytes != NULL && i < element.end - element.body; i++)
    value = value << 8 | bytes[i];
  return value;
}

gboolean
ph_picture_sniff_webm (PhByteReader *reader)
{
  const guint8 *bytes = ph_byte_reader_peek (reader, 0, 4);
  Element ebml, type;

  if (bytes == NULL || ph_bytes_be32 (bytes) != ID_EBML
      || !read_element (reader, 0, reader->size, &ebml)
      || !find_element (reader, ebml.body, ebml.end, ID_DOC_TYPE, &type)
      || type.end - type.body < 4)
    return FALSE;
  bytes = ph_byte_reader_peek (reader, type.body, 4);
  return bytes != NULL && memcmp (bytes, "webm", 4) == 0;
}

void
ph_picture_read_webm (PhByteReader *reader, PhPicture *picture)
{
  Element segment, tracks, entry, video;
  gint64 offset;

  if (!find_element (reader, 0, reader->size, ID_SEGMENT, &segment) || segment.is_cut)
    picture->flags |= PH_PICTURE_TRUNCATED;
  if (!find_element (reader, 0, reader->size, ID_SEGMENT, &segment)
      || !find_element (reader, segment.body, segment.end, ID_TRACKS, &tracks))
    return;
  offset = tracks.body;
  for (guint i = 0; i < ELEMENTS_MAX && picture->width == 0
                    && find_element (reader, offset, tracks.end, ID_TRACK_ENTRY, &entry);
       i++)
    {
      if (find_element (reader, entry.body, entry.end, ID_VIDEO, &video))
        ph_picture_set_size (picture, read_unsigned (reader, &video, ID_PIXEL_WIDTH),
                             read_unsigned (reader, &video, ID_PIXEL_HEIGHT), FALSE);
      offset = entry.end;
    }
}
