/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"

typedef char *(*Writer) (const char *url, const char *alt);

typedef enum
{
  FIELD_NONE, /* text between fields */
  FIELD_URL,
  FIELD_NAME,
  FIELD_ALT,
  FIELD_EXTENSION,
  FIELD_WIDTH,
  FIELD_HEIGHT,
  FIELD_KEY,
  FIELD_SIZE,
  FIELD_MIME,
} FieldId;

static const char *const field_names[] = {
  [FIELD_URL] = "url",       [FIELD_NAME] = "name",   [FIELD_ALT] = "alt",
  [FIELD_EXTENSION] = "ext", [FIELD_WIDTH] = "width", [FIELD_HEIGHT] = "height",
  [FIELD_KEY] = "key",       [FIELD_SIZE] = "size",   [FIELD_MIME] = "mime",
};

typedef struct
{
  FieldId id;
  char *text; /* of FIELD_NONE */
} Piece;

struct _PhLinkFormat
{
  Writer writer;  /* or NULL, then: */
  GArray *pieces; /* Piece */
};

/* What RFC 3986 has no place for is encoded, so that a URL can't end a construct of any format.
 * Square brackets have a place in the host alone. */
static char *
clean_url (const char *url)
{
  const char *scheme_end = strstr (url, "://");
  const char *host = scheme_end != NULL ? scheme_end + 3 : url;
  const char *path = host + strcspn (host, "/?#");
  GString *clean = g_string_sized_new (strlen (url));

  for (const char *c = url; *c != '\0'; c++)
    if ((guchar) *c <= ' ' || (guchar) *c >= 0x7f || strchr ("\"<>\\^`{|}", *c) != NULL
        || ((*c == '[' || *c == ']') && c >= path))
      g_string_append_printf (clean, "%%%02X", (guint) (guchar) *c);
    else
      g_string_append_c (clean, *c);
  return g_string_free (clean, FALSE);
}

/* Would a reader take what begins at the ampersand for a character reference? */
static gboolean
begins_reference (const char *ampersand)
{
  const char *c = ampersand + 1;

  while (g_ascii_isalnum (*c) || *c == '#')
    c++;
  return c > ampersand + 1 && *c == ';';
}

static void
append_ampersand (GString *link, const char *ampersand)
{
  g_string_append (link, begins_reference (ampersand) ? "&amp;" : "&");
}

/* Within a word an underscore is no emphasis (CommonMark 0.30, 6.2), and names are full of them. */
static gboolean
is_inside_word (const char *text, const char *c)
{
  return c > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (c)))
         && g_unichar_isalnum (g_utf8_get_char (c + 1));
}

/* Backslashes where even the first Markdown knows them, character references for the rest. */
static void
append_markdown_text (GString *link, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '<')
      g_string_append (link, "&lt;");
    else if (*c == '&')
      append_ampersand (link, c);
    else if (strchr ("\\`*[]{}~|", *c) != NULL || (*c == '_' && !is_inside_word (text, c)))
      g_string_append_printf (link, "\\%c", *c);
    else
      g_string_append_c (link, *c);
}

static char *
write_markdown (const char *url, const char *alt)
{
  GString *link = g_string_new ("![");

  append_markdown_text (link, alt);
  g_string_append (link, "](");
  for (const char *c = url; *c != '\0'; c++)
    if (*c == '(' || *c == ')')
      g_string_append_printf (link, "\\%c", *c);
    else if (*c == '&')
      append_ampersand (link, c);
    else
      g_string_append_c (link, *c);
  g_string_append_c (link, ')');
  return g_string_free (link, FALSE);
}

static char *
write_html (const char *url, const char *alt)
{
  g_autofree char *safe_url = g_markup_escape_text (url, -1);
  g_autofree char *safe_alt = g_markup_escape_text (alt, -1);

  return g_strdup_printf ("<img src=\"%s\" alt=\"%s\">", safe_url, safe_alt);
}

static char *
write_url (const char *url, const char *alt)
{
  return g_strdup (url);
}

static char *
write_bbcode (const char *url, const char *alt)
{
  return g_strdup_printf ("[img]%s[/img]", url);
}

/* The alternative text would need a line of its own (option "alt"). */
static char *
write_rst (const char *url, const char *alt)
{
  return g_strdup_printf (".. image:: %s", url);
}

/* What can have a meaning in an attribute list, or is replaced by a typographic sign ("(C)", "--",
 * "..."), is written as a character reference: those are left alone.
 * Source: AsciiDoc Language, "Positional and Named Attributes" and "Replacements". */
static char *
write_asciidoc (const char *url, const char *alt)
{
  GString *link = g_string_new ("image::");

  for (const char *c = url; *c != '\0'; c++)
    if (*c == '&')
      append_ampersand (link, c);
    else
      g_string_append_c (link, *c);
  g_string_append_c (link, '[');
  for (const char *c = alt; *c != '\0'; c++)
    {
      gboolean is_repeated = c[1] == *c || (c > alt && c[-1] == *c);
      gboolean is_plain = g_ascii_isalnum (*c) || ((guchar) *c >= 0x80) || *c == ' '
                          || (strchr ("._-", *c) != NULL && !is_repeated);

      if (is_plain)
        g_string_append_c (link, *c);
      else
        g_string_append_printf (link, "&#%d;", *c);
    }
  g_string_append_c (link, ']');
  return g_string_free (link, FALSE);
}

/* Only a link without a description is shown as a picture. */
static char *
write_org (const char *url, const char *alt)
{
  GString *link = g_string_new ("[[");

  for (const char *c = url; *c != '\0'; c++)
    {
      if (*c == '[' || *c == ']')
        g_string_append_c (link, '\\');
      g_string_append_c (link, *c);
    }
  g_string_append (link, "]]");
  return g_string_free (link, FALSE);
}

