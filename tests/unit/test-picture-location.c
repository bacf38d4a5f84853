/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-picture-location.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ph-byte-reader.h"

/* Exif data with orientation, a GPS directory (latitude only, 52 degrees north), and a tag behind
 * it. */
static const char with_gps[] = "MM\0*\0\0\0\10"
                               "\0\3\1\x12\0\3\0\0\0\1\0\6\0\0"
                               "\x88\x25\0\4\0\0\0\1\0\0\0\x32"
                               "\x90\0\0\7\0\0\0\4"
                               "0230\0\0\0\0"
                               "\0\2\0\1\0\2\0\0\0\2N\0\0\0\0\2\0\5\0\0\0\3\0\0\0\x50\0\0\0\0"
                               "\0\0\0\x34\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1";
/* What stays of it. */
static const char without_gps[] = "MM\0*\0\0\0\10"
                                  "\0\2\1\x12\0\3\0\0\0\1\0\6\0\0"
                                  "\x90\0\0\7\0\0\0\4"
                                  "0230\0\0\0\0"
                                  "\0\0\0\0\0\0\0\0\0\0\0\0"
                                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
/* A clock in the GPS directory is no place. */
static const char clock_only[] = "II*\0\10\0\0\0"
                                 "\1\0\x25\x88\4\0\1\0\0\0\x1a\0\0\0\0\0\0\0"
                                 "\1\0\0\0\1\0\4\0\0\0\2\3\0\0\0\0\0\0";

#define BLOCK(text) text, sizeof text - 1

static const struct
{
  const char *mime;
  const char *before;
  gsize length;
} formats[] = {
  { "image/jpeg", BLOCK ("\xff\xd8\xff\xe1\0\x80"
                         "Exif\0\0") },
  { "image/webp", BLOCK ("RIFF....WEBPEXIF\x52\0\0\0") },
  { "image/webp", BLOCK ("RIFF....WEBPEXIF\x58\0\0\0Exif\0\0") },
  { "image/heic", BLOCK ("....mdat\0\0\0\6Exif\0\0") },
  { "image/avif", BLOCK ("....mdat\0\0\0\0") },
  { "image/jxl", BLOCK ("Exif\0\0\0\0") },
  { "image/tiff", BLOCK ("") },
};

static GBytes *
join (const char *before, gsize before_length, gsize padding, const char *block, gsize length)
{
  GByteArray *file = g_byte_array_new ();
  g_autofree guint8 *nothing = g_malloc (padding + 1);

  memset (nothing, 'x', padding);
  g_byte_array_append (file, nothing, (guint) padding);
  g_byte_array_append (file, (const guint8 *) before, (guint) before_length);
  g_byte_array_append (file, (const guint8 *) block, (guint) length);
  g_byte_array_append (file, (const guint8 *) "more", 4);
  return g_byte_array_free_to_bytes (file);
}

static GBytes *
remove_from (PhContent *content, const char *mime)
{
  g_autoptr (PhContent) without = ph_picture_location_remove (content, mime);
  gsize size = (gsize) ph_content_get_size (without);
  guint8 *bytes = g_malloc (size);

  g_assert_cmpint (ph_content_read (without, 0, bytes, size, NULL), ==, size);
  return g_bytes_new_take (bytes, size);
}

/* @after: what is to be there; NULL: it stays as it is */
static void
assert_removed (const char *mime, GBytes *before, GBytes *after)
{
  g_autoptr (PhContent) content = ph_content_new_for_bytes (before);
  g_autoptr (GBytes) without = remove_from (content, mime);

  g_assert_cmpmem (g_bytes_get_data (without, NULL), g_bytes_get_size (without),
                   g_bytes_get_data (after, NULL), g_bytes_get_size (after));
}

static void
test_formats (void)
{
  static const gsize paddings[] = { 0, 1, 1024 * 1024 - 3, 1024 * 1024, 30 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint j = 0; j < G_N_ELEMENTS (paddings); j++)
      {
        const char *mark = formats[i].before;
        gsize length = formats[i].length;
        g_autoptr (GBytes) before = join (mark, length, paddings[j], BLOCK (with_gps));
        g_autoptr (GBytes) after = join (mark, length, paddings[j], BLOCK (without_gps));
        g_autoptr (GBytes) harmless = join (mark, length, paddings[j], BLOCK (clock_only));

        if (length == 0 && paddings[j] > 0)
          continue;
        g_test_message ("%s, %" G_GSIZE_FORMAT, formats[i].mime, paddings[j]);
        assert_removed (formats[i].mime, before, after);
        assert_removed (formats[i].mime, after, after);
        assert_removed (formats[i].mime, harmless, harmless);
      }
}

