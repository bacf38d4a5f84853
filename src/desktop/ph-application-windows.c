/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-application-private.h"
#include "ph-assistant.h"
#include "ph-file-picker.h"
#include "ph-gtk-start.h"
#include "ph-namer.h"
#include "ph-settings-window.h"

/* The windows of the program, each made when it is asked for and there once at most. */

struct _PhApplicationWindows
{
  PhSettingsParts parts;
  GtkWidget *settings;  /* (nullable) */
  GtkWidget *assistant; /* (nullable) */
  PhFilePicker *picker;
  PhNamer *namer;
};

static void
show_settings (PhApplication *application, const char *page)
{
  PhApplicationWindows *windows = application->windows;

  if (windows->settings == NULL)
    {
      windows->settings = ph_settings_window_new (GTK_APPLICATION (application), &windows->parts);
      ph_application_accept_drops (application, windows->settings);
      g_signal_connect (windows->settings, "destroy", G_CALLBACK (gtk_widget_destroyed),
                        &windows->settings);
    }
  if (page != NULL)
    ph_settings_window_show_page (PH_SETTINGS_WINDOW (windows->settings), page);
  gtk_window_present (GTK_WINDOW (windows->settings));
}

static void
on_settings (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_settings (user_data, NULL);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_settings (user_data, "about");
}

static void
on_assistant (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplicationWindows *windows = PH_APPLICATION (user_data)->windows;

  if (windows->assistant == NULL)
    {
      windows->assistant = ph_assistant_new (GTK_APPLICATION (user_data), &windows->parts);
      g_signal_connect (windows->assistant, "destroy", G_CALLBACK (gtk_widget_destroyed),
                        &windows->assistant);
    }
  gtk_window_present (GTK_WINDOW (windows->assistant));
}

static void
on_choose_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;

  ph_desk_expect (application->desk, NULL);
  ph_gtk_start_load_style ();
  ph_file_picker_show (application->windows->picker,
                       gtk_application_get_active_window (GTK_APPLICATION (application)));
}

void
ph_application_start_windows (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "settings", on_settings, NULL, NULL, NULL, { 0 } },
    { "about", on_about, NULL, NULL, NULL, { 0 } },
    { "assistant", on_assistant, NULL, NULL, NULL, { 0 } },
    { "choose-files", on_choose_files, NULL, NULL, NULL, { 0 } },
  };
  PhApplicationWindows *windows = application->windows = g_new0 (PhApplicationWindows, 1);

  windows->parts = (PhSettingsParts){
    .config = application->config,
    .watch = application->config_watch,
    .engine = application->engine,
    .secrets = ph_secret_keeper_new (application->config),
    .desk = application->desk,
    .hotkeys = application->hotkeys,
    .capabilities = application->capabilities,
    .actions = G_ACTION_GROUP (application),
  };
  windows->picker = ph_file_picker_new (application->desk);
  windows->namer = ph_namer_new (GTK_APPLICATION (application), application->config);
  ph_desk_set_namer (application->desk, ph_namer_ask_async, windows->namer);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}

void
ph_application_end_windows (PhApplication *application)
{
  PhApplicationWindows *windows = g_steal_pointer (&application->windows);

  if (windows == NULL)
    return;
  g_clear_pointer (&windows->settings, gtk_widget_destroy);
  g_clear_pointer (&windows->assistant, gtk_widget_destroy);
  g_object_unref (windows->picker);
  ph_desk_set_namer (application->desk, NULL, NULL);
  ph_namer_end (windows->namer);
  g_object_unref (windows->namer);
  g_object_unref (windows->parts.secrets);
  g_free (windows);
}
