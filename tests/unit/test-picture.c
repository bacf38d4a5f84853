/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-picture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"

#define ACTIVE (PH_PICTURE_ACTIVE_SVG | PH_PICTURE_ATTACHMENT)

/* Where mkimg.py wrote each of its kinds. */
static char *samples;

static gboolean
probe (const char *bytes, gsize length, gboolean any, PhPicture *picture, GError **error)
{
  g_autoptr (GBytes) wrapped = g_bytes_new (bytes, length);
  g_autoptr (PhContent) content = ph_content_new_for_bytes (wrapped);

  return ph_picture_probe (content, any, picture, error);
}

/* NULL where mkimg.py could not make it. */
static char *
load_sample (const char *kind, gsize *length)
{
  g_autofree char *path = g_build_filename (samples, kind, NULL);
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, length, NULL);
  return bytes;
}

static const struct
{
  const char *kind, *mime, *extension;
  guint width, height, flags;
} kinds[] = {
  { "png", "image/png", "png", 32, 24, 0 },
  { "rgba", "image/png", "png", 32, 24, 0 },
  { "png16", "image/png", "png", 32, 24, 0 },
  { "noise", "image/png", "png", 256, 256, 0 },
  { "apng", "image/png", "png", 32, 24, PH_PICTURE_ANIMATED },
  { "trunc", "image/png", "png", 32, 24, PH_PICTURE_TRUNCATED },
  { "pngpix0", "image/png", "png", 0, 0, PH_PICTURE_NO_SIZE },
  { "jpg", "image/jpeg", "jpg", 32, 24, 0 },
  { "exif", "image/jpeg", "jpg", 24, 32, 0 },
  { "exifgps", "image/jpeg", "jpg", 32, 24, 0 },
  { "jpgpix0", "image/jpeg", "jpg", 0, 0, PH_PICTURE_NO_SIZE },
  { "jpgtrunc", "image/jpeg", "jpg", 32, 24, PH_PICTURE_TRUNCATED },
  { "gif", "image/gif", "gif", 32, 24, 0 },
  { "gifanim", "image/gif", "gif", 32, 24, PH_PICTURE_ANIMATED },
  { "giftrunc", "image/gif", "gif", 32, 24, PH_PICTURE_TRUNCATED },
  { "webp", "image/webp", "webp", 1, 1, 0 },
  { "webpanim", "image/webp", "webp", 1, 1, PH_PICTURE_ANIMATED },
  { "webptrunc", "image/webp", "webp", 1, 1, PH_PICTURE_TRUNCATED },
  { "bmp", "image/bmp", "bmp", 32, 24, 0 },
  { "tiff", "image/tiff", "tiff", 32, 24, 0 },
  { "ico", "image/vnd.microsoft.icon", "ico", 256, 256, 0 },
  { "svg", "image/svg+xml", "svg", 32, 24, 0 },
  { "svgjs", "image/svg+xml", "svg", 32, 24, ACTIVE },
  { "svgbomb", "image/svg+xml", "svg", 0, 0, ACTIVE },
  { "avif", "image/avif", "avif", 64, 48, 0 },
  { "heic", "image/heic", "heic", 64, 48, 0 },
  { "jxl", "image/jxl", "jxl", 64, 48, 0 },
  { "mp4", "video/mp4", "mp4", 32, 24, PH_PICTURE_VIDEO },
  { "mp4turned", "video/mp4", "mp4", 24, 32, PH_PICTURE_VIDEO },
  { "mov", "video/quicktime", "mov", 32, 24, PH_PICTURE_VIDEO },
  { "webm", "video/webm", "webm", 32, 24, PH_PICTURE_VIDEO },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length;
      g_autofree char *bytes = load_sample (kinds[i].kind, &length);
      PhPicture picture;

      g_test_message ("kind %s%s", kinds[i].kind, bytes == NULL ? ": not made here" : "");
      if (bytes == NULL)
        continue;
      probe (bytes, length, FALSE, &picture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (picture.mime, ==, kinds[i].mime);
      g_assert_cmpstr (picture.extension, ==, kinds[i].extension);
      g_assert_cmpuint (picture.width, ==, kinds[i].width);
      g_assert_cmpuint (picture.height, ==, kinds[i].height);
      g_assert_cmpuint (picture.flags, ==, kinds[i].flags);
    }
}

