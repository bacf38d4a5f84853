/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-svg.h"

#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"
#define XHTML_NAMESPACE "http://www.w3.org/1999/xhtml"

#define CHUNK_SIZE 16384
#define SIDE_MAX 1000000
/* More style than this is not looked through. */
#define STYLE_MAX (1024 * 1024)

typedef struct
{
  xmlParserCtxt *parser; /* (nullable) while it starts */
  PhSvg *svg;
  gboolean has_root;
  guint style_depth; /* 1 and more within <style> */
  GString *style;
} Scan;

static gboolean
is_named (const xmlChar *name, const char *expected)
{
  return g_ascii_strcasecmp ((const char *) name, expected) == 0;
}

/* Lower case, without white space and control characters, which URL parsers skip. */
static char *
squeeze (const char *text, gsize length)
{
  GString *squeezed = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] > ' ')
      g_string_append_c (squeezed, g_ascii_tolower (text[i]));
  return g_string_free (squeezed, FALSE);
}

/* A picture within the file, or a place in it. */
static gboolean
stays_inside (const char *reference)
{
  return *reference == '#' || *reference == '\0'
         || (g_str_has_prefix (reference, "data:image/")
             && !g_str_has_prefix (reference, "data:image/svg"))
         || g_str_has_prefix (reference, "data:font/")
         || g_str_has_prefix (reference, "data:application/font");
}

/* @style is squeezed.  A backslash could hide any word. */
static gboolean
style_reaches_out (const char *style)
{
  const char *url = style;

  if (strstr (style, "@import") != NULL || strchr (style, '\\') != NULL
      || strstr (style, "expression(") != NULL || strstr (style, "image-set(") != NULL
      || strstr (style, "behavior:") != NULL || strstr (style, "-moz-binding") != NULL)
    return TRUE;
  while ((url = strstr (url, "url(")) != NULL)
    {
      url += 4;
      if (!stays_inside (url + strspn (url, "\"'")))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_link_element (const xmlChar *element)
{
  return is_named (element, "a");
}

static gboolean
attribute_is_active (const xmlChar *element, const char *name, const char *value)
{
  if (g_ascii_strncasecmp (name, "on", 2) == 0 || strstr (value, "javascript:") != NULL
      || strstr (value, "vbscript:") != NULL)
    return TRUE;
  if (g_ascii_strcasecmp (name, "attributeName") == 0)
    return g_str_has_prefix (value, "on") || strstr (value, "href") != NULL;
  if (g_ascii_strcasecmp (name, "href") == 0)
    {
      /* Following a link is up to the person; anything else is fetched by itself. */
      if (is_link_element (element))
        return g_str_has_prefix (value, "data:");
      return !stays_inside (value);
    }
  if (g_ascii_strcasecmp (name, "src") == 0 || g_ascii_strcasecmp (name, "base") == 0)
    return !stays_inside (value);
  if (g_ascii_strcasecmp (name, "style") == 0 || strstr (value, "url(") != NULL)
    return style_reaches_out (value);
  return FALSE;
}

static gboolean
element_is_active (const xmlChar *name, const xmlChar *uri)
{
  static const char *const active[]
      = { "script", "foreignObject", "handler", "listener", "iframe", "object", "embed",
          "audio",  "video",         "link",    "meta",     "base",   "form",   "html" };

  if (uri != NULL && g_str_equal ((const char *) uri, XHTML_NAMESPACE))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (active); i++)
    if (is_named (name, active[i]))
      return TRUE;
  return FALSE;
}

/* An absolute length in CSS pixels, 0 where it is none (CSS Values 4, 6.2). */
static double
parse_length (const char *text)
{
  static const struct
  {
    const char *unit;
    double pixels;
  } units[] = { { "", 1 },           { "px", 1 },           { "in", 96 }, { "cm", 96 / 2.54 },
                { "mm", 96 / 25.4 }, { "pt", 96.0 / 72.0 }, { "pc", 16 }, { "q", 96 / 101.6 } };
  char *unit;
  double number = g_ascii_strtod (text, &unit);

  if (unit == text || !isfinite (number) || number <= 0)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].unit))
      return number * units[i].pixels;
  return 0;
}