static const Writer writers[]
    = { write_markdown, write_html, write_url, write_bbcode, write_rst, write_asciidoc, write_org };

const char *const *
ph_link_format_list (void)
{
  /* In the order of writers[]. */
  static const char *const names[]
      = { "markdown", "html", "url", "bbcode", "rst", "asciidoc", "org", NULL };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (writers) + 1);
  return names;
}

static void
clear_piece (gpointer piece)
{
  g_free (((Piece *) piece)->text);
}

static void
append_piece (PhLinkFormat *format, FieldId id, const char *text, gsize length)
{
  Piece piece = { .id = id };

  if (id == FIELD_NONE && length == 0)
    return;
  if (id == FIELD_NONE)
    {
      g_autofree char *raw = g_strndup (text, length);

      piece.text = ph_display_name_to_line (raw);
    }
  g_array_append_val (format->pieces, piece);
}

/* "{url}" at @text gives its length between the braces; 0: a brace that stands for itself, as in
 * "{{< figure >}}". */
static gsize
measure_field (const char *text)
{
  gsize length
      = strspn (text + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

  return *text == '{' && text[1 + length] == '}' ? length : 0;
}

static FieldId
find_field (const char *name, gsize length)
{
  for (guint i = FIELD_URL; i < G_N_ELEMENTS (field_names); i++)
    if (strlen (field_names[i]) == length && strncmp (field_names[i], name, length) == 0)
      return (FieldId) i;
  return FIELD_NONE;
}

static gboolean
parse (PhLinkFormat *format, const char *text, GError **error)
{
  const char *start = text;

  for (const char *c = text; *c != '\0';)
    {
      gsize length = measure_field (c);
      FieldId id = find_field (c + 1, length);

      if (length == 0)
        {
          c++;
          continue;
        }
      if (id == FIELD_NONE)
        {
          ph_error_set (error, PH_ERROR_USAGE,
                        _ ("use {url} {name} {alt} {ext} {width} {height} {key} {size} {mime}"),
                        _ ("a link format has no field “{%.*s}”"), (int) length, c + 1);
          return FALSE;
        }
      append_piece (format, FIELD_NONE, start, (gsize) (c - start));
      append_piece (format, id, NULL, 0);
      c += length + 2;
      start = c;
    }
  append_piece (format, FIELD_NONE, start, strlen (start));
  return TRUE;
}

static gboolean
has_line_end (const char *text)
{
  return strpbrk (text, "\n\r") != NULL || strstr (text, "\342\200\250") != NULL
         || strstr (text, "\342\200\251") != NULL;
}

static void
set_unknown_error (GError **error, const char *text)
{
  g_autofree char *known = g_strjoinv (_ (", "), (char **) ph_link_format_list ());
  g_autofree char *hint
      = g_strdup_printf (_ ("use one of %s, or a text with a field such as {url}"), known);

  ph_error_set (error, PH_ERROR_USAGE, hint, _ ("there is no link format “%s”"), text);
}

PhLinkFormat *
ph_link_format_new (const char *text, GError **error)
{
  const char *const *names = ph_link_format_list ();
  g_autoptr (PhLinkFormat) format = g_new0 (PhLinkFormat, 1);

  format->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (format->pieces, clear_piece);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      {
        format->writer = writers[i];
        return g_steal_pointer (&format);
      }
  if (has_line_end (text))
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("write it on one line"),
                    _ ("a link format has a line end in it"));
      return NULL;
    }
  if (!parse (format, text, error))
    return NULL;
  for (guint i = 0; i < format->pieces->len; i++)
    if (g_array_index (format->pieces, Piece, i).id != FIELD_NONE)
      return g_steal_pointer (&format);
  set_unknown_error (error, text);
  return NULL;
}

gboolean
ph_link_format_check (const char *format, GError **error)
{
  g_autoptr (PhLinkFormat) good = ph_link_format_new (format, error);

  return good != NULL;
}

void
ph_link_format_free (PhLinkFormat *format)
{
  g_array_unref (format->pieces);
  g_free (format);
}

static char *
field_text (FieldId id, const PhLinkValues *values)
{
  switch (id)
    {
    case FIELD_URL:
      return clean_url (values->url);
    case FIELD_NAME:
      return ph_display_name_to_line (values->name);
    case FIELD_ALT:
      return ph_display_name_to_line (values->alt);
    case FIELD_EXTENSION:
      return ph_display_name_to_line (values->extension);
    case FIELD_WIDTH:
      return g_strdup_printf ("%u", values->width);
    case FIELD_HEIGHT:
      return g_strdup_printf ("%u", values->height);
    case FIELD_KEY:
      return ph_display_name_to_line (values->key);
    case FIELD_SIZE:
      return g_strdup_printf ("%" G_GINT64_FORMAT, values->size);
    case FIELD_MIME:
      return ph_display_name_to_line (values->mime);
    case FIELD_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
ph_link_format_expand (const PhLinkFormat *format, const PhLinkValues *values)
{
  g_autoptr (GString) link = g_string_new (NULL);

  if (format->writer != NULL)
    {
      g_autofree char *url = clean_url (values->url);
      g_autofree char *alt = ph_display_name_to_line (values->alt);

      return format->writer (url, alt);
    }
  for (guint i = 0; i < format->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (format->pieces, Piece, i);
      g_autofree char *text = piece->id != FIELD_NONE ? field_text (piece->id, values) : NULL;

      g_string_append (link, text != NULL ? text : piece->text);
    }
  return g_string_free (g_steal_pointer (&link), FALSE);
}
