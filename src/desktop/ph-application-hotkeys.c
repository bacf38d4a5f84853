/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdkx.h>

#include "ph-application-private.h"
#include "ph-key-grabber-portal.h"
#include "ph-key-grabber-x11.h"
#include "ph-session.h"

/* On Wayland an X11 program may grab keys, but gets them only while an X11 window has the focus. */
static PhKeyGrabber *
open_grabber (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (ph_session_is_wayland ())
    return ph_key_grabber_portal_new (PH_APPLICATION_ID);
  if (display == NULL || !GDK_IS_X11_DISPLAY (display))
    return NULL;
  return ph_key_grabber_x11_new ();
}

/* As if somebody had asked for it over D-Bus, who may hand over a token as well. */
static void
on_pressed (PhHotkeys *hotkeys, const char *action, const char *token, PhApplication *application)
{
  GApplicationClass *class = G_APPLICATION_GET_CLASS (application);
  g_autoptr (GVariant) platform_data = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (token != NULL)
    g_variant_dict_insert (&dict, "activation-token", "s", token);
  platform_data = g_variant_ref_sink (g_variant_dict_end (&dict));
  class->before_emit (G_APPLICATION (application), platform_data);
  g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
  class->after_emit (G_APPLICATION (application), platform_data);
}

void
ph_application_start_hotkeys (PhApplication *application)
{
  g_autoptr (PhKeyGrabber) grabber = open_grabber ();

  application->hotkeys = ph_hotkeys_new (application->config, grabber, application->capabilities);
  g_signal_connect_object (application->hotkeys, "pressed", G_CALLBACK (on_pressed), application,
                           0);
  ph_hotkeys_start (application->hotkeys);
}