/* "x y width height", by spaces or commas. */
static void
parse_view_box (const char *text, double *width, double *height)
{
  double numbers[4];

  for (guint i = 0; i < 4; i++)
    {
      char *end;

      text += strspn (text, " \t\r\n,");
      numbers[i] = g_ascii_strtod (text, &end);
      if (end == text || !isfinite (numbers[i]))
        return;
      text = end;
    }
  *width = MAX (numbers[2], 0);
  *height = MAX (numbers[3], 0);
}

static void
set_size (PhSvg *svg, double width, double height, double box_width, double box_height)
{
  gboolean has_box = box_width > 0 && box_height > 0;

  if (width <= 0 && height <= 0)
    {
      width = box_width;
      height = box_height;
    }
  else if (width <= 0 && has_box)
    width = height * box_width / box_height;
  else if (height <= 0 && has_box)
    height = width * box_height / box_width;
  if (!(width >= 0.5 && height >= 0.5 && width <= SIDE_MAX && height <= SIDE_MAX))
    return;
  svg->width = (guint) (width + 0.5);
  svg->height = (guint) (height + 0.5);
}

/* libxml2 gives each attribute as five pointers: name, prefix, namespace, value and its end. */
#define ATTRIBUTE_STEP 5

static void
read_size (PhSvg *svg, int n_attributes, const xmlChar **attributes)
{
  double width = 0, height = 0, box_width = 0, box_height = 0;

  for (int i = 0; i < n_attributes; i++)
    {
      const xmlChar **attribute = attributes + ATTRIBUTE_STEP * i;
      gsize length = (gsize) (attribute[4] - attribute[3]);
      g_autofree char *value = g_strndup ((const char *) attribute[3], length);
      g_autofree char *squeezed = squeeze (value, length);

      if (attribute[1] != NULL)
        continue;
      if (is_named (attribute[0], "width"))
        width = parse_length (squeezed);
      else if (is_named (attribute[0], "height"))
        height = parse_length (squeezed);
      else if (is_named (attribute[0], "viewBox"))
        parse_view_box (value, &box_width, &box_height);
    }
  set_size (svg, width, height, box_width, box_height);
}

