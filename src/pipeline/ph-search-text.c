/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-search-text.h"

#include <string.h>

/* 36^4 is more than there are characters in Unicode. */
#define CODE_LENGTH 4
/* Stands between two texts, so that no phrase reaches from one into the other. */
#define SEPARATOR "z"

/* FTS5 takes no expression that is too deep. */
#define MAX_WORDS 32
#define MAX_WORD_CHARACTERS 256

/* NFC and case folded; invalid bytes become U+FFFD. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autofree char *folded = g_utf8_casefold (composed, -1);

  /* Folding can take a character apart, so that it is composed once more. */
  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}

static void
add_code (GString *tokens, gunichar character)
{
  static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char code[CODE_LENGTH];

  for (int i = CODE_LENGTH - 1; i >= 0; i--)
    {
      code[i] = digits[character % 36];
      character /= 36;
    }
  g_string_append_len (tokens, code, CODE_LENGTH);
}

/* --- for the index --- */

/* The last character has no follower and stands alone: it can still be found as a prefix. */
static void
add_text (GString *tokens, const char *folded)
{
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *next = g_utf8_next_char (at);

      add_code (tokens, g_utf8_get_char (at));
      if (*next != '\0')
        add_code (tokens, g_utf8_get_char (next));
      g_string_append_c (tokens, ' ');
    }
  g_string_append (tokens, SEPARATOR " ");
}

/* A text that another one holds would only make the index larger. */
static void
add_part (GString *tokens, GString *seen, const char *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  if (folded == NULL || strstr (seen->str, folded) != NULL)
    return;
  add_text (tokens, folded);
  g_string_append (seen, folded);
  g_string_append_c (seen, '\n');
}

char *
ph_search_text_tokens (const char *name, const char *alt, const char *key)
{
  GString *tokens = g_string_new (NULL);
  g_autoptr (GString) seen = g_string_new (NULL);

  add_part (tokens, seen, name);
  add_part (tokens, seen, alt);
  add_part (tokens, seen, key);
  return g_string_free (tokens, FALSE);
}

/* --- for a query --- */

static const char *
skip_spaces (const char *at)
{
  while (*at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

static const char *
skip_word (const char *at)
{
  while (*at != '\0' && !g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

/* "abcd" * for one character, "abcdefgh efghijkl" for three. */
static void
add_word (GString *query, const char *word, const char *end)
{
  const char *next = g_utf8_next_char (word);

  g_string_append (query, query->len > 0 ? " AND \"" : "\"");
  if (next >= end)
    {
      add_code (query, g_utf8_get_char (word));
      g_string_append (query, "\" *");
      return;
    }
  for (guint i = 1; next < end && i < MAX_WORD_CHARACTERS; i++)
    {
      add_code (query, g_utf8_get_char (word));
      add_code (query, g_utf8_get_char (next));
      g_string_append_c (query, ' ');
      word = next;
      next = g_utf8_next_char (next);
    }
  g_string_append_c (query, '"');
}

char *
ph_search_text_query (const char *text)
{
  g_autofree char *folded = fold (text);
  GString *query = g_string_new (NULL);
  const char *at = skip_spaces (folded);

  for (guint i = 0; *at != '\0' && i < MAX_WORDS; i++)
    {
      const char *end = skip_word (at);

      add_word (query, at, end);
      at = skip_spaces (end);
    }
  return g_string_free (query, FALSE);
}