/* In a file that is too large to be held in memory, which isn't touched. */
static void
test_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a.jpg", NULL);
  gsize padding = 2 * PH_CONTENT_MEMORY_MAX;
  g_autoptr (GBytes) before
      = join (formats[0].before, formats[0].length, padding, BLOCK (with_gps));
  g_autoptr (GBytes) after
      = join (formats[0].before, formats[0].length, padding, BLOCK (without_gps));
  g_autoptr (PhContent) content = NULL;
  g_autoptr (GBytes) without = NULL;
  g_autofree char *left = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (before, NULL),
                                      (gssize) g_bytes_get_size (before), NULL));
  content = ph_content_open (path, NULL);
  without = remove_from (content, "image/jpeg");
  g_assert_true (g_bytes_equal (without, after));
  g_assert_true (g_file_get_contents (path, &left, &length, NULL));
  g_assert_cmpmem (left, length, g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  g_unlink (path);
  g_rmdir (dir);
}

static void
test_xmp (void)
{
  static const struct
  {
    const char *before, *after;
  } cases[] = {
    { "<a exif:GPSLatitude=\"52,30.0N\" exif:GPSLongitude = '13,24.0E'/>",
      "<a exif:GPSLatitude=\"        \" exif:GPSLongitude = '        '/>" },
    { "<exif:GPSDestLatitude>52</exif:GPSDestLatitude>",
      "<exif:GPSDestLatitude>  </exif:GPSDestLatitude>" },
    { "<a exif:GPSTimeStamp=\"2020\" exif:GPSLatitude=\"\" exif:GPSLatitude",
      "<a exif:GPSTimeStamp=\"2020\" exif:GPSLatitude=\"\" exif:GPSLatitude" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) before = g_bytes_new_static (cases[i].before, strlen (cases[i].before));
      g_autoptr (GBytes) after = g_bytes_new_static (cases[i].after, strlen (cases[i].after));

      assert_removed ("image/jpeg", before, after);
      assert_removed ("image/gif", before, after);
    }
}

static void
append_chunk (GByteArray *file, const char *type, const char *data, gsize length, guint32 sum)
{
  guint32 size = GUINT32_TO_BE ((guint32) length);
  guint32 checksum = GUINT32_TO_BE (sum);

  g_byte_array_append (file, (const guint8 *) &size, 4);
  g_byte_array_append (file, (const guint8 *) type, 4);
  g_byte_array_append (file, (const guint8 *) data, (guint) length);
  g_byte_array_append (file, (const guint8 *) &checksum, 4);
}

/* PNG has a checksum over each chunk; those that are right are zlib's, crc32 (). */
static void
test_png (void)
{
  static const char text[] = "XML:com.adobe.xmp\0\0\0\0\0<a exif:GPSLatitude='1N'/>";
  static const char blank[] = "XML:com.adobe.xmp\0\0\0\0\0<a exif:GPSLatitude='  '/>";
  GByteArray *files[2];
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  for (guint i = 0; i < 2; i++)
    {
      files[i] = g_byte_array_new ();
      g_byte_array_append (files[i], (const guint8 *) BLOCK ("\x89PNG\r\n\x1a\n"));
      append_chunk (files[i], "IDAT", "pixels", 6, 7);
    }
  append_chunk (files[0], "eXIf", BLOCK (with_gps), 1);
  append_chunk (files[1], "eXIf", BLOCK (without_gps), 0x9ec340a0);
  append_chunk (files[0], "iTXt", BLOCK (text), 2);
  append_chunk (files[1], "iTXt", BLOCK (blank), 0x45bd292);
  append_chunk (files[0], "IEND", "", 0, 3);
  append_chunk (files[1], "IEND", "", 0, 3);
  before = g_byte_array_free_to_bytes (files[0]);
  after = g_byte_array_free_to_bytes (files[1]);
  assert_removed ("image/png", before, after);
}

/* However it is cut, or one of its bytes is wrong, nothing is read that isn't there. */
static void
test_damage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (gsize length = 0; length < sizeof with_gps; length++)
      for (guint wrong = 0; wrong < 2; wrong++)
        {
          g_autofree char *block = g_memdup2 (with_gps, sizeof with_gps);
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (PhContent) content = NULL;
          g_autoptr (GBytes) without = NULL;

          if (wrong)
            block[length] = (char) 0xff;
          bytes = join (formats[i].before, formats[i].length, 0, block,
                        wrong ? sizeof with_gps : length);
          content = ph_content_new_for_bytes (bytes);
          without = remove_from (content, formats[i].mime);
          g_assert_cmpuint (g_bytes_get_size (without), ==, g_bytes_get_size (bytes));
        }
}

/* A small JPEG with and without: asked about what isn't known to be a picture. */
static void
test_told (void)
{
  static const struct
  {
    const char *block;
    gsize length;
    gboolean told;
  } cases[] = { { BLOCK (with_gps), TRUE }, { BLOCK (without_gps), FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes
          = join (formats[0].before, formats[0].length, 0, cases[i].block, cases[i].length);
      g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);

      g_assert_cmpint (ph_picture_location_is_told (content), ==, cases[i].told);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-location/formats", test_formats);
  g_test_add_func ("/picture-location/file", test_file);
  g_test_add_func ("/picture-location/xmp", test_xmp);
  g_test_add_func ("/picture-location/png", test_png);
  g_test_add_func ("/picture-location/damage", test_damage);
  g_test_add_func ("/picture-location/told", test_told);
  return g_test_run ();
}
