/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-picture-header.h"

/* Files made of boxes: AVIF and HEIF pictures (ISO/IEC 23008-12), MP4 and QuickTime films. */

#define BOXES_MAX 4096
#define PROPERTIES_MAX 256
#define TRACKS_MAX 64

gboolean
ph_picture_read_box (PhByteReader *reader, gint64 offset, gint64 end, PhPictureBox *box)
{
  const guint8 *header = end - offset >= 8 ? ph_byte_reader_peek (reader, offset, 8) : NULL;
  guint64 size;

  if (header == NULL)
    return FALSE;
  size = ph_bytes_be32 (header);
  memcpy (box->type, header + 4, 4);
  box->type[4] = '\0';
  box->body = offset + 8;
  if (size == 1)
    {
      header = ph_byte_reader_peek (reader, offset + 8, 8);
      if (header == NULL)
        return FALSE;
      size = ph_bytes_be64 (header);
      box->body += 8;
    }
  else if (size == 0)
    size = (guint64) (end - offset);
  if (size < (guint64) (box->body - offset))
    return FALSE;
  box->is_cut = size > (guint64) (end - offset);
  box->end = box->is_cut ? end : offset + (gint64) size;
  return TRUE;
}

/* The first box of @type between @start and @end. */
static gboolean
find_box (PhByteReader *reader, gint64 start, gint64 end, const char *type, PhPictureBox *box)
{
  for (guint i = 0; i < BOXES_MAX && ph_picture_read_box (reader, start, end, box); i++)
    {
      if (g_str_equal (box->type, type))
        return TRUE;
      start = box->end;
    }
  return FALSE;
}

static const struct
{
  char brand[5];
  const char *mime;
  gboolean is_sequence;
} brands[] = {
  /* In the order of their weight: a picture's own brand says more than the container's. */
  { "avif", "image/avif", FALSE },      { "avis", "image/avif", TRUE },
  { "heic", "image/heic", FALSE },      { "heix", "image/heic", FALSE },
  { "heim", "image/heic", FALSE },      { "heis", "image/heic", FALSE },
  { "hevc", "image/heic", TRUE },       { "hevx", "image/heic", TRUE },
  { "mif1", "image/heif", FALSE },      { "msf1", "image/heif", TRUE },
  { "qt  ", "video/quicktime", FALSE }, { "isom", "video/mp4", FALSE },
  { "iso2", "video/mp4", FALSE },       { "iso4", "video/mp4", FALSE },
  { "iso5", "video/mp4", FALSE },       { "iso6", "video/mp4", FALSE },
  { "mp41", "video/mp4", FALSE },       { "mp42", "video/mp4", FALSE },
  { "avc1", "video/mp4", FALSE },       { "M4V ", "video/mp4", FALSE },
  { "M4VH", "video/mp4", FALSE },       { "M4VP", "video/mp4", FALSE },
  { "MSNV", "video/mp4", FALSE },       { "dash", "video/mp4", FALSE },
};

static gint
find_brand (const guint8 *brand)
{
  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (memcmp (brands[i].brand, brand, 4) == 0)
      return (gint) i;
  return -1;
}

const char *
ph_picture_sniff_bmff (PhByteReader *reader, gboolean *is_sequence)
{
  PhPictureBox box;
  const guint8 *brand;
  gint best = -1;

  *is_sequence = FALSE;
  if (!ph_picture_read_box (reader, 0, reader->size, &box) || !g_str_equal (box.type, "ftyp"))
    return NULL;
  brand = ph_byte_reader_peek (reader, box.body, 4);
  if (brand == NULL)
    return NULL;
  /* "M4A " lists isom too: sound stays sound, and what isn't known is left to libmagic. */
  best = find_brand (brand);
  if (best < 0)
    return NULL;
  *is_sequence = brands[best].is_sequence;
  for (gint64 offset = box.body + 8; offset + 4 <= MIN (box.end, box.body + 256); offset += 4)
    {
      gint other;

      brand = ph_byte_reader_peek (reader, offset, 4);
      other = brand != NULL ? find_brand (brand) : -1;
      if (other >= 0 && other < best && g_str_has_prefix (brands[best].mime, "image/"))
        best = other;
    }
  return brands[best].mime;
}

/* The number of the primary item (pitm), 0 where there is none. */
static guint32
read_primary_item (PhByteReader *reader, const PhPictureBox *meta)
{
  PhPictureBox box;
  const guint8 *bytes;

  if (!find_box (reader, meta->body + 4, meta->end, "pitm", &box))
    return 0;
  bytes = ph_byte_reader_peek (reader, box.body, 8);
  if (bytes == NULL)
    {
      bytes = ph_byte_reader_peek (reader, box.body, 6);
      return bytes != NULL && bytes[0] == 0 ? ph_bytes_be16 (bytes + 4) : 0;
    }
  return bytes[0] == 0 ? ph_bytes_be16 (bytes + 4) : ph_bytes_be32 (bytes + 4);
}

/* Size and rotation among the properties (ipco), those of one item or, without any, the largest. */
typedef struct
{
  gboolean all;
  gboolean wanted[PROPERTIES_MAX]; /* by number, from 1 */
  guint32 width, height;
  gboolean turned;
} Properties;

