/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-html-picture.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "ph-data-uri.h"

typedef struct
{
  PhHtmlPicture *picture;
  guint hidden; /* 1 and more within an element that isn't shown */
} Scan;

static gboolean
is_named (const xmlChar *name, const char *expected)
{
  return g_ascii_strcasecmp ((const char *) name, expected) == 0;
}

/* What is written in it isn't there to be read. */
static gboolean
is_hidden (const xmlChar *name)
{
  return is_named (name, "title") || is_named (name, "style") || is_named (name, "script");
}

/* (transfer full) (nullable) */
static char *
dup_source (const xmlChar **attributes)
{
  for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
    if (is_named (attributes[0], "src") && attributes[1] != NULL)
      {
        char *source = g_strstrip (g_strdup ((const char *) attributes[1]));

        if (*source != '\0')
          return source;
        g_free (source);
      }
  return NULL;
}

static void
on_start (void *user_data, const xmlChar *name, const xmlChar **attributes)
{
  Scan *scan = user_data;
  char *source;

  if (is_hidden (name))
    scan->hidden++;
  if (!is_named (name, "img"))
    return;
  source = dup_source (attributes);
  if (source == NULL)
    return;
  scan->picture->n_pictures++;
  if (scan->picture->source == NULL)
    scan->picture->source = g_steal_pointer (&source);
  g_free (source);
}

static void
on_end (void *user_data, const xmlChar *name)
{
  Scan *scan = user_data;

  if (is_hidden (name) && scan->hidden > 0)
    scan->hidden--;
}

static void
on_text (void *user_data, const xmlChar *text, int length)
{
  Scan *scan = user_data;
  const char *end = (const char *) text + length;

  if (scan->hidden > 0)
    return;
  for (const char *c = (const char *) text; c < end; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char_validated (c, end - c);

      if (letter >= (gunichar) -2)
        return;
      if (!g_unichar_isspace (letter) && !g_unichar_iszerowidth (letter))
        scan->picture->has_text = TRUE;
    }
}

/* (nullable) (transfer full): what @data is as UTF-8, up to a zero byte */
static char *
to_utf8 (const char *data, gsize length)
{
  const char *charset = NULL;
  char *text;

  if (length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || (data[0] != '\0' && data[1] == '\0')))
    charset = "UTF-16LE";
  else if (length >= 2
           && (memcmp (data, "\xfe\xff", 2) == 0 || (data[0] == '\0' && data[1] != '\0')))
    charset = "UTF-16BE";
  if (charset != NULL)
    text = g_convert (data, (gssize) (length & ~(gsize) 1), "UTF-8", charset, NULL, NULL, NULL);
  else
    text = g_utf8_make_valid (data, (gssize) strnlen (data, length));
  if (text != NULL && g_str_has_prefix (text, "\xef\xbb\xbf"))
    memmove (text, text + 3, strlen (text + 3) + 1);
  return text;
}

static void
scan_text (const char *text, Scan *scan)
{
  htmlParserCtxtPtr parser;

  if (*text == '\0' || strlen (text) > G_MAXINT)
    return;
  parser = htmlCreateMemoryParserCtxt (text, (int) strlen (text));
  if (parser == NULL)
    return;
  htmlCtxtUseOptions (parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET
                                  | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding (parser, XML_CHAR_ENCODING_UTF8);
  *parser->sax = (htmlSAXHandler){
    .startElement = on_start,
    .endElement = on_end,
    .characters = on_text,
  };
  parser->userData = scan;
  htmlParseDocument (parser);
  htmlFreeParserCtxt (parser);
}

/* Addresses of the page's own kind are https by now. */
static void
complete_source (PhHtmlPicture *picture)
{
  char *source = picture->source;

  if (source == NULL || !g_str_has_prefix (source, "//"))
    return;
  picture->source = g_strconcat ("https:", source, NULL);
  g_free (source);
}

void
ph_html_picture_read (const char *data, gsize length, PhHtmlPicture *picture)
{
  g_autofree char *text = length > 0 ? to_utf8 (data, length) : NULL;
  Scan scan = { picture, 0 };

  *picture = (PhHtmlPicture){ 0 };
  if (text == NULL)
    return;
  scan_text (text, &scan);
  complete_source (picture);
}

void
ph_html_picture_clear (PhHtmlPicture *picture)
{
  g_clear_pointer (&picture->source, g_free);
}

gboolean
ph_html_picture_is_alone (const PhHtmlPicture *picture)
{
  return picture->n_pictures == 1 && !picture->has_text;
}

gboolean
ph_html_picture_moves (const PhHtmlPicture *picture)
{
  const char *source = picture->source;
  gsize length;

  if (source == NULL)
    return FALSE;
  if (ph_data_uri_is (source))
    return g_ascii_strncasecmp (source, "data:image/gif", strlen ("data:image/gif")) == 0;
  length = strcspn (source, "?#");
  return length > 4 && g_ascii_strncasecmp (source + length - 4, ".gif", 4) == 0;
}
