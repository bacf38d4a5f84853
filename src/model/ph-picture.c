/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture.h"

#include <glib/gi18n-lib.h>
#include <magic.h>
#include <string.h>

#include "ph-byte-reader.h"
#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-picture-header.h"
#include "ph-picture-type.h"
#include "ph-svg.h"

/* What libmagic gets to see; its own rules look at less. */
#define HEAD_SIZE 65536

/* libmagic's handles can't be shared by threads, so each thread has one, opened when it first needs
 * it. */
static GPrivate thread_magic = G_PRIVATE_INIT ((GDestroyNotify) magic_close);

static magic_t
get_magic (GError **error)
{
  magic_t magic = g_private_get (&thread_magic);

  if (magic != NULL)
    return magic;
  magic = magic_open (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
  if (magic == NULL || magic_load (magic, NULL) != 0)
    {
      ph_error_set (error, PH_ERROR_FAILED, _ ("install the package libmagic-mgc"),
                    _ ("the database of file types can't be loaded: %s"),
                    magic != NULL ? magic_error (magic) : g_strerror (ENOMEM));
      if (magic != NULL)
        magic_close (magic);
      return NULL;
    }
  g_private_set (&thread_magic, magic);
  return magic;
}

static gboolean
is_type (const char *text)
{
  return strchr (text, '/') != NULL
         && text[strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "!#$&-^_.+/")]
                == '\0';
}

/* libmagic's word for the content, in the spelling of ph-picture-type.c.  NULL with @error. */
static const char *
ask_magic (const PhContent *content, GError **error)
{
  static const struct
  {
    const char *from, *to;
  } spellings[] = {
    { "image/x-ms-bmp", "image/bmp" },
    { "image/x-icon", "image/vnd.microsoft.icon" },
    { "image/svg", "image/svg+xml" },
    { "image/heic-sequence", "image/heic" },
    { "image/heif-sequence", "image/heif" },
    { "image/avif-sequence", "image/avif" },
    { "video/x-m4v", "video/mp4" },
    { "image/apng", "image/png" },
    { "image/vnd.mozilla.apng", "image/png" },
  };
  magic_t magic = get_magic (error);
  g_autofree char *head = NULL;
  const char *mime;
  gssize length;

  if (magic == NULL)
    return NULL;
  head = g_malloc (HEAD_SIZE);
  length = ph_content_read (content, 0, head, HEAD_SIZE, error);
  if (length < 0)
    return NULL;
  mime = magic_buffer (magic, head, (gsize) length);
  if (mime == NULL || !is_type (mime))
    mime = "application/octet-stream";
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (g_str_equal (spellings[i].from, mime))
      return spellings[i].to;
  return g_intern_string (mime);
}

static gboolean
is_markup (const char *mime)
{
  return g_str_has_suffix (mime, "+xml") || g_str_has_suffix (mime, "/xml")
         || g_str_has_suffix (mime, "/html");
}

static gboolean
is_script (const char *mime)
{
  return g_str_has_suffix (mime, "/javascript") || g_str_has_suffix (mime, "/x-javascript")
         || g_str_has_suffix (mime, "/ecmascript");
}

/* What a browser would run or lay out as a page of our host. */
static gboolean
is_page (const char *mime)
{
  return !g_str_equal (mime, "image/svg+xml") && (is_markup (mime) || is_script (mime));
}

/* libmagic tells SVG by a few words near the beginning; whether the first element is <svg> is what
 * counts.  Sets @mime and, for an SVG, @picture. */
static gboolean
look_for_svg (const PhContent *content, const char **mime, PhPicture *picture, GError **error)
{
  PhSvg svg;

  if (!is_markup (*mime) && !g_str_has_prefix (*mime, "text/"))
    return TRUE;
  if (!ph_svg_inspect (content, &svg, error))
    return FALSE;
  if (svg.is_svg)
    {
      *mime = "image/svg+xml";
      picture->width = svg.width;
      picture->height = svg.height;
      if (svg.is_active)
        picture->flags |= PH_PICTURE_ACTIVE_SVG | PH_PICTURE_ATTACHMENT;
    }
  else if (g_ascii_strcasecmp (svg.root, "html") == 0)
    *mime = "text/html";
  else if (g_str_equal (*mime, "image/svg+xml"))
    *mime = svg.root[0] != '\0' ? "text/xml" : "text/plain";
  return TRUE;
}

/* A gzip stream that holds an SVG. */
static gboolean
is_compressed_svg (const PhContent *content)
{
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  char packed[4096];
  char text[4096];
  gsize consumed, length;
  gssize got = ph_content_read (content, 0, packed, sizeof packed, NULL);

  return got > 0
         && g_converter_convert (G_CONVERTER (gunzip), packed, (gsize) got, text, sizeof text,
                                 G_CONVERTER_NO_FLAGS, &consumed, &length, NULL)
                != G_CONVERTER_ERROR
         && memmem (text, length, "<svg", 4) != NULL;
}