/* What is too large for the memory is read through a window: the same must come out. */
static void
test_large (void)
{
  static const char *const tails[] = { "", "x" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint tail = 0; tail < G_N_ELEMENTS (tails); tail++)
      {
        g_autofree char *path = g_build_filename (samples, "large", NULL);
        g_autoptr (PhContent) content = NULL;
        gsize length;
        g_autofree char *bytes = load_sample (kinds[i].kind, &length);
        g_autofree char *padded = g_malloc0 (PH_CONTENT_MEMORY_MAX + 10);
        PhPicture small, large;

        if (bytes == NULL)
          continue;
        memcpy (padded, bytes, length);
        g_assert_true (
            g_file_set_contents (path, padded, (gssize) (PH_CONTENT_MEMORY_MAX + tail), NULL));
        content = ph_content_open (path, NULL);
        g_assert_true (ph_picture_probe (content, FALSE, &large, NULL));
        g_assert_true (probe (padded, PH_CONTENT_MEMORY_MAX + tail, FALSE, &small, NULL));
        g_assert_true (small.mime == large.mime);
        g_assert_cmpuint (small.width, ==, large.width);
        g_assert_cmpuint (small.flags, ==, large.flags);
        g_unlink (path);
      }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *bytes;
    gsize length; /* 0: up to the zero byte */
    const char *named;
    const char *any_mime;
    guint any_flags;
  } cases[] = {
    { "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", 0, "PDF", "application/pdf", 0 },
    { "hello world\n", 0, "text", "text/plain", 0 },
    { "<!DOCTYPE html><html><body>x</body></html>", 0, "HTML", "application/octet-stream",
      PH_PICTURE_ATTACHMENT },
    { "<html><script>alert(1)</script><svg xmlns='http://www.w3.org/2000/svg'/></html>", 0, "HTML",
      "application/octet-stream", PH_PICTURE_ATTACHMENT },
    { "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><svg/></html>", 0,
      "HTML", "application/octet-stream", PH_PICTURE_ATTACHMENT },
    { "<?xml version=\"1.0\"?>\n<rss/>", 0, "XML", "application/octet-stream",
      PH_PICTURE_ATTACHMENT },
    { "#!/bin/sh\necho\n", 0, "source code", "text/x-shellscript", 0 },
    { "{\"a\": [1, 2, 3]}\n", 0, "JSON", "application/json", 0 },
    { "\x7f"
      "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0",
      24, "program", "application/x-executable", 0 },
    { "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0", 24, "sound", "audio/x-wav", 0 },
    { "\0\1\2\3\4\5\6\7", 8, "no picture", "application/octet-stream", 0 },
    { "\x89PNX\r\n\x1a\n", 8, "no picture", "application/octet-stream", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length != 0 ? cases[i].length : strlen (cases[i].bytes);
      g_autoptr (GError) error = NULL;
      PhPicture picture;

      g_test_message ("case %u: %s", i, cases[i].named);
      g_assert_false (probe (cases[i].bytes, length, FALSE, &picture, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_NOT_PICTURE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].named));
      g_assert_nonnull (ph_error_get_hint (error));
      g_assert_true (probe (cases[i].bytes, length, TRUE, &picture, NULL));
      g_assert_cmpstr (picture.mime, ==, cases[i].any_mime);
      g_assert_cmpuint (picture.flags, ==, cases[i].any_flags);
      g_assert_cmpstr (picture.extension, ==, "bin");
    }
}

