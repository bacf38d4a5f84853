/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-window-place.h"

#include <gdk/gdkx.h>
#include <stdio.h>

#include "ph-layer.h"

/* Does enough of it show that one can take hold of it? */
static gboolean
is_on_monitor (GtkWindow *window, int x, int y)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));

  for (int i = 0; i < gdk_display_get_n_monitors (display); i++)
    {
      GdkRectangle area;

      gdk_monitor_get_workarea (gdk_display_get_monitor (display, i), &area);
      if (x >= area.x && y >= area.y && x < area.x + area.width - 50
          && y < area.y + area.height - 50)
        return TRUE;
    }
  return FALSE;
}

void
ph_window_place_restore (GtkWindow *window, const char *path)
{
  g_autofree char *text = NULL;
  int x, y;

  if (ph_layer_has (window))
    ph_layer_begin (window);
  /* A few bytes that were written by ourselves. */
  if (!g_file_get_contents (path, &text, NULL, NULL) || sscanf (text, "%d %d", &x, &y) != 2
      || !is_on_monitor (window, x, y))
    return;
  if (ph_layer_has (window))
    ph_layer_place (window, x, y);
  else
    gtk_window_move (window, x, y);
}

/* FALSE where nobody knows, or nobody has chosen it. */
static gboolean
get_place (GtkWindow *window, int *x, int *y)
{
  if (ph_layer_has (window))
    return ph_layer_get_place (window, x, y);
  if (!GDK_IS_X11_DISPLAY (gtk_widget_get_display (GTK_WIDGET (window))))
    return FALSE;
  gtk_window_get_position (window, x, y);
  return TRUE;
}

void
ph_window_place_keep (GtkWindow *window, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int x, y;

  if (!get_place (window, &x, &y))
    return;
  text = g_strdup_printf ("%d %d\n", x, y);
  g_mkdir_with_parents (folder, 0700);
  /* Nothing that would be worth waiting for the disk. */
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    g_info ("%s", error->message);
}
