/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-picture-header.h"

/* JPEG XL, ISO/IEC 18181-1 annex D (the codestream's header) and 18181-2 (boxes around it). */

#define BOXES_MAX 4096
/* SizeHeader and the beginning of ImageMetadata fit into less. */
#define HEADER_MAX 32

/* Bits come from the lowest of each byte on; past the end they are 0. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
  gsize position; /* in bits */
} Bits;

static guint32
get_bits (Bits *bits, guint n_bits)
{
  guint32 value = 0;

  for (guint i = 0; i < n_bits; i++, bits->position++)
    if (bits->position / 8 < bits->length)
      value |= (guint32) (bits->bytes[bits->position / 8] >> bits->position % 8 & 1) << i;
  return value;
}

static guint32
get_side (Bits *bits, gboolean is_small)
{
  static const guint widths[] = { 9, 13, 18, 30 };

  if (is_small)
    return (get_bits (bits, 5) + 1) * 8;
  return get_bits (bits, widths[get_bits (bits, 2)]) + 1;
}

static void
get_size (Bits *bits, guint64 *width, guint64 *height)
{
  static const guint8 ratios[][2]
      = { { 1, 1 }, { 1, 1 }, { 12, 10 }, { 4, 3 }, { 3, 2 }, { 16, 9 }, { 5, 4 }, { 2, 1 } };
  gboolean is_small = get_bits (bits, 1) != 0;
  guint ratio;

  *height = get_side (bits, is_small);
  ratio = get_bits (bits, 3);
  *width = ratio == 0 ? get_side (bits, is_small) : *height * ratios[ratio][0] / ratios[ratio][1];
}

static void
read_codestream (PhByteReader *reader, gint64 offset, PhPicture *picture)
{
  gsize length = (gsize) CLAMP (reader->size - offset, 0, HEADER_MAX);
  Bits bits = { .bytes = ph_byte_reader_peek (reader, offset, length), .length = length };
  guint64 width, height, ignored;
  gboolean all_default, has_extra_fields; /* of ImageMetadata */
  guint orientation = 1;

  if (bits.bytes == NULL || length < 6)
    {
      picture->flags |= PH_PICTURE_TRUNCATED;
      return;
    }
  get_bits (&bits, 16); /* the signature */
  get_size (&bits, &width, &height);
  all_default = get_bits (&bits, 1) != 0;
  has_extra_fields = !all_default && get_bits (&bits, 1) != 0;
  if (has_extra_fields)
    {
      gboolean has_preview;

      orientation = get_bits (&bits, 3) + 1;
      if (get_bits (&bits, 1)) /* a size that it would like to be shown in */
        get_size (&bits, &ignored, &ignored);
      has_preview = get_bits (&bits, 1) != 0;
      if (!has_preview && get_bits (&bits, 1) != 0)
        picture->flags |= PH_PICTURE_ANIMATED;
    }
  ph_picture_set_size (picture, width, height, orientation > 4);
}

void
ph_picture_read_jxl (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *signature = ph_byte_reader_peek (reader, 0, 2);
  gint64 offset = 0;
  PhPictureBox box;

  if (signature != NULL && signature[0] == 0xff)
    {
      read_codestream (reader, 0, picture);
      return;
    }
  for (guint i = 0; i < BOXES_MAX && offset < reader->size; i++)
    {
      if (!ph_picture_read_box (reader, offset, reader->size, &box) || box.is_cut)
        picture->flags |= PH_PICTURE_TRUNCATED;
      if (picture->flags & PH_PICTURE_TRUNCATED)
        return;
      if (g_str_equal (box.type, "jxlc") && picture->width == 0)
        read_codestream (reader, box.body, picture);
      else if (g_str_equal (box.type, "jxlp") && picture->width == 0)
        read_codestream (reader, box.body + 4, picture); /* after the part's number */
      offset = box.end;
    }
}
