/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture-type.h"

/* The usual extension first.  Types as IANA has them registered. */
static const struct
{
  const char *mime;
  const char *extensions[6];
} types[] = {
  { "image/png", { "png", "apng" } },
  { "image/jpeg", { "jpg", "jpeg", "jpe", "jfif", "pjpeg" } },
  { "image/gif", { "gif" } },
  { "image/webp", { "webp" } },
  { "image/svg+xml", { "svg" } },
  { "image/avif", { "avif", "avifs" } },
  { "image/heic", { "heic", "heics", "hif" } },
  { "image/heif", { "heif", "heifs", "hif" } },
  { "image/jxl", { "jxl" } },
  { "image/bmp", { "bmp", "dib" } },
  { "image/tiff", { "tiff", "tif" } },
  { "image/vnd.microsoft.icon", { "ico" } },
  { "image/jp2", { "jp2", "j2k" } },
  { "image/vnd.adobe.photoshop", { "psd" } },
  { "image/x-xcf", { "xcf" } },
  { "video/mp4", { "mp4", "m4v", "mp4v" } },
  { "video/webm", { "webm" } },
  { "video/quicktime", { "mov", "qt" } },
};

static gboolean
row_has (guint row, const char *extension)
{
  for (guint i = 0; i < G_N_ELEMENTS (types[row].extensions); i++)
    if (types[row].extensions[i] != NULL
        && g_ascii_strcasecmp (types[row].extensions[i], extension) == 0)
      return TRUE;
  return FALSE;
}

const char *
ph_picture_type_get_extension (const char *mime)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].mime, mime))
      return types[i].extensions[0];
  return "bin";
}

gboolean
ph_picture_type_is_extension (const char *extension)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (row_has (i, extension))
      return TRUE;
  return FALSE;
}

gboolean
ph_picture_type_fits (const char *mime, const char *extension)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].mime, mime))
      return row_has (i, extension);
  return FALSE;
}
