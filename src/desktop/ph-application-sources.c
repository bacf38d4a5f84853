/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdkx.h>
#include <glib/gi18n-lib.h>

#include "ph-application-private.h"
#include "ph-layer.h"
#include "ph-session.h"

/* Where pictures come from, other than the clipboard and files that are handed over. */

static void
on_screenshot (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;

  ph_screenshot_take (application->screenshot,
                      gtk_application_get_active_window (GTK_APPLICATION (application)));
}

/* Made when it is first wanted: most sessions never do. */
static PhDropZone *
get_drop_zone (PhApplication *application)
{
  g_autofree char *state_dir = ph_config_dup_state_dir ();
  g_autofree char *place = g_build_filename (state_dir, "drop-zone", NULL);
  const char *reason;

  if (application->drop_zone == NULL)
    {
      application->drop_zone = ph_drop_zone_new (GTK_APPLICATION (application), application->drop,
                                                 application->engine, place);
      g_object_add_weak_pointer (G_OBJECT (application->drop_zone),
                                 (gpointer *) &application->drop_zone);
      ph_capabilities_get (application->capabilities, PH_CAPABILITY_DROP, &reason);
      ph_drop_zone_set_note (application->drop_zone, reason);
    }
  return application->drop_zone;
}

static void
on_show_drop_zone (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_drop_zone_show (get_drop_zone (user_data));
}

void
ph_application_accept_drops (PhApplication *application, GtkWidget *window)
{
  ph_drop_zone_attach (get_drop_zone (application), window);
}

static void
tell_drop (PhApplication *application)
{
  const char *reason = NULL;
  gboolean stays_above = ph_session_keeps_above ();

  if (!stays_above && GDK_IS_X11_SCREEN (gdk_screen_get_default ()))
    reason = _ ("no window manager is running that keeps the drop zone above other windows");
  else if (!stays_above)
    stays_above = ph_layer_is_there (&reason);
  ph_capabilities_set (application->capabilities, PH_CAPABILITY_DROP,
                       stays_above ? PH_CAPABILITY_YES : PH_CAPABILITY_LIMITED, reason);
  if (application->drop_zone != NULL)
    ph_drop_zone_set_note (application->drop_zone, reason);
}

static void
start_drop (PhApplication *application)
{
  GdkScreen *screen = gdk_screen_get_default ();

  application->drop = ph_drop_new (application->desk);
  /* At the start of a session the window manager may come after us. */
  if (screen != NULL && GDK_IS_X11_SCREEN (screen))
    g_signal_connect_object (screen, "window-manager-changed", G_CALLBACK (tell_drop), application,
                             G_CONNECT_SWAPPED);
  tell_drop (application);
}

void
ph_application_start_sources (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "screenshot", on_screenshot, NULL, NULL, NULL, { 0 } },
    { "show-drop-zone", on_show_drop_zone, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (PhScreenshotPortal) portal = ph_screenshot_portal_new (PH_APPLICATION_ID);

  application->screenshot = ph_screenshot_new (application->config, application->desk, portal,
                                               application->capabilities);
  start_drop (application);
  application->folder_watch = ph_folder_watch_new (application->config, application->desk);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}

void
ph_application_end_sources (PhApplication *application)
{
  if (application->drop_zone != NULL)
    gtk_widget_destroy (GTK_WIDGET (application->drop_zone));
  g_clear_object (&application->drop);
  g_clear_object (&application->folder_watch);
  g_clear_object (&application->screenshot);
}
