/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-display-name.h"

#include <string.h>

#define EXTENSION_MAX 10
#define NAMELESS "picture"

/* Marks that turn the reading direction round and so let a name show as another one. */
static gboolean
turns_direction (gunichar letter)
{
  return (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
}

/* LINE SEPARATOR and PARAGRAPH SEPARATOR: many programs take what follows for another line. */
static gboolean
ends_line (gunichar letter)
{
  return letter == 0x2028 || letter == 0x2029;
}

static gboolean
needs_escape (const char *c, gsize *length)
{
  gunichar letter = g_utf8_get_char_validated (c, -1);

  if (letter == (gunichar) -1 || letter == (gunichar) -2)
    {
      *length = 1;
      return TRUE;
    }
  *length = (gsize) (g_utf8_next_char (c) - c);
  return g_unichar_iscntrl (letter) || turns_direction (letter) || ends_line (letter);
}

static void
append_escape (GString *text, const char *bytes, gsize length)
{
  static const char letters[] = "\a\b\t\n\v\f\r";
  const char *known = length == 1 && *bytes != '\0' ? strchr (letters, *bytes) : NULL;

  if (known != NULL)
    g_string_append_printf (text, "\\%c", "abtnvfr"[known - letters]);
  else
    for (gsize i = 0; i < length; i++)
      g_string_append_printf (text, "\\%03o", (guint) (guchar) bytes[i]);
}

char *
ph_display_name_escape (const char *raw)
{
  GString *text = g_string_new (NULL);
  gboolean escapes = FALSE;
  gsize length;

  for (const char *c = raw; *c != '\0' && !escapes; c += length)
    escapes = needs_escape (c, &length);
  if (!escapes)
    {
      g_string_append (text, raw);
      return g_string_free (text, FALSE);
    }
  for (const char *c = raw; *c != '\0'; c += length)
    if (needs_escape (c, &length))
      append_escape (text, c, length);
    else if (*c == '\\')
      g_string_append (text, "\\\\");
    else
      g_string_append_len (text, c, (gssize) length);
  return g_string_free (text, FALSE);
}

/* The text after the last slash, ignoring slashes at the end. */
static char *
last_part (const char *bytes, gsize length)
{
  gsize start;

  while (length > 0 && bytes[length - 1] == '/')
    length--;
  start = length;
  while (start > 0 && bytes[start - 1] != '/')
    start--;
  return g_strndup (bytes + start, length - start);
}

static gboolean
says_nothing (const char *name)
{
  if (g_str_equal (name, ".") || g_str_equal (name, ".."))
    return TRUE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

char *
ph_display_name_to_line (const char *raw)
{
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  GString *text = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_iscntrl (letter) || letter == 0x2028 || letter == 0x2029)
        letter = ' ';
      else if (letter == 0xfffe || letter == 0xffff) /* no character, in XML not even allowed */
        letter = 0xfffd;
      g_string_append_unichar (text, letter);
    }
  return g_string_free (text, FALSE);
}

static char *
name_from_part (const char *part)
{
  g_autofree char *name = ph_display_name_to_line (part);

  return says_nothing (name) ? g_strdup (NAMELESS) : g_steal_pointer (&name);
}

char *
ph_display_name_from_path (const char *path)
{
  g_autofree char *part = last_part (path, strlen (path));

  return name_from_part (part);
}

/* Decodes once; what is no valid escape stays.  A zero byte becomes a space. */
static char *
decode_percent (const char *text)
{
  GString *decoded = g_string_sized_new (strlen (text));

  for (const char *c = text; *c != '\0'; c++)
    if (*c == '%' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2]))
      {
        int byte = g_ascii_xdigit_value (c[1]) << 4 | g_ascii_xdigit_value (c[2]);

        g_string_append_c (decoded, byte != 0 ? (char) byte : ' ');
        c += 2;
      }
    else
      g_string_append_c (decoded, *c);
  return g_string_free (decoded, FALSE);
}

char *
ph_display_name_from_url (const char *url)
{
  const char *scheme_end = strstr (url, "://");
  const char *host = scheme_end != NULL ? scheme_end + 3 : url;
  const char *path = scheme_end != NULL ? host + strcspn (host, "/?#") : url;
  g_autofree char *encoded = last_part (path, strcspn (path, "?#"));
  g_autofree char *decoded = decode_percent (encoded);
  /* Some stores put a whole path into one part, with %2F. */
  g_autofree char *part = last_part (decoded, strlen (decoded));

  return name_from_part (part);
}

char *
ph_display_name_to_alt (const char *name)
{
  g_autofree char *text = ph_display_name_to_line (name);
  char *extension = text + (ph_display_name_get_extension (text) - text);
  GString *alt = g_string_new (NULL);

  if (*extension != '\0')
    extension[-1] = '\0';
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (alt, g_utf8_get_char (c));
    else if (alt->len > 0 && alt->str[alt->len - 1] != ' ')
      g_string_append_c (alt, ' ');
  if (alt->len > 0 && alt->str[alt->len - 1] == ' ')
    g_string_truncate (alt, alt->len - 1);
  return g_string_free (alt, FALSE);
}

const char *
ph_display_name_get_extension (const char *name)
{
  const char *end = name + strlen (name);
  const char *dot = strrchr (name, '.');
  gboolean has_letter = FALSE;

  if (dot == NULL || dot == name || dot[-1] == '/' || end - dot - 1 > EXTENSION_MAX)
    return end;
  for (const char *c = dot + 1; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c))
        return end;
      has_letter = has_letter || g_ascii_isalpha (*c);
    }
  return has_letter ? dot + 1 : end;
}
