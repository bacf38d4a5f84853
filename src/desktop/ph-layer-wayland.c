/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-layer.h"

#include <gdk/gdkwayland.h>
#include <glib/gi18n-lib.h>

#include "ph-globals-wayland.h"
#include "ph-layer-shell.h"
#include "ph-mouse-wayland.h"

/* How far from the corner it begins. */
#define MARGIN 24

typedef struct
{
  GtkWindow *window; /* borrowed: it owns us */
  gboolean is_placed;
  double x, y; /* in the coordinates of all monitors: where it is, or is to be while it is moved */
  PhMouseWayland *mouse; /* (nullable): while it is held */
  gboolean is_moved;     /* since it has been taken hold of */
} Layer;

static void
layer_free (Layer *layer)
{
  g_clear_pointer (&layer->mouse, ph_mouse_wayland_free);
  g_free (layer);
}

static Layer *
get_layer (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "ph-layer");
}

gboolean
ph_layer_has (GtkWindow *window)
{
  return get_layer (window) != NULL;
}

gboolean
ph_layer_is_there (const char **reason)
{
  if (!GDK_IS_WAYLAND_DISPLAY (gdk_display_get_default ())
      || !ph_globals_wayland_offer ("zwlr_layer_shell_v1"))
    *reason = _ ("this Wayland compositor lets the drop zone neither stay above other windows nor "
                 "remember its place; choose “Always on Top” in the menu of its title bar if that "
                 "has it");
  else if (!ph_layer_shell_is_there ())
    *reason = _ ("the drop zone can't stay above other windows or remember its place until "
                 "gtk-layer-shell is installed (libgtk-layer-shell0) and Pichoist starts anew");
  else
    return TRUE;
  return FALSE;
}

/* --- where it stands ----------------------------------------------------------------------------
 */

static void
get_size (Layer *layer, int *width, int *height)
{
  GtkRequisition size;

  gtk_widget_get_preferred_size (GTK_WIDGET (layer->window), NULL, &size);
  *width = size.width;
  *height = size.height;
}

/* What is in sight of where it is to be. */
static void
clamp (Layer *layer, GdkMonitor *monitor, GdkRectangle *area, int *x, int *y)
{
  int width, height;

  gdk_monitor_get_geometry (monitor, area);
  get_size (layer, &width, &height);
  *x = CLAMP ((int) layer->x, area->x, MAX (area->x, area->x + area->width - width));
  *y = CLAMP ((int) layer->y, area->y, MAX (area->y, area->y + area->height - height));
}

static void
show_at (Layer *layer, GdkMonitor *monitor)
{
  GdkRectangle area;
  int x, y;

  clamp (layer, monitor, &area, &x, &y);
  gtk_layer_set_anchor (layer->window, GTK_LAYER_SHELL_EDGE_RIGHT, FALSE);
  gtk_layer_set_anchor (layer->window, GTK_LAYER_SHELL_EDGE_LEFT, TRUE);
  gtk_layer_set_margin (layer->window, GTK_LAYER_SHELL_EDGE_LEFT, x - area.x);
  gtk_layer_set_margin (layer->window, GTK_LAYER_SHELL_EDGE_TOP, y - area.y);
}

/* (transfer none) (nullable): where it is now */
static GdkMonitor *
get_monitor (Layer *layer)
{
  GdkWindow *surface = gtk_widget_get_window (GTK_WIDGET (layer->window));

  if (surface == NULL)
    return NULL;
  return gdk_display_get_monitor_at_window (gdk_window_get_display (surface), surface);
}

/* On the monitor on which most of it is to be. */
static void
settle (Layer *layer)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (layer->window));
  GdkMonitor *monitor;
  GdkRectangle area;
  int width, height, x, y;

  get_size (layer, &width, &height);
  monitor = gdk_display_get_monitor_at_point (display, (int) layer->x + width / 2,
                                              (int) layer->y + height / 2);
  if (monitor == NULL)
    return;
  /* Which makes the surface anew. */
  if (monitor != get_monitor (layer))
    gtk_layer_set_monitor (layer->window, monitor);
  show_at (layer, monitor);
  clamp (layer, monitor, &area, &x, &y);
  layer->x = x;
  layer->y = y;
  layer->is_placed = TRUE;
}

/* It has grown, or the monitor has other dimensions: what it shows must stay in sight. */
static void
on_resized (GtkWindow *window)
{
  Layer *layer = get_layer (window);
  GdkMonitor *monitor = get_monitor (layer);

  if (layer->is_placed && layer->mouse == NULL && monitor != NULL)
    show_at (layer, monitor);
}

