/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture-location.h"

#include <string.h>

#include "ph-exif-location.h"
#include "ph-picture.h"

/* Exif data is the same block in all formats, behind a mark of its format.  But for PNG, which has
 * a checksum over it, it is looked for by that mark and not by the format's own structure: so the
 * block of a second picture in the same file (a preview, a depth map) is found as well.  A chance
 * find in the pixels would have to be a whole directory of coordinates. */

#define PIECE (1024 * 1024)
/* Where it is looked for, from the beginning and from the end. */
#define SEARCHED (16 * 1024 * 1024)
/* A block whose length isn't known: more than any camera writes without its preview. */
#define BLOCK_MAX (64 * 1024)
/* "exif:GPSDestLongitude" and a value. */
#define XMP_MAX 128
#define CHUNKS_MAX 4000000

typedef struct
{
  PhByteReader reader;
  GPtrArray *patches;
  gboolean found;
} Search;

/* A mark was found at @at.  What is before it can be read, too. */
typedef void (*Handle) (Search *search, gint64 at);

typedef struct
{
  const char *text;
  gsize length;
  Handle handle;
} Mark;

static void
look_for_block (Search *search, gint64 start, gint64 end)
{
  search->found
      = ph_exif_location_find (&search->reader, start, end, search->patches) || search->found;
}

/* JPEG: FF E1, a length that counts itself, "Exif" and two zero bytes, the block.  JPEG XL and some
 * of the others have four bytes of offset behind their "Exif". */
static void
handle_exif (Search *search, gint64 at)
{
  const guint8 *before = ph_byte_reader_peek (&search->reader, at - 4, 4);
  gint64 end = at + BLOCK_MAX;

  if (before != NULL && before[0] == 0xff && before[1] == 0xe1)
    end = at - 2 + ph_bytes_be16 (before + 2);
  look_for_block (search, at + 6, end);
  look_for_block (search, at + 8, end);
}

/* WebP: a chunk's name and length; some programs put JPEG's mark behind them, which is found by
 * itself. */
static void
handle_chunk (Search *search, gint64 at)
{
  look_for_block (search, at + 8, at + BLOCK_MAX);
}

/* HEIC and AVIF: four bytes of offset, mostly zero, and nothing else is sure. */
static void
handle_item (Search *search, gint64 at)
{
  look_for_block (search, at + 4, at + BLOCK_MAX);
}

static gboolean
is_place (const char *name, gsize length)
{
  return memmem (name, length, "Latitude", 8) != NULL
         || memmem (name, length, "Longitude", 9) != NULL;
}

/* The value behind the name, which is an attribute's or an element's; NULL where it has none.
 * @text: up to the name's end, in a string that ends with NUL */
static const char *
find_value (const char *text, gsize *length)
{
  const char *value;
  char quote[2] = { '<', '\0' };

  if (*text != '>')
    {
      text += strspn (text, " \t\r\n");
      if (*text != '=')
        return NULL;
      text += 1 + strspn (text + 1, " \t\r\n");
      if (*text != '"' && *text != '\'')
        return NULL;
      quote[0] = *text;
    }
  value = text + 1;
  *length = strcspn (value, quote);
  return strspn (value, " \t\r\n") < *length ? value : NULL;
}

/* XMP, part 2, 2.6: exif:GPSLatitude="52,30.0N", or an element of that name. */
static void
handle_xmp (Search *search, gint64 at)
{
  char text[XMP_MAX + 1];
  gssize got = ph_content_read (search->reader.content, at, text, XMP_MAX, NULL);
  gsize name, length;
  const char *value;

  if (got <= 0)
    return;
  text[got] = '\0';
  name = strspn (text, ":ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  value = is_place (text, name) ? find_value (text + name, &length) : NULL;
  if (value == NULL)
    return;
  search->found = TRUE;
  g_ptr_array_add (search->patches,
                   ph_content_patch_new (at + (value - text),
                                         g_bytes_new_take (g_strnfill (length, ' '), length)));
}

static const Mark marks_jpeg[]
    = { { "Exif\0", 6, handle_exif }, { "exif:GPS", 8, handle_xmp }, { NULL, 0, NULL } };
static const Mark marks_webp[] = { { "EXIF", 4, handle_chunk },
                                   { "Exif\0", 6, handle_exif },
                                   { "exif:GPS", 8, handle_xmp },
                                   { NULL, 0, NULL } };
static const Mark marks_boxes[] = { { "Exif\0", 6, handle_exif },
                                    { "\0\0\0\0II*\0", 8, handle_item },
                                    { "\0\0\0\0MM\0*", 8, handle_item },
                                    { "exif:GPS", 8, handle_xmp },
                                    { NULL, 0, NULL } };
static const Mark marks_text[] = { { "exif:GPS", 8, handle_xmp }, { NULL, 0, NULL } };

/* The longest mark. */
#define OVERLAP 8

/* In pieces that overlap, so that each mark lies in one of them as a whole, and begins in one. */
static void
look_between (Search *search, const Mark *marks, gint64 begin, gint64 end)
{
  g_autofree char *piece = g_malloc (PIECE + OVERLAP);

  for (gint64 at = begin; at < end; at += PIECE)
    {
      gsize wanted = (gsize) MIN (PIECE + OVERLAP, end - at);
      gssize length = ph_content_read (search->reader.content, at, piece, wanted, NULL);

      if (length <= 0)
        return;
      for (const Mark *mark = marks; mark->text != NULL; mark++)
        for (const char *hit = piece;
             (hit = memmem (hit, (gsize) (piece + length - hit), mark->text, mark->length)) != NULL
             && hit < piece + PIECE;
             hit++)
          mark->handle (search, at + (hit - piece));
    }
}

static void
look (Search *search, const Mark *marks)
{
  gint64 size = search->reader.size;

  look_between (search, marks, 0, MIN (size, SEARCHED));
  if (size > SEARCHED)
    look_between (search, marks, MAX (SEARCHED, size - SEARCHED), size);
}

/* --- PNG ----------------------------------------------------------------------------------------
 */

/* W3C PNG, third edition, annex D. */
static guint32
add_to_checksum (guint32 sum, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum & 1 ? 0xedb88320u ^ sum >> 1 : sum >> 1;
    }
  return sum;
}

