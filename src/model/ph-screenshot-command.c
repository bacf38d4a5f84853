/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-screenshot-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

gboolean
ph_screenshot_command_check (const char *text, GError **error)
{
  g_auto (GStrv) words = NULL;

  if (g_shell_parse_argv (text, NULL, &words, NULL) && strstr (text, "%f") != NULL)
    return TRUE;
  ph_error_set (error, PH_ERROR_SETTINGS,
                _ ("write a program and its arguments, with %f for the file that it writes, such "
                   "as “maim -s %f”"),
                _ ("“%s” is no command for screenshots"), text);
  return FALSE;
}

char **
ph_screenshot_command_expand (const char *text, const char *path)
{
  char **words = NULL;

  if (!g_shell_parse_argv (text, NULL, &words, NULL))
    g_return_val_if_reached (NULL);
  for (char **word = words; *word != NULL; word++)
    {
      g_auto (GStrv) parts = g_strsplit (*word, "%f", -1);

      g_free (*word);
      *word = g_strjoinv (path, parts);
    }
  return words;
}
