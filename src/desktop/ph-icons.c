/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-icons.h"

#include <gtk/gtk.h>

#include "ph-application.h"

char *
ph_icons_dup_state_name (PhActivityState state)
{
  return g_strdup_printf ("%s-%s-symbolic", PH_APPLICATION_ID, ph_activity_state_to_nick (state));
}

char *
ph_icons_find_folder (void)
{
  /* From PREFIX/bin, and from BUILD/src/desktop. */
  static const struct
  {
    const char *folder, *witness;
  } places[] = {
    { "../share/icons", "hicolor/scalable/apps/" PH_APPLICATION_ID ".svg" },
    { "../../data/icons", PH_APPLICATION_ID ".svg" },
  };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;

  for (guint i = 0; bin != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = g_canonicalize_filename (places[i].folder, bin);
      g_autofree char *witness = g_build_filename (folder, places[i].witness, NULL);

      if (g_file_test (witness, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

char *
ph_icons_dup_application (void)
{
  g_autofree char *folder = ph_icons_find_folder ();
  g_autofree char *path
      = folder != NULL ? g_build_filename (folder, PH_APPLICATION_ID ".svg", NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  return g_strdup (PH_APPLICATION_ID);
}

void
ph_icons_add_to_theme (void)
{
  g_autofree char *folder = ph_icons_find_folder ();

  if (folder != NULL)
    gtk_icon_theme_append_search_path (gtk_icon_theme_get_default (), folder);
  gtk_window_set_default_icon_name (PH_APPLICATION_ID);
}
