/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-cells.h"

#include <string.h>

static guint
measure_character (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

guint
ph_cli_cells_measure (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += measure_character (g_utf8_get_char (text));
  return width;
}

char *
ph_cli_cells_pad (const char *text, guint width)
{
  guint taken = ph_cli_cells_measure (text);

  return g_strdup_printf ("%s%*s", text, taken < width ? (int) (width - taken) : 0, "");
}

char *
ph_cli_cells_cut (const char *text, guint width)
{
  const char *end = text;
  guint taken = 0;

  for (; *end != '\0'; end = g_utf8_next_char (end))
    {
      taken += measure_character (g_utf8_get_char (end));
      if (taken > width)
        break;
    }
  return g_strndup (text, (gsize) (end - text));
}
