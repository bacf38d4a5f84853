/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-picture-location.h"

#include <string.h>

/* Exif data with a GPS directory: latitude only, 52 degrees north. */
static const char with_gps[] = "MM\0*\0\0\0\10"
                               "\0\1\x88\x25\0\4\0\0\0\1\0\0\0\x1a\0\0\0\0"
                               "\0\2\0\1\0\2\0\0\0\2N\0\0\0\0\2\0\5\0\0\0\3\0\0\0\x38\0\0\0\0"
                               "\0\0\0\x34\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1";
/* Orientation only. */
static const char without_gps[] = "MM\0*\0\0\0\10\0\1\1\x12\0\3\0\0\0\1\0\1\0\0\0\0\0\0";

#define BLOCK(text) text, sizeof text - 1

static gboolean
is_told (const char *before, gsize before_length, const char *block, gsize length, gsize padding)
{
  GByteArray *file = g_byte_array_new ();
  g_autofree guint8 *nothing = g_malloc0 (padding + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PhContent) content = NULL;

  g_byte_array_append (file, nothing, (guint) padding);
  g_byte_array_append (file, (const guint8 *) before, (guint) before_length);
  g_byte_array_append (file, (const guint8 *) block, (guint) length);
  g_byte_array_append (file, (const guint8 *) "more", 4);
  bytes = g_byte_array_free_to_bytes (file);
  content = ph_content_new_for_bytes (bytes);
  return ph_picture_location_is_told (content);
}

static void
test_formats (void)
{
  static const struct
  {
    const char *before;
    gsize length;
    gboolean is_marked;
  } cases[] = {
    { BLOCK ("\xff\xd8\xff\xe1\0\x80"
             "Exif\0\0"),
      TRUE },
    { BLOCK ("\x89PNG\r\n\x1a\n\0\0\0\x52"
             "eXIf"),
      TRUE },
    { BLOCK ("RIFF....WEBPEXIF\x52\0\0\0"), TRUE },
    { BLOCK ("RIFF....WEBPEXIF\x58\0\0\0Exif\0\0"), TRUE },
    { BLOCK ("\0\0\0\6Exif\0\0"), TRUE },
    { BLOCK (""), TRUE },
    { BLOCK ("pixels"), FALSE },
  };
  static const gsize paddings[] = { 0, 1, 1024 * 1024 - 3, 1024 * 1024, 30 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (paddings); j++)
      {
        if (cases[i].length == 0 && paddings[j] > 0)
          continue;
        g_assert_cmpint (is_told (cases[i].before, cases[i].length, BLOCK (with_gps), paddings[j]),
                         ==, cases[i].is_marked);
        g_assert_false (
            is_told (cases[i].before, cases[i].length, BLOCK (without_gps), paddings[j]));
      }
}

/* However it is cut, nothing is read that isn't there. */
static void
test_cut (void)
{
  for (gsize length = 0; length < sizeof with_gps; length++)
    is_told (BLOCK ("Exif\0\0"), with_gps, length, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-location/formats", test_formats);
  g_test_add_func ("/picture-location/cut", test_cut);
  return g_test_run ();
}
