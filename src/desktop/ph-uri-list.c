/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-uri-list.h"

#include <string.h>

static gboolean
is_header (const char *line)
{
  return g_str_equal (line, "cut") || g_str_equal (line, "copy")
         || g_str_equal (line, "x-special/nautilus-clipboard");
}

GPtrArray *
ph_uri_list_parse (const char *data, gsize length, gboolean *is_cut)
{
  GPtrArray *uris = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = g_strndup (data != NULL ? data : "", length);
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  gboolean cut = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);

      if (uris->len == 0 && is_header (line))
        cut = cut || g_str_equal (line, "cut");
      else if (*line != '\0' && *line != '#')
        g_ptr_array_add (uris, g_strdup (line));
    }
  if (is_cut != NULL)
    *is_cut = cut;
  return uris;
}