/* Other encodings are read in different ways by different readers, which can hide a script. */
static gboolean
has_plain_encoding (const xmlParserCtxt *parser)
{
  static const char *const plain[]
      = { "UTF-8",        "UTF8",   "UTF-16",     "UTF-16LE",    "UTF-16BE",
          "US-ASCII",     "ASCII",  "ISO-8859-1", "ISO-8859-15", "ISO-LATIN-1",
          "WINDOWS-1252", "GB2312", "GBK",        "GB18030" };
  const xmlChar *encoding = parser->encoding;

  if (encoding == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (is_named (encoding, plain[i]))
      return TRUE;
  return FALSE;
}

static void
handle_root (Scan *scan, const xmlChar *name, const xmlChar *uri, int n_attributes,
             const xmlChar **attributes)
{
  scan->has_root = TRUE;
  g_strlcpy (scan->svg->root, (const char *) name, sizeof scan->svg->root);
  scan->svg->is_svg = g_str_equal ((const char *) name, "svg")
                      && (uri == NULL || g_str_equal ((const char *) uri, SVG_NAMESPACE)
                          || scan->svg->is_active); /* a namespace behind an entity */
  if (!scan->svg->is_svg)
    {
      xmlStopParser (scan->parser);
      return;
    }
  if (!has_plain_encoding (scan->parser))
    scan->svg->is_active = TRUE;
  read_size (scan->svg, n_attributes, attributes);
}

static void
on_start (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
          int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
          const xmlChar **attributes)
{
  Scan *scan = data;

  if (!scan->has_root)
    handle_root (scan, name, uri, n_attributes, attributes);
  if (!scan->svg->is_svg)
    return; /* the parser has been stopped and its buffers are gone */
  if (scan->style_depth > 0 || is_named (name, "style"))
    scan->style_depth++;
  if (element_is_active (name, uri))
    scan->svg->is_active = TRUE;
  for (int i = 0; i < n_attributes && !scan->svg->is_active; i++)
    {
      const xmlChar **attribute = attributes + ATTRIBUTE_STEP * i;
      g_autofree char *value
          = squeeze ((const char *) attribute[3], (gsize) (attribute[4] - attribute[3]));

      scan->svg->is_active = attribute_is_active (name, (const char *) attribute[0], value);
    }
}

static void
on_end (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Scan *scan = data;
  g_autofree char *style = NULL;

  if (scan->style_depth == 0 || --scan->style_depth > 0)
    return;
  style = squeeze (scan->style->str, scan->style->len);
  if (style_reaches_out (style))
    scan->svg->is_active = TRUE;
  g_string_truncate (scan->style, 0);
}

static void
on_text (void *data, const xmlChar *text, int length)
{
  Scan *scan = data;

  if (scan->style_depth == 0)
    return;
  if (scan->style->len + (gsize) length > STYLE_MAX)
    scan->svg->is_active = TRUE;
  else
    g_string_append_len (scan->style, (const char *) text, length);
}

static void
on_instruction (void *data, const xmlChar *target, const xmlChar *text)
{
  if (is_named (target, "xml-stylesheet"))
    ((Scan *) data)->svg->is_active = TRUE;
}

static void
on_entity (void *data, const xmlChar *name, int type, const xmlChar *public_id,
           const xmlChar *system_id, xmlChar *content)
{
  ((Scan *) data)->svg->is_active = TRUE;
}

/* A default value could be an event handler. */
static void
on_attribute (void *data, const xmlChar *element, const xmlChar *name, int type, int kind,
              const xmlChar *value, xmlEnumeration *tree)
{
  ((Scan *) data)->svg->is_active = TRUE;
  xmlFreeEnumeration (tree);
}

/* FALSE on a read error. */
static gboolean
feed (Scan *scan, const PhContent *content, GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK_SIZE);
  gint64 offset = 0;
  gssize got;

  while ((got = ph_content_read (content, offset, chunk, CHUNK_SIZE, error)) > 0)
    {
      int result = xmlParseChunk (scan->parser, chunk, (int) got, 0);

      offset += got;
      if (scan->has_root && (!scan->svg->is_svg || scan->svg->is_active))
        return TRUE; /* nothing more to learn */
      if (result == XML_ERR_DOCUMENT_EMPTY || (!scan->has_root && offset >= STYLE_MAX))
        return TRUE;
      if (scan->parser->disableSAX || scan->parser->instate == XML_PARSER_EOF)
        break;
    }
  if (got < 0)
    return FALSE;
  xmlParseChunk (scan->parser, chunk, 0, 1);
  if (!scan->parser->wellFormed)
    scan->svg->is_active = TRUE;
  return TRUE;
}

gboolean
ph_svg_inspect (const PhContent *content, PhSvg *svg, GError **error)
{
  xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
                            .startElementNs = on_start,
                            .endElementNs = on_end,
                            .characters = on_text,
                            .cdataBlock = on_text,
                            .processingInstruction = on_instruction,
                            .entityDecl = on_entity,
                            .attributeDecl = on_attribute };
  Scan scan = { .svg = svg };
  gboolean ok;

  memset (svg, 0, sizeof *svg);
  xmlInitParser ();
  scan.parser = xmlCreatePushParserCtxt (&handler, &scan, NULL, 0, NULL);
  g_return_val_if_fail (scan.parser != NULL, FALSE);
  /* Recovering: a browser too shows what stands before an error.  Nothing is fetched, no entity is
   * known, and libxml2's own limits on depth and length stay on. */
  xmlCtxtUseOptions (scan.parser,
                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
  scan.style = g_string_new (NULL);
  ok = feed (&scan, content, error);
  g_string_free (scan.style, TRUE);
  if (scan.parser->myDoc != NULL)
    xmlFreeDoc (scan.parser->myDoc);
  xmlFreeParserCtxt (scan.parser);
  return ok;
}
