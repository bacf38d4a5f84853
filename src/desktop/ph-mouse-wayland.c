/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-mouse-wayland.h"

#include <gdk/gdkwayland.h>

#include "relative-pointer-unstable-v1-client-protocol.h"

struct _PhMouseWayland
{
  struct zwp_relative_pointer_manager_v1 *manager; /* (nullable) */
  struct zwp_relative_pointer_v1 *pointer;         /* (nullable) */
  PhMouseMovedFunc moved;
  gpointer user_data;
};

static void
on_global (void *data, struct wl_registry *registry, uint32_t name, const char *interface,
           uint32_t version)
{
  PhMouseWayland *mouse = data;

  if (mouse->manager == NULL
      && g_str_equal (interface, zwp_relative_pointer_manager_v1_interface.name))
    mouse->manager
        = wl_registry_bind (registry, name, &zwp_relative_pointer_manager_v1_interface, 1);
}

static void
on_global_removed (void *data, struct wl_registry *registry, uint32_t name)
{
}

/* On a queue of its own, so that nothing of GDK's is dispatched in between. */
static void
bind_manager (PhMouseWayland *mouse, struct wl_display *display)
{
  static const struct wl_registry_listener listener = { on_global, on_global_removed };
  struct wl_event_queue *queue = wl_display_create_queue (display);
  struct wl_display *wrapper = wl_proxy_create_wrapper (display);
  struct wl_registry *registry;

  wl_proxy_set_queue ((struct wl_proxy *) wrapper, queue);
  registry = wl_display_get_registry (wrapper);
  wl_registry_add_listener (registry, &listener, mouse);
  wl_display_roundtrip_queue (display, queue);
  /* What comes of it is for GDK's queue, which is dispatched by the main loop. */
  if (mouse->manager != NULL)
    wl_proxy_set_queue ((struct wl_proxy *) mouse->manager, NULL);
  wl_registry_destroy (registry);
  wl_proxy_wrapper_destroy (wrapper);
  wl_event_queue_destroy (queue);
}

static void
on_motion (void *data, struct zwp_relative_pointer_v1 *pointer, uint32_t time_high,
           uint32_t time_low, wl_fixed_t dx, wl_fixed_t dy, wl_fixed_t raw_dx, wl_fixed_t raw_dy)
{
  PhMouseWayland *mouse = data;

  mouse->moved (wl_fixed_to_double (dx), wl_fixed_to_double (dy), mouse->user_data);
}

PhMouseWayland *
ph_mouse_wayland_new (GdkDevice *pointer, PhMouseMovedFunc moved, gpointer user_data)
{
  static const struct zwp_relative_pointer_v1_listener listener = { on_motion };
  struct wl_pointer *wl_pointer = gdk_wayland_device_get_wl_pointer (pointer);
  PhMouseWayland *mouse = g_new0 (PhMouseWayland, 1);

  mouse->moved = moved;
  mouse->user_data = user_data;
  if (wl_pointer != NULL)
    bind_manager (mouse, gdk_wayland_display_get_wl_display (gdk_device_get_display (pointer)));
  if (mouse->manager == NULL)
    {
      g_free (mouse);
      return NULL;
    }
  mouse->pointer
      = zwp_relative_pointer_manager_v1_get_relative_pointer (mouse->manager, wl_pointer);
  zwp_relative_pointer_v1_add_listener (mouse->pointer, &listener, mouse);
  return mouse;
}

void
ph_mouse_wayland_free (PhMouseWayland *mouse)
{
  zwp_relative_pointer_v1_destroy (mouse->pointer);
  zwp_relative_pointer_manager_v1_destroy (mouse->manager);
  g_free (mouse);
}
