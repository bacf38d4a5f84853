/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-address-text.h"

#include <string.h>

static gboolean
is_blank (gunichar c)
{
  /* Zero-width space and byte order mark come along from web pages. */
  return g_unichar_isspace (c) || c == 0x200b || c == 0xfeff;
}

/* Is what stands between @start and @end in quotes or brackets?  Typographic ones come along from
 * chats and documents.  *inner, *inner_end: what is between them */
static gboolean
strip_pair (const char *start, const char *end, const char **inner, const char **inner_end)
{
  static const char *const pairs[][2]
      = { { "\"", "\"" }, { "'", "'" }, { "<", ">" },   { "“", "”" },
          { "‘", "’" },   { "«", "»" }, { "「", "」" }, { "《", "》" } };
  gsize length = (gsize) (end - start);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize before = strlen (pairs[i][0]);
      gsize behind = strlen (pairs[i][1]);

      if (length < before + behind || strncmp (start, pairs[i][0], before) != 0
          || strncmp (end - behind, pairs[i][1], behind) != 0)
        continue;
      *inner = start + before;
      *inner_end = end - behind;
      return TRUE;
    }
  return FALSE;
}

char *
ph_address_text_trim (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *start = valid;
  const char *end = valid + strlen (valid);

  while (start < end && is_blank (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && is_blank (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  strip_pair (start, end, &start, &end);
  return g_strndup (start, (gsize) (end - start));
}

/* "https：／／host。com" is what a Chinese input method makes of it. */
static char *
fold_full_width (const char *text)
{
  GString *folded = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    switch (g_utf8_get_char (c))
      {
      case 0xff1a:
        g_string_append_c (folded, ':');
        break;
      case 0xff0f:
        g_string_append_c (folded, '/');
        break;
      case 0x3002:
      case 0xff0e:
        g_string_append_c (folded, '.');
        break;
      default:
        g_string_append_unichar (folded, g_utf8_get_char (c));
      }
  return g_string_free (folded, FALSE);
}

/* "https://https://host": one was pasted behind the one that stood there already.  The last one
 * counts. */
static const char *
skip_repeated_schemes (const char *text)
{
  const char *next = strstr (text, "://");

  while (next != NULL
         && (g_ascii_strncasecmp (next + 3, "http://", 7) == 0
             || g_ascii_strncasecmp (next + 3, "https://", 8) == 0))
    {
      text = next + 3;
      next = strstr (text, "://");
    }
  return text;
}

char *
ph_address_text_tidy (const char *text)
{
  g_autofree char *trimmed = ph_address_text_trim (text);
  g_autofree char *folded = strstr (trimmed, "://") == NULL ? fold_full_width (trimmed) : NULL;

  return g_strdup (skip_repeated_schemes (folded != NULL ? folded : trimmed));
}
