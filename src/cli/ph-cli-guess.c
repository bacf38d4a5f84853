/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-guess.h"

#include <string.h>

/* No word of ours is longer; of one that somebody typed nothing is guessed then. */
#define LETTERS_MAX 32

/* How many letters are to be changed, added, taken out or swapped with the next one to make @b of
 * @a (the optimal string alignment distance).  Both have at most LETTERS_MAX bytes. */
static guint
count_slips (const char *a, const char *b)
{
  guint rows[LETTERS_MAX + 1][LETTERS_MAX + 1];
  guint a_length = (guint) strlen (a);
  guint b_length = (guint) strlen (b);

  for (guint i = 0; i <= a_length; i++)
    for (guint j = 0; j <= b_length; j++)
      {
        guint best = MAX (i, j);

        if (i > 0 && j > 0)
          {
            best = MIN (rows[i - 1][j], rows[i][j - 1]) + 1;
            best = MIN (best, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0));
          }
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          best = MIN (best, rows[i - 2][j - 2] + 1);
        rows[i][j] = best;
      }
  return rows[a_length][b_length];
}

/* (nullable): where none or more than one begins so */
static const char *
find_beginning (const char *beginning, const char *const *words)
{
  const char *found = NULL;

  for (; *beginning != '\0' && *words != NULL; words++)
    if (g_str_has_prefix (*words, beginning))
      {
        if (found != NULL)
          return NULL;
        found = *words;
      }
  return found;
}

/* What other programs call it. */
static const char *
find_synonym (const char *word, const char *const *words)
{
  static const char *const synonyms[][2] = {
    { "rm", "remove" }, { "rm", "delete" },   { "remove", "delete" }, { "delete", "remove" },
    { "ls", "list" },   { "search", "list" }, { "new", "add" },       { "create", "add" },
    { "edit", "set" },  { "test", "check" },  { "put", "upload" },    { "doctor", "status" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (g_str_equal (synonyms[i][0], word) && g_strv_contains (words, synonyms[i][1]))
      return synonyms[i][1];
  return NULL;
}

const char *
ph_cli_guess (const char *word, const char *const *words)
{
  g_autofree char *lower = g_ascii_strdown (word, -1);
  const char *nearest = find_synonym (lower, words);
  guint least = G_MAXUINT;

  if (nearest != NULL || strlen (word) > LETTERS_MAX)
    return nearest;
  for (const char *const *known = words; *known != NULL; known++)
    {
      guint slips = strlen (*known) <= LETTERS_MAX ? count_slips (lower, *known) : G_MAXUINT;

      if (slips > MAX (1, strlen (*known) / 3) || slips > least)
        continue;
      nearest = slips < least ? *known : NULL;
      least = slips;
    }
  return nearest != NULL ? nearest : find_beginning (lower, words);
}