/* Containers, which libmagic tells by what is in them. */
static void
test_archives (void)
{
  static const char script[]
      = "import sys, zipfile\n"
        "for name, part in (('zip', 'a'), ('docx', 'word/document.xml'), ('odt', 'mimetype')):\n"
        "    with zipfile.ZipFile(sys.argv[1] + '/' + name, 'w') as z:\n"
        "        if name == 'docx': z.writestr('[Content_Types].xml', 'x'); "
        "z.writestr('_rels/.rels', 'x')\n"
        "        z.writestr(part, 'application/vnd.oasis.opendocument.text')\n";
  static const struct
  {
    const char *kind;
    const char *named;
  } cases[]
      = { { "zip", "ZIP archive" }, { "docx", "Word document" }, { "odt", "office document" } };
  const char *argv[] = { "python3", "-c", script, samples, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length;
      g_autofree char *bytes = load_sample (cases[i].kind, &length);
      PhPicture picture;

      g_assert_nonnull (bytes);
      g_assert_false (probe (bytes, length, FALSE, &picture, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_NOT_PICTURE);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

static void
test_compressed_svg (void)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *bytes = load_sample ("svgz", &length);
  PhPicture picture;

  g_assert_nonnull (bytes);
  g_assert_false (probe (bytes, length, FALSE, &picture, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NOT_PICTURE);
  g_assert_nonnull (strstr (error->message, "compressed SVG"));
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;
  PhPicture picture;

  g_assert_false (probe ("", 0, TRUE, &picture, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EMPTY);
}

/* Headers that end early, at each byte: what is shown is never wrong, and the end is missed. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length;
      g_autofree char *bytes = load_sample (kinds[i].kind, &length);

      for (gsize cut = 1; bytes != NULL && cut < MIN (length, 2000); cut++)
        {
          PhPicture picture;

          if (!probe (bytes, cut, FALSE, &picture, NULL))
            continue;
          g_assert_true (picture.width == kinds[i].width || picture.width == 0
                         || g_str_equal (kinds[i].kind, "ico"));
          if (g_str_equal (picture.mime, "image/png") || g_str_equal (picture.mime, "image/gif")
              || g_str_equal (picture.mime, "image/webp"))
            g_assert_true (picture.flags & PH_PICTURE_TRUNCATED);
        }
    }
}

static void
test_trailing (void)
{
  static const char *const tolerant[] = { "png", "jpg", "gif", "webp", "apng" };

  for (guint i = 0; i < G_N_ELEMENTS (tolerant); i++)
    {
      gsize length;
      g_autofree char *bytes = load_sample (tolerant[i], &length);
      g_autofree char *longer = g_malloc0 (length + 5000);
      PhPicture picture;

      memcpy (longer, bytes, length);
      g_assert_true (probe (longer, length + 5000, FALSE, &picture, NULL));
      g_test_message ("%s", tolerant[i]);
      g_assert_false (picture.flags & PH_PICTURE_TRUNCATED);
    }
}

static void
test_extension (void)
{
  static const struct
  {
    const char *mime, *name, *extension;
  } cases[] = {
    { "image/jpeg", "a.jpeg", "jpeg" },
    { "image/jpeg", "A.JPG", "jpg" },
    { "image/jpeg", "a.png", "jpg" },
    { "image/png", "photo.jpg", "png" },
    { "image/png", "a", "png" },
    { "image/png", ".png", "png" },
    { "image/png", "20260925.1", "png" },
    { "image/png", "x.php", "png" },
    { "image/tiff", "a.tif", "tif" },
    { "video/quicktime", "a.MOV", "mov" },
    { "application/pdf", "doc.PDF", "pdf" },
    { "application/pdf", "doc", "bin" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhPicture picture = { .mime = cases[i].mime, .extension = "bin" };
      g_autofree char *extension = NULL;

      if (g_str_has_prefix (cases[i].mime, "image/jpeg"))
        picture.extension = "jpg";
      else if (g_str_has_prefix (cases[i].mime, "image/png"))
        picture.extension = "png";
      extension = ph_picture_dup_extension (&picture, cases[i].name);
      g_test_message ("case %s", cases[i].name);
      g_assert_cmpstr (extension, ==, cases[i].extension);
    }
  g_assert_true (ph_picture_extension_fits ("image/jpeg", "JPE"));
  g_assert_false (ph_picture_extension_fits ("image/jpeg", "png"));
  g_assert_false (ph_picture_extension_fits ("image/jpeg", ""));
  g_assert_false (ph_picture_extension_fits ("application/pdf", "pdf"));
}

/* Files of 200 MiB (with holes) made to keep a reader busy. */
static void
test_slow (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } cases[] = {
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0", 29 },
    { "GIF89a\1\0\1\0\0\0\0!\xff\1x\1x", 18 },
    { "\xff\xd8\xff\xfe\0\2", 6 },
    { "\xff\xd8\xff\xda\0\2", 6 },
    { "\0\0\0\x18"
      "ftypavif\0\0\0\0avifmif1",
      24 },
    { "\0\0\0\x18"
      "ftypisom\0\0\0\0isomisom\0\0\0\1moov\0\0\0\0\x7f\0\0\0",
      40 },
    { "II*\0\x8\0\0\0\xff\xff", 10 },
    { "\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\xff", 17 },
  };
  g_autofree char *path = g_build_filename (samples, "slow", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhContent) content = NULL;
      gint64 start = g_get_monotonic_time ();
      PhPicture picture;

      g_assert_true (g_file_set_contents (path, cases[i].bytes, (gssize) cases[i].length, NULL));
      g_assert_cmpint (truncate (path, 200 * 1024 * 1024), ==, 0);
      content = ph_content_open (path, NULL);
      ph_picture_probe (content, TRUE, &picture, NULL);
      g_test_message ("case %u: %" G_GINT64_FORMAT " ms", i,
                      (g_get_monotonic_time () - start) / 1000);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
    }
  g_unlink (path);
}

/* Changes that hurt: bytes, lengths set to extremes, parts cut out or doubled. */
static gsize
mutate (GRand *random, guint8 *bytes, gsize length)
{
  static const guint8 extremes[] = { 0, 1, 0x7f, 0x80, 0xfe, 0xff };

  for (gint n = g_rand_int_range (random, 1, 9); n > 0 && length > 8; n--)
    {
      /* Headers are near the beginning. */
      gsize limit = g_rand_boolean (random) ? MIN (length, 128) : length;
      gsize at = (gsize) g_rand_int_range (random, 0, (gint32) limit - 4);

      switch (g_rand_int_range (random, 0, 5))
        {
        case 0:
          bytes[at] = (guint8) g_rand_int (random);
          break;
        case 1:
          bytes[at] = extremes[g_rand_int_range (random, 0, G_N_ELEMENTS (extremes))];
          break;
        case 2:
          memset (bytes + at, extremes[g_rand_int_range (random, 0, G_N_ELEMENTS (extremes))], 4);
          break;
        case 3:
          length = (gsize) g_rand_int_range (random, 5, (gint32) length + 1);
          break;
        default:
          memmove (bytes + at, bytes + at + 1, length - at - 1);
          break;
        }
    }
  return length;
}

/* A second as a rule; PICHOIST_FUZZ_SECONDS=60 for more. */
static void
test_fuzz (void)
{
  const char *seconds = g_getenv ("PICHOIST_FUZZ_SECONDS");
  gint64 end = g_get_monotonic_time ()
               + (seconds != NULL ? g_ascii_strtoll (seconds, NULL, 10) : 1) * G_USEC_PER_SEC;
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint rounds = 0;

  g_test_message ("seed %u", seed);
  for (; g_get_monotonic_time () < end; rounds++)
    {
      const char *kind = kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))].kind;
      gsize length;
      g_autofree char *bytes = load_sample (kind, &length);
      g_autofree char *exact = NULL;
      PhPicture picture;

      if (bytes == NULL || length > 100000)
        continue;
      length = mutate (random, (guint8 *) bytes, length);
      exact = g_memdup2 (bytes, length); /* so that a byte past the end is one past a block */
      if (!probe (exact, length, g_rand_boolean (random), &picture, NULL))
        continue;
      g_assert_cmpuint (picture.width, <=, 1000000);
      g_assert_true ((picture.width == 0) == (picture.height == 0));
    }
  g_test_message ("%u rounds", rounds);
}

static void
make_samples (void)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "..", "mkimg.py", NULL);
  const char *argv[] = { "python3", script, "--all", NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  samples = g_dir_make_tmp ("pichoist-XXXXXX", &error);
  g_assert_no_error (error);
  argv[3] = samples;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
remove_samples (void)
{
  g_autoptr (GDir) dir = g_dir_open (samples, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (samples, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (samples), ==, 0);
  g_free (samples);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_samples ();
  g_test_add_func ("/picture/kinds", test_kinds);
  g_test_add_func ("/picture/large", test_large);
  g_test_add_func ("/picture/refused", test_refused);
  g_test_add_func ("/picture/archives", test_archives);
  g_test_add_func ("/picture/compressed-svg", test_compressed_svg);
  g_test_add_func ("/picture/empty", test_empty);
  g_test_add_func ("/picture/cut", test_cut);
  g_test_add_func ("/picture/trailing", test_trailing);
  g_test_add_func ("/picture/extension", test_extension);
  g_test_add_func ("/picture/slow", test_slow);
  g_test_add_func ("/picture/fuzz", test_fuzz);
  status = g_test_run ();
  remove_samples ();
  return status;
}
