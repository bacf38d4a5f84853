/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-search-text.h"

#include <string.h>

char *
ph_search_text_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (composed, -1);

  /* Folding can take a character apart, so that it is composed once more. */
  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}

static void
add_part (GString *text, const char *part)
{
  g_autofree char *folded = NULL;

  if (part == NULL)
    return;
  folded = ph_search_text_fold (part);
  g_strdelimit (folded, "\n", ' ');
  if (strstr (text->str, folded) != NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, folded);
}

char *
ph_search_text_for_picture (const char *name, const char *alt, const char *key)
{
  GString *text = g_string_new (NULL);

  add_part (text, name);
  add_part (text, alt);
  add_part (text, key);
  return g_string_free (text, FALSE);
}

char *
ph_search_text_split (const char *text)
{
  g_autofree char *folded = ph_search_text_fold (text);
  GString *words = g_string_new (NULL);
  gboolean in_word = FALSE;

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character))
        {
          in_word = FALSE;
          continue;
        }
      if (!in_word && words->len > 0)
        g_string_append_c (words, '\n');
      in_word = TRUE;
      g_string_append_unichar (words, character);
    }
  return g_string_free (words, FALSE);
}
