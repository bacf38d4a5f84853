/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-application-private.h"
#include "ph-session.h"

/* Where pictures come from, other than the clipboard and files that are handed over. */

static void
on_screenshot (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;
  g_autofree char *window
      = ph_session_name_window (gtk_application_get_active_window (GTK_APPLICATION (application)));

  ph_screenshot_take (application->screenshot, window);
}

void
ph_application_start_sources (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "screenshot", on_screenshot, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (PhScreenshotPortal) portal = ph_screenshot_portal_new (PH_APPLICATION_ID);

  application->screenshot = ph_screenshot_new (application->config, application->desk, portal,
                                               application->capabilities);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}

void
ph_application_end_sources (PhApplication *application)
{
  g_clear_object (&application->screenshot);
}
