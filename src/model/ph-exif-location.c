/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-exif-location.h"

#include <string.h>

/* TIFF 6.0, section 2, and Exif 2.32, 4.6.3 and 4.6.6: a header, directories of 12 bytes an entry
 * (tag, type, count, value or its offset), each with the offset of the next one behind it; the GPS
 * directory is one that an entry leads to. */
#define TAG_GPS 0x8825
#define TAG_LATITUDE 0x02
#define TAG_LONGITUDE 0x04
#define TAG_DEST_LATITUDE 0x14
#define TAG_DEST_LONGITUDE 0x16
#define TYPE_LONG 4
#define TYPE_IFD 13
#define ENTRY_SIZE 12
/* Real ones have fewer; they are bounds for foreign bytes. */
#define ENTRIES_MAX 1024
#define DIRECTORIES_MAX 16
#define VALUE_MAX 65536

typedef struct
{
  PhByteReader *reader;
  gint64 start, end;
  gboolean is_big_endian;
  GPtrArray *patches;
} Block;

static guint32
get_number (const Block *block, const guint8 *bytes, guint length)
{
  guint32 number = 0;

  for (guint i = 0; i < length; i++)
    number = number << 8 | bytes[block->is_big_endian ? i : length - 1 - i];
  return number;
}

static const guint8 *
peek (const Block *block, gint64 offset, gsize length)
{
  if (offset < 0 || offset + (gint64) length > block->end - block->start)
    return NULL;
  return ph_byte_reader_peek (block->reader, block->start + offset, length);
}

static guint
count_entries (const Block *block, gint64 directory)
{
  const guint8 *bytes = peek (block, directory, 2);
  guint count = bytes != NULL ? get_number (block, bytes, 2) : 0;

  return count <= ENTRIES_MAX ? count : 0;
}

static const guint8 *
peek_entry (const Block *block, gint64 directory, guint index)
{
  return peek (block, directory + 2 + (gint64) index * ENTRY_SIZE, ENTRY_SIZE);
}

static void
patch (const Block *block, gint64 offset, guint8 *bytes, gsize length)
{
  g_ptr_array_add (block->patches,
                   ph_content_patch_new (block->start + offset, g_bytes_new_take (bytes, length)));
}

static void
blank (const Block *block, gint64 offset, gsize length)
{
  if (offset >= 0 && offset + (gint64) length <= block->end - block->start)
    patch (block, offset, g_malloc0 (length), length);
}

static gboolean
tells_place (const Block *block, gint64 directory)
{
  guint count = count_entries (block, directory);

  for (guint i = 0; i < count; i++)
    {
      const guint8 *entry = peek_entry (block, directory, i);
      guint tag = entry != NULL ? get_number (block, entry, 2) : 0;

      if (tag == TAG_LATITUDE || tag == TAG_LONGITUDE || tag == TAG_DEST_LATITUDE
          || tag == TAG_DEST_LONGITUDE)
        return TRUE;
    }
  return FALSE;
}

/* The bytes of an entry's value; 0 for a type that there isn't. */
static guint64
measure_value (const Block *block, const guint8 *entry)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
  guint type = get_number (block, entry + 2, 2);

  return type < G_N_ELEMENTS (sizes) ? (guint64) sizes[type] * get_number (block, entry + 4, 4) : 0;
}

static void
blank_directory (const Block *block, gint64 directory)
{
  guint count = count_entries (block, directory);

  for (guint i = 0; i < count; i++)
    {
      const guint8 *entry = peek_entry (block, directory, i);
      guint64 size = entry != NULL ? measure_value (block, entry) : 0;

      if (size > 4 && size <= VALUE_MAX)
        blank (block, get_number (block, entry + 8, 4), (gsize) size);
    }
  blank (block, directory, 2 + (gsize) count * ENTRY_SIZE);
}

/* What follows the entry moves up, the offset of the next directory too; nothing else refers to
 * where they are. */
static void
remove_entry (const Block *block, gint64 directory, guint count, guint index)
{
  gint64 at = directory + 2 + (gint64) index * ENTRY_SIZE;
  gsize rest = (gsize) (count - index - 1) * ENTRY_SIZE + 4;
  guint8 *moved = g_malloc0 (rest + ENTRY_SIZE);
  guint8 *number = g_malloc (2);

  if (at + ENTRY_SIZE + (gint64) rest > block->end - block->start
      || ph_content_read (block->reader->content, block->start + at + ENTRY_SIZE, moved, rest, NULL)
             != (gssize) rest)
    {
      /* It is cut: an entry that leads to nothing stays. */
      g_free (moved);
      g_free (number);
      return;
    }
  number[block->is_big_endian ? 0 : 1] = (guint8) ((count - 1) >> 8);
  number[block->is_big_endian ? 1 : 0] = (guint8) (count - 1);
  patch (block, directory, number, 2);
  patch (block, at, moved, rest + ENTRY_SIZE);
}

/* Returns whether the directory led to a place. */
static gboolean
look_at (const Block *block, gint64 directory)
{
  guint count = count_entries (block, directory);

  for (guint i = 0; i < count; i++)
    {
      const guint8 *entry = peek_entry (block, directory, i);
      guint type = entry != NULL ? get_number (block, entry + 2, 2) : 0;
      gint64 gps;

      if (entry == NULL || get_number (block, entry, 2) != TAG_GPS
          || (type != TYPE_LONG && type != TYPE_IFD))
        continue;
      gps = get_number (block, entry + 8, 4);
      if (!tells_place (block, gps))
        continue;
      blank_directory (block, gps);
      remove_entry (block, directory, count, i);
      return TRUE;
    }
  return FALSE;
}

gboolean
ph_exif_location_find (PhByteReader *reader, gint64 start, gint64 end, GPtrArray *patches)
{
  Block block = { reader, start, MIN (end, reader->size), FALSE, patches };
  const guint8 *bytes = peek (&block, 0, 8);
  gint64 directory;
  gboolean found = FALSE;

  if (bytes == NULL || (memcmp (bytes, "II*\0", 4) != 0 && memcmp (bytes, "MM\0*", 4) != 0))
    return FALSE;
  block.is_big_endian = bytes[0] == 'M';
  directory = get_number (&block, bytes + 4, 4);
  for (guint i = 0; directory != 0 && i < DIRECTORIES_MAX; i++)
    {
      guint count = count_entries (&block, directory);

      found = look_at (&block, directory) || found;
      bytes = peek (&block, directory + 2 + (gint64) count * ENTRY_SIZE, 4);
      directory = count > 0 && bytes != NULL ? get_number (&block, bytes, 4) : 0;
    }
  return found;
}
