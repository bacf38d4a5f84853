/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture-header.h"

#include <string.h>

/* No walk takes more steps; a real picture needs far fewer (a PNG of 500 MB has 64,000 chunks). */
#define STEPS_MAX 4000000

static gboolean
has_bytes (PhByteReader *reader, gint64 offset, const char *expected, gsize length)
{
  const guint8 *bytes = ph_byte_reader_peek (reader, offset, length);

  return bytes != NULL && memcmp (bytes, expected, length) == 0;
}

void
ph_picture_set_size (PhPicture *picture, guint64 width, guint64 height, gboolean turned)
{
  if (width == 0 || height == 0 || width > PH_PICTURE_SIDE_MAX || height > PH_PICTURE_SIDE_MAX)
    return;
  picture->width = (guint) (turned ? height : width);
  picture->height = (guint) (turned ? width : height);
}

/* W3C PNG, third edition, 5 and 11: a signature, then chunks of length, type, data, checksum. */
void
ph_picture_read_png (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *header = ph_byte_reader_peek (reader, 8, 16);
  gboolean has_end = has_bytes (reader, reader->size - 8, "IEND\xae\x42\x60\x82", 8);
  gint64 offset = 8;

  if (header != NULL && memcmp (header + 4, "IHDR", 4) == 0)
    ph_picture_set_size (picture, ph_bytes_be32 (header + 8), ph_bytes_be32 (header + 12), FALSE);
  for (guint i = 0; i < STEPS_MAX; i++)
    {
      const guint8 *chunk = ph_byte_reader_peek (reader, offset, 8);
      gint64 next;

      if (chunk == NULL)
        {
          picture->flags |= PH_PICTURE_TRUNCATED;
          return;
        }
      next = offset + 12 + (gint64) ph_bytes_be32 (chunk);
      if (memcmp (chunk + 4, "acTL", 4) == 0)
        picture->flags |= PH_PICTURE_ANIMATED;
      else if ((memcmp (chunk + 4, "IEND", 4) == 0 && next <= reader->size)
               /* acTL would stand before the first IDAT. */
               || (memcmp (chunk + 4, "IDAT", 4) == 0 && has_end))
        return;
      offset = next;
    }
}

/* The offset after the sub-blocks that begin at @offset; -1 where they are cut. */
static gint64
skip_sub_blocks (PhByteReader *reader, gint64 offset, guint *steps)
{
  while (TRUE)
    {
      const guint8 *length = ph_byte_reader_peek (reader, offset, 1);

      if (length == NULL || ++*steps > STEPS_MAX)
        return -1;
      offset += 1 + *length;
      if (*length == 0)
        return offset;
    }
}

/* The bytes that a colour table takes: bits of "packed fields". */
static gint64
table_size (guint8 packed)
{
  return packed & 0x80 ? 3 * (2 << (packed & 7)) : 0;
}

/* GIF89a, 17 to 27. */
void
ph_picture_read_gif (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *screen = ph_byte_reader_peek (reader, 0, 13);
  gboolean has_end = has_bytes (reader, reader->size - 1, ";", 1);
  guint n_frames = 0, steps = 0;
  gint64 offset;

  if (screen != NULL)
    ph_picture_set_size (picture, ph_bytes_le16 (screen + 6), ph_bytes_le16 (screen + 8), FALSE);
  offset = screen != NULL ? 13 + table_size (screen[10]) : -1;
  while (offset >= 0)
    {
      const guint8 *block = ph_byte_reader_peek (reader, offset, 1);

      if (block == NULL || (*block != ';' && *block != '!' && *block != ','))
        break;
      if (*block == ';')
        return;
      if (*block == '!')
        {
          offset = skip_sub_blocks (reader, offset + 2, &steps);
          continue;
        }
      if (++n_frames == 2)
        picture->flags |= PH_PICTURE_ANIMATED;
      if (n_frames == 2 && has_end)
        return;
      block = ph_byte_reader_peek (reader, offset, 10);
      offset = block != NULL
                   ? skip_sub_blocks (reader, offset + 10 + table_size (block[9]) + 1, &steps)
                   : -1;
    }
  picture->flags |= PH_PICTURE_TRUNCATED;
}