/* The checksum that stands at @end, over what the chunk holds with the patches. */
static void
patch_checksum (Search *search, gint64 type, gint64 end)
{
  g_autoptr (PhContent) patched
      = ph_content_new_patched ((PhContent *) search->reader.content, search->patches);
  guint32 sum = 0xffffffffu;
  guint8 buffer[4096];
  guint32 bytes;

  for (gint64 at = type; at < end;)
    {
      gssize got = ph_content_read (patched, at, buffer,
                                    (gsize) MIN ((gint64) sizeof buffer, end - at), NULL);

      if (got <= 0)
        return;
      sum = add_to_checksum (sum, buffer, (gsize) got);
      at += got;
    }
  bytes = GUINT32_TO_BE (~sum);
  g_ptr_array_add (search->patches, ph_content_patch_new (end, g_bytes_new (&bytes, sizeof bytes)));
}

static void
look_in_png (Search *search)
{
  gint64 offset = 8;
  guint8 header[8];

  for (guint i = 0; i < CHUNKS_MAX; i++)
    {
      gint64 data = offset + 8, end;
      guint before = search->patches->len;

      if (ph_content_read (search->reader.content, offset, header, 8, NULL) != 8)
        return;
      end = data + (gint64) ph_bytes_be32 (header);
      if (end + 4 > search->reader.size || memcmp (header + 4, "IEND", 4) == 0)
        return;
      if (memcmp (header + 4, "eXIf", 4) == 0)
        look_for_block (search, data, end);
      else if (memcmp (header + 4, "iTXt", 4) == 0)
        look_between (search, marks_text, data, end);
      if (search->patches->len > before)
        patch_checksum (search, offset + 4, end);
      offset = end + 4;
    }
}

/* --- all formats --------------------------------------------------------------------------------
 */

static void
find (Search *search, const char *mime)
{
  static const struct
  {
    const char *mime;
    const Mark *marks;
  } formats[] = {
    { "image/jpeg", marks_jpeg },  { "image/webp", marks_webp },  { "image/avif", marks_boxes },
    { "image/heic", marks_boxes }, { "image/heif", marks_boxes }, { "image/jxl", marks_boxes },
    { "image/tiff", marks_text },  { "image/gif", marks_text },
  };

  if (g_str_equal (mime, "image/png"))
    look_in_png (search);
  if (g_str_equal (mime, "image/tiff"))
    look_for_block (search, 0, search->reader.size);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (mime, formats[i].mime))
      look (search, formats[i].marks);
}

PhContent *
ph_picture_location_remove (PhContent *content, const char *mime)
{
  g_autoptr (GPtrArray) patches
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_content_patch_free);
  Search search = { .patches = patches };
  PhContent *patched;

  ph_byte_reader_init (&search.reader, content);
  find (&search, mime);
  ph_byte_reader_clear (&search.reader);
  patched = patches->len > 0 ? ph_content_new_patched (content, patches) : NULL;
  return patched != NULL ? patched : ph_content_ref (content);
}

gboolean
ph_picture_location_is_told (PhContent *content)
{
  g_autoptr (PhContent) without = NULL;
  PhPicture picture;

  if (!ph_picture_probe (content, FALSE, &picture, NULL))
    return FALSE;
  without = ph_picture_location_remove (content, picture.mime);
  return without != content;
}
