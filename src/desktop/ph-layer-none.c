/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-layer.h"

#include <glib/gi18n-lib.h>

/* What is built where gtk-layer-shell is not. */

gboolean
ph_layer_is_there (const char **reason)
{
  *reason = _ ("this build of Pichoist has no gtk-layer-shell, so on Wayland the drop zone can't "
               "stay above other windows or remember its place");
  return FALSE;
}

void
ph_layer_take (GtkWindow *window)
{
  g_return_if_reached ();
}

gboolean
ph_layer_has (GtkWindow *window)
{
  return FALSE;
}

void
ph_layer_begin (GtkWindow *window)
{
  g_return_if_reached ();
}

void
ph_layer_place (GtkWindow *window, int x, int y)
{
  g_return_if_reached ();
}

gboolean
ph_layer_get_place (GtkWindow *window, int *x, int *y)
{
  return FALSE;
}