/* WebP Container Specification; RFC 6386, 9.1 ("VP8 "); WebP Lossless Bitstream, 3 ("VP8L"). */
void
ph_picture_read_webp (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *riff = ph_byte_reader_peek (reader, 0, 12);
  const guint8 *chunk;

  if (riff == NULL || (gint64) ph_bytes_le32 (riff + 4) + 8 > reader->size)
    picture->flags |= PH_PICTURE_TRUNCATED;
  chunk = ph_byte_reader_peek (reader, 12, 18);
  if (chunk == NULL)
    return;
  if (memcmp (chunk, "VP8X", 4) == 0)
    {
      if (chunk[8] & 0x02)
        picture->flags |= PH_PICTURE_ANIMATED;
      ph_picture_set_size (picture, (ph_bytes_le32 (chunk + 12) & 0xffffff) + 1u,
                           (ph_bytes_le32 (chunk + 14) >> 8) + 1u, FALSE);
    }
  else if (memcmp (chunk, "VP8L", 4) == 0 && chunk[8] == 0x2f)
    {
      guint32 bits = ph_bytes_le32 (chunk + 9);

      ph_picture_set_size (picture, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, FALSE);
    }
  else if (memcmp (chunk, "VP8 ", 4) == 0 && memcmp (chunk + 11, "\x9d\x01\x2a", 3) == 0)
    ph_picture_set_size (picture, ph_bytes_le16 (chunk + 14) & 0x3fff,
                         ph_bytes_le16 (chunk + 16) & 0x3fff, FALSE);
}

/* A height below zero means that the rows run from the top. */
static guint64
signed_side (guint32 bits)
{
  gint64 side = (gint32) bits;

  return (guint64) ABS (side);
}

/* BITMAPFILEHEADER, then BITMAPCOREHEADER (12 bytes) or BITMAPINFOHEADER and its successors. */
void
ph_picture_read_bmp (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *header = ph_byte_reader_peek (reader, 0, 26);

  if (header == NULL)
    picture->flags |= PH_PICTURE_TRUNCATED;
  else if (ph_bytes_le32 (header + 14) == 12)
    ph_picture_set_size (picture, ph_bytes_le16 (header + 18), ph_bytes_le16 (header + 20), FALSE);
  else
    ph_picture_set_size (picture, signed_side (ph_bytes_le32 (header + 18)),
                         signed_side (ph_bytes_le32 (header + 22)), FALSE);
}

/* The largest of the pictures in an icon; a side of 256 is written as 0. */
void
ph_picture_read_ico (PhByteReader *reader, PhPicture *picture)
{
  const guint8 *header = ph_byte_reader_peek (reader, 0, 6);
  guint n_entries = header != NULL ? ph_bytes_le16 (header + 4) : 0;

  for (guint i = 0; i < n_entries; i++)
    {
      const guint8 *entry = ph_byte_reader_peek (reader, 6 + 16 * (gint64) i, 16);
      guint width, height;

      if (entry == NULL)
        {
          picture->flags |= PH_PICTURE_TRUNCATED;
          return;
        }
      width = entry[0] != 0 ? entry[0] : 256;
      height = entry[1] != 0 ? entry[1] : 256;
      if ((gint64) ph_bytes_le32 (entry + 8) + ph_bytes_le32 (entry + 12) > reader->size)
        picture->flags |= PH_PICTURE_TRUNCATED;
      if (width > picture->width)
        ph_picture_set_size (picture, width, height, FALSE);
    }
}

const char *
ph_picture_header_sniff (PhByteReader *reader)
{
  gboolean is_sequence;

  if (has_bytes (reader, 0, "\x89PNG\r\n\x1a\n", 8))
    return "image/png";
  if (has_bytes (reader, 0, "\xff\xd8\xff", 3))
    return "image/jpeg";
  if (has_bytes (reader, 0, "GIF87a", 6) || has_bytes (reader, 0, "GIF89a", 6))
    return "image/gif";
  if (has_bytes (reader, 0, "RIFF", 4) && has_bytes (reader, 8, "WEBP", 4))
    return "image/webp";
  if (has_bytes (reader, 0, "\0\0\0\x0cJXL \r\n\x87\n", 12))
    return "image/jxl"; /* a bare codestream has two bytes only, no proof */
  if (ph_picture_sniff_webm (reader))
    return "video/webm";
  return ph_picture_sniff_bmff (reader, &is_sequence);
}

typedef void (*Read) (PhByteReader *reader, PhPicture *picture);

void
ph_picture_header_read (PhByteReader *reader, const char *mime, PhPicture *picture)
{
  static const struct
  {
    const char *mime;
    Read read;
  } formats[] = {
    { "image/png", ph_picture_read_png },
    { "image/jpeg", ph_picture_read_jpeg },
    { "image/gif", ph_picture_read_gif },
    { "image/webp", ph_picture_read_webp },
    { "image/bmp", ph_picture_read_bmp },
    { "image/tiff", ph_picture_read_tiff },
    { "image/vnd.microsoft.icon", ph_picture_read_ico },
    { "image/avif", ph_picture_read_bmff },
    { "image/heic", ph_picture_read_bmff },
    { "image/heif", ph_picture_read_bmff },
    { "image/jxl", ph_picture_read_jxl },
    { "video/mp4", ph_picture_read_bmff },
    { "video/quicktime", ph_picture_read_bmff },
    { "video/webm", ph_picture_read_webm },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].mime, mime))
      {
        formats[i].read (reader, picture);
        if (picture->width == 0 || picture->height == 0)
          {
            picture->width = picture->height = 0;
            picture->flags |= PH_PICTURE_NO_SIZE;
          }
      }
}
