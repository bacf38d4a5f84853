/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-plain-line.h"

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

char *
ph_plain_line_new (const char *text, guint max)
{
  g_autofree char *line = dup_readable (text);
  glong length = g_utf8_strlen (line, -1);
  glong tail = (glong) max / 3;
  g_autofree char *head = NULL;

  if (length <= (glong) max)
    return g_steal_pointer (&line);
  head = g_utf8_substring (line, 0, (glong) max - tail - 1);
  return g_strconcat (head, "…", g_utf8_offset_to_pointer (line, length - tail), NULL);
}