void
ph_layer_begin (GtkWindow *window)
{
  get_layer (window)->is_placed = FALSE;
  gtk_layer_set_monitor (window, NULL);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_TOP, TRUE);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_RIGHT, TRUE);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_LEFT, FALSE);
  gtk_layer_set_margin (window, GTK_LAYER_SHELL_EDGE_TOP, MARGIN);
  gtk_layer_set_margin (window, GTK_LAYER_SHELL_EDGE_RIGHT, MARGIN);
}

void
ph_layer_place (GtkWindow *window, int x, int y)
{
  Layer *layer = get_layer (window);

  layer->x = x;
  layer->y = y;
  settle (layer);
}

gboolean
ph_layer_get_place (GtkWindow *window, int *x, int *y)
{
  const Layer *layer = get_layer (window);

  if (layer == NULL || !layer->is_placed)
    return FALSE;
  *x = (int) layer->x;
  *y = (int) layer->y;
  return TRUE;
}

/* --- the mouse ----------------------------------------------------------------------------------
 */

static void
on_moved (double dx, double dy, gpointer user_data)
{
  Layer *layer = user_data;
  GdkMonitor *monitor = get_monitor (layer);

  layer->x += dx;
  layer->y += dy;
  layer->is_moved = TRUE;
  /* To another one only when it is let go: the surface would have to be made anew. */
  if (monitor != NULL)
    show_at (layer, monitor);
}

static void
begin_at_corner (Layer *layer)
{
  GdkRectangle area;
  GdkMonitor *monitor = get_monitor (layer);
  int width, height;

  if (monitor == NULL)
    return;
  gdk_monitor_get_geometry (monitor, &area);
  get_size (layer, &width, &height);
  layer->x = area.x + area.width - width - MARGIN;
  layer->y = area.y + MARGIN;
}

static gboolean
on_press (GtkWidget *widget, GdkEventButton *event, Layer *layer)
{
  if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_PRIMARY
      || layer->mouse != NULL)
    return GDK_EVENT_PROPAGATE;
  if (!layer->is_placed)
    begin_at_corner (layer);
  layer->is_moved = FALSE;
  layer->mouse = ph_mouse_wayland_new (event->device, on_moved, layer);
  return GDK_EVENT_STOP;
}

static gboolean
on_release (GtkWidget *widget, GdkEventButton *event, Layer *layer)
{
  if (event->button != GDK_BUTTON_PRIMARY || layer->mouse == NULL)
    return GDK_EVENT_PROPAGATE;
  g_clear_pointer (&layer->mouse, ph_mouse_wayland_free);
  if (layer->is_moved)
    settle (layer);
  return GDK_EVENT_STOP;
}

/* Where it is hidden the button's end is never told. */
static void
on_unmap (Layer *layer)
{
  g_clear_pointer (&layer->mouse, ph_mouse_wayland_free);
}

void
ph_layer_take (GtkWindow *window)
{
  Layer *layer = g_new0 (Layer, 1);

  layer->window = window;
  g_object_set_data_full (G_OBJECT (window), "ph-layer", layer, (GDestroyNotify) layer_free);
  gtk_layer_init_for_window (window);
  gtk_layer_set_namespace (window, "pichoist");
  /* Above windows that fill the screen, too: pictures are dragged out of browsers that do. */
  gtk_layer_set_layer (window, GTK_LAYER_SHELL_LAYER_OVERLAY);
  /* A compositor hands it to a window that may have it when that shows, or the mouse is above it,
   * and takes it away from where the person types. */
  gtk_layer_set_keyboard_mode (window, GTK_LAYER_SHELL_KEYBOARD_MODE_NONE);
  ph_layer_begin (window);
  gtk_widget_add_events (GTK_WIDGET (window), GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK);
  g_signal_connect (window, "button-press-event", G_CALLBACK (on_press), layer);
  g_signal_connect (window, "button-release-event", G_CALLBACK (on_release), layer);
  g_signal_connect_swapped (window, "unmap", G_CALLBACK (on_unmap), layer);
  g_signal_connect (window, "size-allocate", G_CALLBACK (on_resized), NULL);
  g_signal_connect_object (gtk_window_get_screen (window), "monitors-changed",
                           G_CALLBACK (on_resized), window, G_CONNECT_SWAPPED);
}