/* What the file is, as a whole sentence for each kind: a translation needs more than the noun. */
static const char *
describe (const char *mime)
{
  static const struct
  {
    const char *prefix;
    const char *sentence;
  } kinds[] = {
    { "application/pdf", N_ ("this is a PDF document, not a picture") },
    { "application/postscript", N_ ("this is a PostScript document, not a picture") },
    { "application/msword", N_ ("this is a Word document, not a picture") },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml",
      N_ ("this is a Word document, not a picture") },
    { "application/vnd.openxmlformats-officedocument.spreadsheetml",
      N_ ("this is a spreadsheet, not a picture") },
    { "application/vnd.ms-excel", N_ ("this is a spreadsheet, not a picture") },
    { "application/vnd.openxmlformats-officedocument.presentationml",
      N_ ("this is a presentation, not a picture") },
    { "application/vnd.ms-powerpoint", N_ ("this is a presentation, not a picture") },
    { "application/vnd.oasis.opendocument", N_ ("this is an office document, not a picture") },
    { "application/zip", N_ ("this is a ZIP archive, not a picture") },
    { "application/gzip", N_ ("this is a compressed file, not a picture") },
    { "text/html", N_ ("this is a web page (HTML), not a picture") },
    { "application/xhtml", N_ ("this is a web page (HTML), not a picture") },
    { "text/xml", N_ ("this is an XML file, not a picture") },
    { "application/xml", N_ ("this is an XML file, not a picture") },
    { "application/javascript", N_ ("this is a JavaScript file, not a picture") },
    { "text/javascript", N_ ("this is a JavaScript file, not a picture") },
    { "application/json", N_ ("this is a JSON file, not a picture") },
    { "text/x-", N_ ("this is source code, not a picture") },
    { "text/", N_ ("this is a text file, not a picture") },
    { "audio/", N_ ("this is a sound file, not a picture") },
    { "video/", N_ ("this is a video of a kind that browsers do not play") },
    { "image/", N_ ("this is a picture of a kind that browsers do not show") },
    { "font/", N_ ("this is a font, not a picture") },
  };
  static const struct
  {
    const char *name;
    const char *sentence;
  } more[] = {
    { "executable", N_ ("this is a program, not a picture") },
    { "sharedlib", N_ ("this is a program, not a picture") },
    { "object", N_ ("this is a program, not a picture") },
    { "tar", N_ ("this is a tar archive, not a picture") },
    { "7z-compressed", N_ ("this is an archive, not a picture") },
    { "rar", N_ ("this is an archive, not a picture") },
    { "xz", N_ ("this is a compressed file, not a picture") },
    { "bzip2", N_ ("this is a compressed file, not a picture") },
    { "sqlite3", N_ ("this is a database, not a picture") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (g_str_has_prefix (mime, "application/x-") && strstr (mime, more[i].name) != NULL)
      return _ (more[i].sentence);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (mime, kinds[i].prefix))
      return _ (kinds[i].sentence);
  return NULL;
}

static void
set_refusal (const PhContent *content, const char *mime, GError **error)
{
  const char *sentence = describe (mime);
  const char *hint = _ ("name a picture or a video; --any uploads other files too");

  if (g_str_equal (mime, "application/gzip") && is_compressed_svg (content))
    ph_error_set (error, PH_ERROR_NOT_PICTURE, _ ("unpack it: gunzip -c FILE.svgz > FILE.svg"),
                  _ ("this is a compressed SVG, which browsers do not show from a bucket"));
  else if (sentence != NULL)
    ph_error_set (error, PH_ERROR_NOT_PICTURE, hint, "%s", sentence);
  else if (g_str_equal (mime, "application/octet-stream"))
    ph_error_set (error, PH_ERROR_NOT_PICTURE, hint, _ ("this is no picture that is known"));
  else
    ph_error_set (error, PH_ERROR_NOT_PICTURE, hint, _ ("this is %s, not a picture"), mime);
}

static gboolean
is_picture_type (const char *mime)
{
  return !g_str_equal (ph_picture_type_get_extension (mime), "bin");
}

/* Where the first bytes prove one of the web's formats libmagic isn't asked: it says the same
 * (test-picture.c holds both against real files of each), but its first answer in a process costs
 * 0.2 to 0.8 ms and up to 3 MB of its database, a twentieth of the time of a whole upload.  Of AVIF
 * behind a general brand and of cut files it knows less than we do.  Everything else is its word;
 * the first element decides about what may be an SVG. */
static const char *
find_type (PhByteReader *reader, PhPicture *picture, GError **error)
{
  const char *mime = ph_picture_header_sniff (reader);

  if (mime != NULL || reader->error != NULL)
    return mime;
  mime = ask_magic (reader->content, error);
  if (mime == NULL || !look_for_svg (reader->content, &mime, picture, error))
    return NULL;
  return mime;
}

gboolean
ph_picture_probe (PhContent *content, gboolean any, PhPicture *picture, GError **error)
{
  g_auto (PhByteReader) reader = { 0 };
  const char *mime;

  memset (picture, 0, sizeof *picture);
  if (ph_content_get_size (content) == 0)
    {
      ph_error_set (error, PH_ERROR_EMPTY, _ ("check the program that wrote it"),
                    _ ("this file is empty"));
      return FALSE;
    }
  ph_byte_reader_init (&reader, content);
  mime = find_type (&reader, picture, error);
  if (mime == NULL && reader.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reader.error));
  if (mime == NULL)
    return FALSE;
  if (is_picture_type (mime))
    ph_picture_header_read (&reader, mime, picture);
  else if (!any)
    {
      set_refusal (content, mime, error);
      return FALSE;
    }
  else if (is_page (mime))
    {
      mime = "application/octet-stream";
      picture->flags |= PH_PICTURE_ATTACHMENT;
    }
  if (reader.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reader.error));
      return FALSE;
    }
  if (g_str_has_prefix (mime, "video/"))
    picture->flags |= PH_PICTURE_VIDEO;
  picture->mime = g_intern_string (mime);
  picture->extension = ph_picture_type_get_extension (mime);
  return TRUE;
}

char *
ph_picture_dup_extension (const PhPicture *picture, const char *file_name)
{
  const char *own = ph_display_name_get_extension (file_name);

  if (is_picture_type (picture->mime) ? ph_picture_type_fits (picture->mime, own) : *own != '\0')
    return g_ascii_strdown (own, -1);
  return g_strdup (picture->extension);
}

gboolean
ph_picture_extension_fits (const char *mime, const char *extension)
{
  return ph_picture_type_fits (mime, extension);
}
