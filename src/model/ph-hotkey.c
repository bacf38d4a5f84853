/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-hotkey.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

/* As gtk_accelerator_parse () knows them, without those that stand for no key of its own. */
static const char *const modifiers[]
    = { "primary", "control", "ctrl", "ctl",   "alt",   "mod1", "mod3",
        "mod4",    "mod5",    "meta", "super", "hyper", NULL };
static const char *const shifts[] = { "shift", "shft", NULL };

static gboolean
fail (GError **error, const char *text)
{
  ph_error_set (error, PH_ERROR_SETTINGS,
                _ ("write a modifier and a key, such as <Primary><Alt>u, or off"),
                _ ("“%s” is no hotkey"), text);
  return FALSE;
}

/* Moves *@rest behind "<Name>".  FALSE where there is no such modifier. */
static gboolean
skip_modifier (const char **rest, gboolean *modified)
{
  const char *close = strchr (*rest, '>');
  g_autofree char *name = close != NULL ? g_ascii_strdown (*rest + 1, close - *rest - 1) : NULL;

  if (name == NULL || !(g_strv_contains (modifiers, name) || g_strv_contains (shifts, name)))
    return FALSE;
  *modified = *modified || g_strv_contains (modifiers, name);
  *rest = close + 1;
  return TRUE;
}

/* Keys with longer names (F5, Print, XF86Launch1) write nothing, but for these. */
static gboolean
is_for_writing (const char *key)
{
  static const char *const words[] = { "space", "return", "tab", "backspace", "delete", "escape",
                                       "left",  "right",  "up",  "down",      NULL };
  g_autofree char *lower = g_ascii_strdown (key, -1);

  return strlen (key) == 1 || g_strv_contains (words, lower);
}

gboolean
ph_hotkey_check (const char *text, GError **error)
{
  const char *rest = text;
  gboolean modified = FALSE;

  if (g_str_equal (text, PH_HOTKEY_OFF))
    return TRUE;
  while (*rest == '<')
    if (!skip_modifier (&rest, &modified))
      return fail (error, text);
  if (*rest == '\0' || (is_for_writing (rest) && !modified))
    return fail (error, text);
  for (const char *c = rest; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_')
      return fail (error, text);
  return TRUE;
}
