/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-shortcut-place.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#define N_MODIFIERS 4

/* How a settings file writes "these keys do that". */
typedef struct
{
  const char *begin;
  const char *modifiers[N_MODIFIERS]; /* control, alt, shift, super */
  const char *between;                /* two modifiers */
  const char *before_key;             /* where there are modifiers */
  const char *without_modifiers;
  const char *any; /* where the keys aren't chosen yet */
  const char *before_command;
} Syntax;

static const Syntax sway
    = { "bindsym ", { "Ctrl", "Mod1", "Shift", "Mod4" }, "+", "+", "", "KEYS", " exec " };
static const Syntax hyprland
    = { "bind = ", { "CTRL", "ALT", "SHIFT", "SUPER" }, " ", ", ", ", ", "MODIFIERS, KEY",
        ", exec, " };

/* Sources: sway(5); the Hyprland wiki, "Binds"; the settings programs of GNOME 43 and Plasma 5.27.
 */
static const struct
{
  const char *desktop; /* in XDG_CURRENT_DESKTOP */
  const char *place;
  const Syntax *syntax; /* (nullable): a window takes the command alone */
} places[] = {
  { "sway", "~/.config/sway/config", &sway },
  { "Hyprland", "~/.config/hypr/hyprland.conf", &hyprland },
  { "GNOME", N_ ("Settings → Keyboard → View and Customise Shortcuts → Custom Shortcuts"), NULL },
  { "KDE", N_ ("System Settings → Shortcuts → Add New → Command"), NULL },
};

/* (nullable) (transfer none) */
static const Syntax *
find_place (const char **place)
{
  const char *value = g_getenv ("XDG_CURRENT_DESKTOP");
  g_auto (GStrv) desktops = g_strsplit (value != NULL ? value : "", ":", -1);

  *place = NULL;
  for (char **desktop = desktops; *desktop != NULL; desktop++)
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      if (g_ascii_strcasecmp (*desktop, places[i].desktop) == 0)
        {
          *place = places[i].syntax != NULL ? places[i].place : _ (places[i].place);
          return places[i].syntax;
        }
  return NULL;
}

static void
append_keys (GString *line, const Syntax *syntax, const char *accelerator)
{
  static const GdkModifierType masks[N_MODIFIERS]
      = { GDK_CONTROL_MASK, GDK_MOD1_MASK, GDK_SHIFT_MASK, GDK_SUPER_MASK };
  GdkModifierType mask = 0;
  guint keyval = 0;
  gboolean any = FALSE;

  if (accelerator != NULL)
    gtk_accelerator_parse (accelerator, &keyval, &mask);
  if (keyval == 0)
    {
      g_string_append (line, syntax->any);
      return;
    }
  for (guint i = 0; i < N_MODIFIERS; i++)
    if ((mask & masks[i]) != 0)
      {
        g_string_append (line, any ? syntax->between : "");
        g_string_append (line, syntax->modifiers[i]);
        any = TRUE;
      }
  g_string_append (line, any ? syntax->before_key : syntax->without_modifiers);
  g_string_append (line, gdk_keyval_name (keyval));
}

char *
ph_shortcut_place_dup_text (const char *accelerator, const char *command)
{
  const char *place;
  const Syntax *syntax = find_place (&place);
  GString *line;

  if (syntax == NULL)
    return g_strdup (command);
  line = g_string_new (syntax->begin);
  append_keys (line, syntax, accelerator);
  g_string_append (line, syntax->before_command);
  g_string_append (line, command);
  return g_string_free (line, FALSE);
}

char *
ph_shortcut_place_dup_hint (const char *accelerator, const char *command)
{
  const char *place;
  const Syntax *syntax = find_place (&place);
  g_autofree char *text = ph_shortcut_place_dup_text (accelerator, command);

  if (syntax != NULL)
    return g_strdup_printf (_ ("add the line “%s” to %s"), text, place);
  if (place != NULL)
    return g_strdup_printf (_ ("enter the command “%s” in %s"), text, place);
  return g_strdup_printf (_ ("enter the command “%s” as a shortcut in your desktop's own settings"),
                          text);
}
