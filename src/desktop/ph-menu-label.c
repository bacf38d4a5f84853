/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-menu-label.h"

#include "ph-plain-line.h"

char *
ph_menu_label_new (const char *text, guint max)
{
  g_autofree char *label = ph_plain_line_new (text, max);
  GString *escaped = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    {
      if (*c == '_')
        g_string_append_c (escaped, '_');
      g_string_append_c (escaped, *c);
    }
  return g_string_free (escaped, FALSE);
}
