/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-picture.h"

#include <glib/gstdio.h>
#include <magic.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"

/* Files made by the programs that people's pictures come from.  Type and size must be right, and
 * libmagic must say the same type: ph-picture.c doesn't ask it about the formats that it knows by
 * itself. */

typedef struct
{
  const char *command; /* a.png and b.png have 200 x 100 pixels, anim.gif is of two frames */
  const char *out;
  const char *mime;
  guint width, height;
  guint flags;
} Case;

#define ANIMATED PH_PICTURE_ANIMATED

static const Case cases[] = {
  { "convert a.png plain.png", "plain.png", "image/png", 200, 100, 0 },
  { "convert a.png -colors 16 PNG8:palette.png", "palette.png", "image/png", 200, 100, 0 },
  { "convert a.png -colorspace Gray grey.png", "grey.png", "image/png", 200, 100, 0 },
  { "convert a.png -interlace PNG inter.png", "inter.png", "image/png", 200, 100, 0 },
  { "convert a.png base.jpg", "base.jpg", "image/jpeg", 200, 100, 0 },
  { "convert a.png -interlace JPEG prog.jpg", "prog.jpg", "image/jpeg", 200, 100, 0 },
  { "convert a.png -colorspace CMYK cmyk.jpg", "cmyk.jpg", "image/jpeg", 200, 100, 0 },
  { "convert a.png one.gif", "one.gif", "image/gif", 200, 100, 0 },
  { "convert anim.gif two.gif", "two.gif", "image/gif", 200, 100, ANIMATED },
  { "convert a.png v5.bmp", "v5.bmp", "image/bmp", 200, 100, 0 },
  { "convert a.png BMP3:v3.bmp", "v3.bmp", "image/bmp", 200, 100, 0 },
  { "convert a.png BMP2:v2.bmp", "v2.bmp", "image/bmp", 200, 100, 0 },
  { "convert a.png plain.tiff", "plain.tiff", "image/tiff", 200, 100, 0 },
  { "convert a.png -endian MSB -compress LZW msb.tiff", "msb.tiff", "image/tiff", 200, 100, 0 },
  { "convert a.png -orient RightTop turned.tiff", "turned.tiff", "image/tiff", 100, 200, 0 },
  { "convert a.png TIFF64:big.tiff", "big.tiff", "image/tiff", 200, 100, 0 },
  { "convert a.png -resize 64x64! icon.ico", "icon.ico", "image/vnd.microsoft.icon", 64, 64, 0 },
  { "convert a.png plain.jp2", "plain.jp2", "image/jp2", 0, 0, 0 },
  { "convert a.png plain.psd", "plain.psd", "image/vnd.adobe.photoshop", 0, 0, 0 },
  { "cwebp -quiet a.png -o lossy.webp", "lossy.webp", "image/webp", 200, 100, 0 },
  { "cwebp -quiet -lossless a.png -o lossless.webp", "lossless.webp", "image/webp", 200, 100, 0 },
  { "gif2webp -quiet anim.gif -o anim.webp", "anim.webp", "image/webp", 200, 100, ANIMATED },
  { "avifenc -s 10 a.png still.avif", "still.avif", "image/avif", 200, 100, 0 },
  { "avifenc -s 10 --irot 1 a.png turned.avif", "turned.avif", "image/avif", 100, 200, 0 },
  { "avifenc -s 10 a.png b.png moving.avif", "moving.avif", "image/avif", 200, 100, ANIMATED },
  { "heif-enc a.png -o still.heic", "still.heic", "image/heic", 200, 100, 0 },
  { "heif-enc -A a.png -o other.avif", "other.avif", "image/avif", 200, 100, 0 },
  { "cjxl a.png lossy.jxl", "lossy.jxl", "image/jxl", 200, 100, 0 },
  { "cjxl -d 0 a.png lossless.jxl", "lossless.jxl", "image/jxl", 200, 100, 0 },
  { "cjxl --container=1 a.png box.jxl", "box.jxl", "image/jxl", 200, 100, 0 },
  { "cjxl -d 0 anim.gif moving.jxl", "moving.jxl", "image/jxl", 200, 100, ANIMATED },
};

/* FALSE where the program is missing. */
static gboolean
run_in (const char *folder, const char *command)
{
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GError) error = NULL;
  g_autofree char *messages = NULL;
  int status;

  if (program == NULL)
    return FALSE;
  g_spawn_sync (folder, argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_CHILD_INHERITS_STDIN,
                NULL, NULL, NULL, &messages, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, messages);
  return TRUE;
}

static const char *
ask_libmagic (magic_t magic, const char *path)
{
  const char *mime = magic_file (magic, path);

  if (g_strcmp0 (mime, "image/x-ms-bmp") == 0)
    return "image/bmp";
  return mime;
}

static void
check (magic_t magic, const char *folder, const Case *test)
{
  g_autofree char *path = g_build_filename (folder, test->out, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhContent) content = ph_content_open (path, &error);
  PhPicture picture;

  g_test_message ("%s", test->command);
  g_assert_no_error (error);
  ph_picture_probe (content, FALSE, &picture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (picture.mime, ==, test->mime);
  g_assert_cmpuint (picture.width, ==, test->width);
  g_assert_cmpuint (picture.height, ==, test->height);
  g_assert_cmpuint (picture.flags, ==, test->flags);
  g_assert_true (g_str_has_prefix (ask_libmagic (magic, path), test->mime));
  g_unlink (path);
}

static void
check_program (gconstpointer data)
{
  const char *program = data;
  g_autofree char *folder = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *mkimg = g_test_build_filename (G_TEST_DIST, "..", "mkimg.py", NULL);
  static const char *const inputs[] = { "png a.png 0", "png b.png 99", "gifanim anim.gif 0" };
  magic_t magic = magic_open (MAGIC_MIME_TYPE);

  g_assert_cmpint (magic_load (magic, NULL), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_auto (GStrv) words = g_strsplit (inputs[i], " ", -1);
      g_autofree char *command = g_strdup_printf ("python3 %s %s %s --size 200x100 --seed %s",
                                                  mkimg, words[0], words[1], words[2]);

      g_assert_true (run_in (folder, command));
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (!g_str_has_prefix (cases[i].command, program)
          || cases[i].command[strlen (program)] != ' ')
        continue;
      if (!run_in (folder, cases[i].command))
        {
          g_test_skip (program);
          break;
        }
      check (magic, folder, &cases[i]);
    }
  magic_close (magic);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_auto (GStrv) words = g_strsplit (inputs[i], " ", -1);
      g_autofree char *path = g_build_filename (folder, words[1], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const programs[]
      = { "convert", "cwebp", "gif2webp", "avifenc", "heif-enc", "cjxl" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_strconcat ("/picture-tools/", programs[i], NULL);

      g_test_add_data_func (path, programs[i], check_program);
    }
  return g_test_run ();
}