/* ipma: which properties belong to @item. */
static gboolean
read_association (PhByteReader *reader, const PhPictureBox *iprp, guint32 item,
                  Properties *properties)
{
  PhPictureBox box;
  const guint8 *bytes;
  gboolean long_item, long_index;
  guint32 n_entries;
  gint64 offset;

  if (!find_box (reader, iprp->body, iprp->end, "ipma", &box)
      || (bytes = ph_byte_reader_peek (reader, box.body, 8)) == NULL)
    return FALSE;
  long_item = bytes[0] >= 1;
  long_index = bytes[3] & 1;
  n_entries = ph_bytes_be32 (bytes + 4);
  offset = box.body + 8;
  for (guint32 i = 0; i < MIN (n_entries, BOXES_MAX) && offset < box.end; i++)
    {
      guint id_size = long_item ? 4 : 2;
      guint32 id;
      guint n_indexes;

      bytes = ph_byte_reader_peek (reader, offset, id_size + 1);
      if (bytes == NULL)
        return FALSE;
      id = long_item ? ph_bytes_be32 (bytes) : ph_bytes_be16 (bytes);
      n_indexes = bytes[id_size];
      offset += id_size + 1;
      bytes = ph_byte_reader_peek (reader, offset, (gsize) n_indexes * (long_index ? 2 : 1));
      if (bytes == NULL)
        return FALSE;
      for (guint k = 0; id == item && k < n_indexes; k++)
        {
          guint index = long_index ? ph_bytes_be16 (bytes + 2 * k) & 0x7fff : bytes[k] & 0x7f;

          if (index < PROPERTIES_MAX)
            properties->wanted[index] = TRUE;
        }
      if (id == item)
        return TRUE;
      offset += (gint64) n_indexes * (long_index ? 2 : 1);
    }
  return FALSE;
}

static void
read_property (PhByteReader *reader, const PhPictureBox *box, Properties *properties)
{
  const guint8 *bytes;

  if (g_str_equal (box->type, "ispe"))
    {
      bytes = ph_byte_reader_peek (reader, box->body, 12);
      if (bytes == NULL || ph_bytes_be32 (bytes + 4) <= properties->width)
        return;
      properties->width = ph_bytes_be32 (bytes + 4);
      properties->height = ph_bytes_be32 (bytes + 8);
    }
  else if (g_str_equal (box->type, "irot"))
    {
      bytes = ph_byte_reader_peek (reader, box->body, 1);
      properties->turned = bytes != NULL && (bytes[0] & 1);
    }
}

static void
read_meta (PhByteReader *reader, const PhPictureBox *meta, PhPicture *picture)
{
  guint32 item = read_primary_item (reader, meta);
  Properties properties = { 0 };
  PhPictureBox iprp, ipco, box;
  gint64 offset;

  if (!find_box (reader, meta->body + 4, meta->end, "iprp", &iprp)
      || !find_box (reader, iprp.body, iprp.end, "ipco", &ipco))
    return;
  properties.all = !read_association (reader, &iprp, item, &properties);
  offset = ipco.body;
  for (guint i = 1; i < PROPERTIES_MAX && ph_picture_read_box (reader, offset, ipco.end, &box); i++)
    {
      if (properties.all || properties.wanted[i])
        read_property (reader, &box, &properties);
      offset = box.end;
    }
  ph_picture_set_size (picture, properties.width, properties.height, properties.turned);
}

/* tkhd: width and height are 16.16 fixed point; a matrix that exchanges the axes lays the film on
 * its side.  FALSE for a track without a picture. */
static gboolean
read_track (PhByteReader *reader, const PhPictureBox *trak, PhPicture *picture)
{
  PhPictureBox box;
  const guint8 *version, *tail;
  gboolean turned;

  if (!find_box (reader, trak->body, trak->end, "tkhd", &box)
      || (version = ph_byte_reader_peek (reader, box.body, 1)) == NULL)
    return FALSE;
  /* After the times: reserved, layer ... (16 bytes), the matrix (36), width, height. */
  tail = ph_byte_reader_peek (reader, box.body + (version[0] == 1 ? 36 : 24) + 16, 44);
  if (tail == NULL || ph_bytes_be32 (tail + 36) < 0x10000)
    return FALSE;
  turned = ph_bytes_be32 (tail) == 0 && ph_bytes_be32 (tail + 4) != 0;
  ph_picture_set_size (picture, ph_bytes_be32 (tail + 36) >> 16, ph_bytes_be32 (tail + 40) >> 16,
                       turned);
  return picture->width != 0;
}

static void
read_film (PhByteReader *reader, const PhPictureBox *moov, PhPicture *picture)
{
  gint64 offset = moov->body;
  PhPictureBox trak;

  for (guint i = 0; i < TRACKS_MAX && find_box (reader, offset, moov->end, "trak", &trak); i++)
    {
      if (read_track (reader, &trak, picture))
        return;
      offset = trak.end;
    }
}

void
ph_picture_read_bmff (PhByteReader *reader, PhPicture *picture)
{
  gboolean is_sequence;
  PhPictureBox box;
  gint64 offset = 0;

  ph_picture_sniff_bmff (reader, &is_sequence);
  if (is_sequence)
    picture->flags |= PH_PICTURE_ANIMATED;
  for (guint i = 0; i < BOXES_MAX && offset < reader->size; i++)
    {
      if (!ph_picture_read_box (reader, offset, reader->size, &box))
        {
          picture->flags |= PH_PICTURE_TRUNCATED;
          return;
        }
      if (g_str_equal (box.type, "meta") && picture->width == 0)
        read_meta (reader, &box, picture);
      else if (g_str_equal (box.type, "moov") && picture->width == 0)
        read_film (reader, &box, picture);
      if (box.is_cut)
        picture->flags |= PH_PICTURE_TRUNCATED;
      offset = box.end;
    }
}
