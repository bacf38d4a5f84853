/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-gtk-start.h"

/* A resource of ours, found as GTK finds its own themes: /org/gtk/libgtk/theme/NAME/gtk.css */
#define NO_THEME "PichoistNone"

/* GTK reads the first word; by the other it is known that the person didn't write it. */
#define NO_GL "disable,pichoist"

#define LOADED "pichoist-style-loaded"

static const char *const variables[][2] = { { "GTK_THEME", NO_THEME }, { "GDK_GL", NO_GL } };

void
ph_gtk_start_lightly (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i][0], variables[i][1], FALSE);
}

void
ph_gtk_start_settle (void)
{
  gtk_settings_get_default (); /* reads the theme */
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (g_strcmp0 (g_getenv (variables[i][0]), variables[i][1]) == 0)
      g_unsetenv (variables[i][0]);
}

void
ph_gtk_start_load_style (void)
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
