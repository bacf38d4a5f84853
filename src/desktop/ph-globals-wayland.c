/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-globals-wayland.h"

#include <wayland-client.h>

typedef struct
{
  const char *wanted;
  gboolean found;
} Search;

static void
on_global (void *data, struct wl_registry *registry, uint32_t name, const char *interface,
           uint32_t version)
{
  Search *search = data;

  if (g_str_equal (interface, search->wanted))
    search->found = TRUE;
}

static void
on_global_removed (void *data, struct wl_registry *registry, uint32_t name)
{
}

gboolean
ph_globals_wayland_offer (const char *interface)
{
  static const struct wl_registry_listener listener = { on_global, on_global_removed };
  Search search = { interface, FALSE };
  struct wl_display *display = wl_display_connect (NULL);
  struct wl_registry *registry;
  gboolean answered;

  if (display == NULL)
    return TRUE;
  registry = wl_display_get_registry (display);
  wl_registry_add_listener (registry, &listener, &search);
  answered = wl_display_roundtrip (display) >= 0;
  wl_registry_destroy (registry);
  wl_display_disconnect (display);
  return search.found || !answered;
}
