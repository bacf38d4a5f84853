/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdkx.h>

#include "ph-application-private.h"
#include "ph-key-grabber-x11.h"

/* Under Wayland an X11 program may grab keys, but gets them only while an X11 window has the focus:
 * GDK's backend doesn't tell, the session does. */
static gboolean
is_wayland (void)
{
  const char *display = g_getenv ("WAYLAND_DISPLAY");

  return (display != NULL && *display != '\0')
         || g_strcmp0 (g_getenv ("XDG_SESSION_TYPE"), "wayland") == 0;
}

static PhKeyGrabber *
open_grabber (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display == NULL || !GDK_IS_X11_DISPLAY (display) || is_wayland ())
    return NULL;
  return ph_key_grabber_x11_new ();
}

static void
on_pressed (PhHotkeys *hotkeys, const char *action, PhApplication *application)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
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
