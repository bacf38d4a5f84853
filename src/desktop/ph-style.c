/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-style.h"

/* A resource of ours, found as GTK finds its own themes: /org/gtk/libgtk/theme/NAME/gtk.css */
#define NO_THEME "PichoistNone"

#define LOADED "pichoist-style-loaded"

void
ph_style_put_off (void)
{
  g_setenv ("GTK_THEME", NO_THEME, FALSE);
}

void
ph_style_settle (void)
{
  gtk_settings_get_default (); /* reads the theme */
  if (g_strcmp0 (g_getenv ("GTK_THEME"), NO_THEME) == 0)
    g_unsetenv ("GTK_THEME");
}

void
ph_style_load (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GtkCssProvider) style = NULL;

  if (g_object_get_data (G_OBJECT (settings), LOADED) != NULL)
    return;
  g_object_set_data (G_OBJECT (settings), LOADED, (gpointer) LOADED);
  g_object_notify (G_OBJECT (settings), "gtk-theme-name"); /* GTK looks again */
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/io/github/pichoist/Pichoist/ui/pichoist.css");
  gtk_style_context_add_provider_for_screen (gdk_screen_get_default (), GTK_STYLE_PROVIDER (style),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
