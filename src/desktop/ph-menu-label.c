/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-menu-label.h"

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

/* The end of a name, with its extension, says as much as its beginning. */
static char *
shorten (const char *text, glong max)
{
  glong length = g_utf8_strlen (text, -1);
  glong tail = max / 3;
  g_autofree char *head = NULL;

  if (length <= max)
    return g_strdup (text);
  head = g_utf8_substring (text, 0, max - tail - 1);
  return g_strconcat (head, "…", g_utf8_offset_to_pointer (text, length - tail), NULL);
}

char *
ph_menu_label_new (const char *text, guint max)
{
  g_autofree char *readable = dup_readable (text);
  g_autofree char *label = shorten (readable, max);
  GString *escaped = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    {
      if (*c == '_')
        g_string_append_c (escaped, '_');
      g_string_append_c (escaped, *c);
    }
  return g_string_free (escaped, FALSE);
}
