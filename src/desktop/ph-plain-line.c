/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-plain-line.h"

#include <string.h>

#include "ph-display-name.h"

/* Marks that turn the reading direction round and so let a name show as another one. */
static gboolean
turns_direction (gunichar letter)
{
  return (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
}

static char *
dup_readable (const char *text)
{
  g_autofree char *line = ph_display_name_to_line (text);
  GString *readable = g_string_new (NULL);

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    if (!turns_direction (g_utf8_get_char (c)))
      g_string_append_unichar (readable, g_utf8_get_char (c));
  return g_string_free (readable, FALSE);
}

/* Columns, as on a terminal: a Chinese letter is as wide as two Latin ones. */
static guint
get_width (const char *letter)
{
  gunichar c = g_utf8_get_char (letter);

  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

char *
ph_plain_line_new (const char *text, guint max)
{
  g_autofree char *line = dup_readable (text);
  const char *head = line;
  const char *tail = line + strlen (line);
  guint width = 0;

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    width += get_width (c);
  if (width <= max)
    return g_steal_pointer (&line);
  for (width = get_width (head); width <= max - max / 3 - 1; width += get_width (head))
    head = g_utf8_next_char (head);
  for (width = get_width (g_utf8_prev_char (tail)); width <= max / 3;
       width += get_width (g_utf8_prev_char (tail)))
    tail = g_utf8_prev_char (tail);
  return g_strdup_printf ("%.*s…%s", (int) (head - line), line, tail);
}
