/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-parent-window.h"

#include <gdk/gdkwayland.h>
#include <gdk/gdkx.h>

#include "ph-layer.h"

/* Some portals refuse to be asked by no window at all, with an empty name.  Source: flameshot,
 * src/utils/screengrabber.cpp. */
#define NO_WINDOW "wayland:"

/* (transfer none) (nullable): what can be named; only a window of the usual kind that the person
 * works in can, and a compositor ends who names another. */
static GdkWindow *
find_surface (GtkWindow *window)
{
  GdkWindow *surface = window != NULL ? gtk_widget_get_window (GTK_WIDGET (window)) : NULL;

  if (surface == NULL || !GDK_IS_WAYLAND_WINDOW (surface) || ph_layer_has (window)
      || !gtk_window_is_active (window))
    return NULL;
  return surface;
}

/* @task: (transfer full) */
static void
answer (GTask *task, const char *handle)
{
  GtkWindow *window = g_task_get_source_object (task);

  g_signal_handlers_disconnect_by_data (window, task);
  g_task_return_pointer (task, g_strconcat (NO_WINDOW, handle, NULL), g_free);
  g_object_unref (task);
}

static void
on_exported (GdkWindow *surface, const char *handle, gpointer user_data)
{
  answer (user_data, handle);
}

/* It is closed before the compositor has named it. */
static void
on_unmap (GtkWindow *window, GTask *task)
{
  ph_parent_window_forget (window);
  answer (task, "");
}

/* An X11 window has its name at once; each program has one that is never seen. */
static char *
name_x11 (GtkWindow *window, GdkDisplay *display)
{
  GdkWindow *surface = window != NULL ? gtk_widget_get_window (GTK_WIDGET (window)) : NULL;

  if (surface == NULL)
    surface = gdk_display_get_default_group (display);
  return g_strdup_printf ("x11:%lx", gdk_x11_window_get_xid (surface));
}

void
ph_parent_window_name_async (GtkWindow *window, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (window, NULL, callback, user_data);
  GdkDisplay *display = gdk_display_get_default ();
  GdkWindow *surface = find_surface (window);

  if (surface != NULL && gdk_wayland_window_export_handle (surface, on_exported, task, NULL))
    {
      g_signal_connect (window, "unmap", G_CALLBACK (on_unmap), task);
      return;
    }
  g_task_return_pointer (
      task, GDK_IS_X11_DISPLAY (display) ? name_x11 (window, display) : g_strdup (NO_WINDOW),
      g_free);
  g_object_unref (task);
}

char *
ph_parent_window_name_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
ph_parent_window_forget (GtkWindow *window)
{
  GdkWindow *surface = window != NULL ? gtk_widget_get_window (GTK_WIDGET (window)) : NULL;

  if (surface != NULL && GDK_IS_WAYLAND_WINDOW (surface) && !ph_layer_has (window))
    gdk_wayland_window_unexport_handle (surface);
}
