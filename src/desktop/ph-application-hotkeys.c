/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdkx.h>

#include "ph-activation.h"
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

static void
on_pressed (PhHotkeys *hotkeys, const char *action, const char *token, PhApplication *application)
{
  ph_activation_run (G_APPLICATION (application), action, NULL, token);
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
