/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-session.h"

#include <gdk/gdkx.h>

#include "ph-environment.h"

gboolean
ph_session_is_wayland (void)
{
  return ph_environment_get ("WAYLAND_DISPLAY") != NULL
         || g_strcmp0 (g_getenv ("XDG_SESSION_TYPE"), "wayland") == 0;
}

gboolean
ph_session_keeps_above (void)
{
  GdkScreen *screen = gdk_screen_get_default ();

  return screen != NULL && GDK_IS_X11_SCREEN (screen)
         && gdk_x11_screen_supports_net_wm_hint (
             screen, gdk_atom_intern_static_string ("_NET_WM_STATE_ABOVE"));
}
