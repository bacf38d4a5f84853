/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-layer-shell.h"

#include "ph-library.h"

static PhLibrary layer_library = { .soname = PH_SONAME_LAYER_SHELL };

gboolean
ph_layer_shell_is_there (void)
{
  return ph_library_is_there (&layer_library);
}

#define LAYER_FUNCTION(name, parameters, arguments)                                                \
  PH_LIBRARY_FUNCTION (layer_library, void, name, parameters, arguments)

LAYER_FUNCTION (gtk_layer_init_for_window, (GtkWindow * window), (window))
LAYER_FUNCTION (gtk_layer_set_namespace, (GtkWindow * window, const char *name), (window, name))
LAYER_FUNCTION (gtk_layer_set_layer, (GtkWindow * window, GtkLayerShellLayer layer),
                (window, layer))
LAYER_FUNCTION (gtk_layer_set_monitor, (GtkWindow * window, GdkMonitor *monitor), (window, monitor))
LAYER_FUNCTION (gtk_layer_set_anchor,
                (GtkWindow * window, GtkLayerShellEdge edge, gboolean anchored),
                (window, edge, anchored))
LAYER_FUNCTION (gtk_layer_set_margin, (GtkWindow * window, GtkLayerShellEdge edge, int margin),
                (window, edge, margin))
LAYER_FUNCTION (gtk_layer_set_keyboard_mode, (GtkWindow * window, GtkLayerShellKeyboardMode mode),
                (window, mode))
