/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least that a GTK 3 program with a tray icon and a menu can be: what pichoist-desktop is
 * measured beside. */
#include <gtk/gtk.h>
#include <libayatana-appindicator/app-indicator.h>

int
main (int argc, char **argv)
{
  static const char *const labels[]
      = { "Upload clipboard", "Choose files", "Screenshot", "Settings", "Pause", "Quit" };
  AppIndicator *indicator;
  GtkWidget *menu;

  gtk_init (&argc, &argv);
  indicator = app_indicator_new ("bare-tray", "image-x-generic",
                                 APP_INDICATOR_CATEGORY_APPLICATION_STATUS);
  menu = gtk_menu_new ();
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_menu_shell_append (GTK_MENU_SHELL (menu), gtk_menu_item_new_with_label (labels[i]));
  gtk_widget_show_all (menu);
  app_indicator_set_status (indicator, APP_INDICATOR_STATUS_ACTIVE);
  app_indicator_set_menu (indicator, GTK_MENU (menu));
  gtk_main ();
  g_object_unref (indicator);
  return 0;
}
