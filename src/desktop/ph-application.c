/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "ph-activity.h"
#include "ph-application-private.h"
#include "ph-environment.h"
#include "ph-error.h"
#include "ph-gtk-start.h"
#include "ph-icons.h"
#include "ph-service.h"

G_DEFINE_FINAL_TYPE (PhApplication, ph_application, GTK_TYPE_APPLICATION)

/* --- parts --------------------------------------------------------------------------------------
 */

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_auto (GStrv) warnings = NULL;
  g_autoptr (GError) error = NULL;

  if (!ph_engine_open_finish (PH_ENGINE (source), result, &warnings, &error))
    g_warning ("%s", error->message);
  for (guint i = 0; warnings != NULL && warnings[i] != NULL; i++)
    g_message ("%s", warnings[i]);
}

/* The settings that the windows show; the engine has its own.  A file that can't be read is no
 * reason not to start: uploads then say what is wrong with it. */
static PhConfig *
load_config (const char *dir)
{
  g_autoptr (GError) error = NULL;
  PhConfig *config = ph_config_load (dir, &error);

  if (config == NULL)
    {
      g_warning ("%s", error->message);
      config = ph_config_load ("/dev/null", NULL);
    }
  return config;
}

static void
tell_trouble (PhConfigWatch *watch, PhActivity *activity)
{
  ph_activity_set_trouble (activity, ph_config_watch_get_trouble (watch));
}

static void
make_parts (PhApplication *application)
{
  g_autofree char *config_dir = ph_config_dup_dir ();
  g_autofree char *data_dir = ph_config_dup_data_dir ();

  application->capabilities = ph_capabilities_new ();
  application->config = load_config (config_dir);
  application->engine = ph_engine_new (config_dir, data_dir);
  ph_engine_open_async (application->engine, on_opened, application);
  application->config_watch
      = ph_config_watch_new (application->config, config_dir, application->engine);
  application->clipboard = ph_application_open_clipboard ();
  application->desk
      = ph_desk_new (application->engine, application->config, application->clipboard);
  application->activity = ph_activity_new (application->engine, application->config);
  g_signal_connect_object (application->config_watch, "trouble-changed", G_CALLBACK (tell_trouble),
                           application->activity, 0);
  tell_trouble (application->config_watch, application->activity);
  application->clipboard_upload
      = ph_clipboard_upload_new (application->clipboard, application->desk);
  ph_service_start (application->service, application->desk, application->activity,
                    application->clipboard_upload, application->capabilities, application->config);
}

static void
drop_parts (PhApplication *application)
{
  ph_application_end_windows (application);
  ph_application_end_notifications (application);
  ph_application_end_clipboard (application);
  g_clear_object (&application->hotkeys);
  ph_application_end_sources (application);
  g_clear_object (&application->tray);
  g_clear_object (&application->clipboard_upload);
  g_clear_object (&application->activity);
  g_clear_object (&application->desk);
  g_clear_object (&application->clipboard);
  g_clear_object (&application->config_watch);
  g_clear_object (&application->config);
  g_clear_object (&application->capabilities);
  g_clear_object (&application->engine);
}

/* --- life ---------------------------------------------------------------------------------------
 */

/* GTK would end us without one, after we had taken our name, and whoever called would only see that
 * we are gone. */
static gboolean
check_display (GDBusConnection *connection, GError **error)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean runs = FALSE;

  if (ph_environment_has_display ())
    return TRUE;
  /* One that runs already needs no display of ours. */
  answer = g_dbus_connection_call_sync (
      connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "NameHasOwner", g_variant_new ("(s)", PH_APPLICATION_ID), G_VARIANT_TYPE ("(b)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &runs);
  if (!runs)
    g_set_error (
        error, PH_ERROR, PH_ERROR_NO_DESKTOP,
        _ ("neither WAYLAND_DISPLAY nor DISPLAY is set.  Start Pichoist inside the desktop "
           "session; if the session bus is to start it, tell the bus first: %s"),
        "dbus-update-activation-environment --systemd WAYLAND_DISPLAY DISPLAY");
  return runs;
}

static gboolean
ph_application_dbus_register (GApplication *base, GDBusConnection *connection, const char *path,
                              GError **error)
{
  PhApplication *application = PH_APPLICATION (base);

  return check_display (connection, error)
         && G_APPLICATION_CLASS (ph_application_parent_class)
                ->dbus_register (base, connection, path, error)
         && ph_service_export (application->service, connection, path, error);
}

static void
ph_application_dbus_unregister (GApplication *base, GDBusConnection *connection, const char *path)
{
  ph_service_unexport (PH_APPLICATION (base)->service);
  G_APPLICATION_CLASS (ph_application_parent_class)->dbus_unregister (base, connection, path);
}

/* Whoever opens the menu is likely to upload something. */
static void
on_menu_opened (PhApplication *application)
{
  ph_desk_expect (application->desk, NULL);
}

/* After the actions, so that its menu finds them all. */
static void
start_tray (PhApplication *application)
{
  application->tray = ph_tray_new (G_ACTION_GROUP (application), application->activity,
                                   application->config, application->capabilities);
  g_signal_connect_object (application->tray, "opened", G_CALLBACK (on_menu_opened), application,
                           G_CONNECT_SWAPPED);
}

static gboolean
on_signal (gpointer user_data)
{
  ph_application_leave (user_data);
  return G_SOURCE_CONTINUE;
}

/* The session ends it so, and our link is to outlive us then as well. */
static void
follow_signals (PhApplication *application)
{
  g_unix_signal_add (SIGTERM, on_signal, application);
  g_unix_signal_add (SIGINT, on_signal, application);
}

static void
ph_application_startup (GApplication *base)
{
  PhApplication *application = PH_APPLICATION (base);

  G_APPLICATION_CLASS (ph_application_parent_class)->startup (base);
  ph_gtk_start_settle ();
  ph_icons_add_to_theme ();
  make_parts (application);
  ph_application_add_actions (application);
  ph_application_start_clipboard (application);
  ph_application_start_sources (application);
  ph_application_start_notifications (application);
  ph_application_start_hotkeys (application);
  ph_application_start_windows (application);
  start_tray (application);
  follow_signals (application);
  /* It lives without a window until somebody quits it. */
  g_application_hold (base);
}

/* Whoever starts it, or starts it again, wants to see it: there may be no tray icon to click. */
static void
ph_application_activate (GApplication *base)
{
  PhApplication *application = PH_APPLICATION (base);
  g_autofree const char **profiles = NULL;

  if (application->is_quiet)
    {
      application->is_quiet = FALSE;
      return;
    }
  profiles = ph_config_list_profiles (application->config);
  g_action_group_activate_action (G_ACTION_GROUP (base),
                                  profiles[0] != NULL ? "settings" : "assistant", NULL);
}

static void
ph_application_open (GApplication *base, GFile **files, int n_files, const char *hint)
{
  PhApplication *application = PH_APPLICATION (base);
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  const PhDeskOptions options = { .origin = PH_ORIGIN_FILES, .copy = TRUE };

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autofree char *uri = path == NULL ? g_file_get_uri (files[i]) : NULL;

      g_ptr_array_add (inputs, ph_engine_input_new (path != NULL ? path : uri, NULL));
    }
  ph_desk_upload_async (application->desk, inputs, &options, NULL, NULL);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;

  ph_engine_close_finish (PH_ENGINE (source), result);
  g_application_quit (application);
}

static void
on_settings_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhApplication *application = user_data;

  ph_engine_close_async (application->engine, on_closed, application);
}

void
ph_application_leave (PhApplication *application)
{
  if (application->leaving)
    return;
  application->leaving = TRUE;
  ph_application_silence (application);
  /* Comes after every change that was asked for before. */
  ph_config_watch_change_async (application->config_watch, NULL, NULL, NULL, on_settings_written,
                                g_object_ref (application));
}

static void
ph_application_window_added (GtkApplication *base, GtkWindow *window)
{
  ph_gtk_start_load_style ();
  GTK_APPLICATION_CLASS (ph_application_parent_class)->window_added (base, window);
}

static void
ph_application_shutdown (GApplication *base)
{
  drop_parts (PH_APPLICATION (base));
  G_APPLICATION_CLASS (ph_application_parent_class)->shutdown (base);
}

static void
ph_application_finalize (GObject *object)
{
  g_clear_object (&PH_APPLICATION (object)->service);
  G_OBJECT_CLASS (ph_application_parent_class)->finalize (object);
}

/* The token by which a window of ours may come to the front on Wayland.  Newer programs may give it
 * by its newer name alone, which GTK 3 doesn't read.  Source: Desktop Entry Specification,
 * version 1.5, "D-Bus Activation". */
static void
ph_application_before_emit (GApplication *base, GVariant *platform_data)
{
  g_autoptr (GVariantDict) known = g_variant_dict_new (platform_data);
  g_autoptr (GVariant) data = NULL;
  const char *token;

  if (!g_variant_dict_contains (known, "desktop-startup-id")
      && g_variant_dict_lookup (known, "activation-token", "&s", &token))
    g_variant_dict_insert (known, "desktop-startup-id", "s", token);
  data = g_variant_ref_sink (g_variant_dict_end (known));
  G_APPLICATION_CLASS (ph_application_parent_class)->before_emit (base, data);
}

static void
ph_application_class_init (PhApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_application_finalize;
  GTK_APPLICATION_CLASS (class)->window_added = ph_application_window_added;
  application_class->before_emit = ph_application_before_emit;
  application_class->dbus_register = ph_application_dbus_register;
  application_class->dbus_unregister = ph_application_dbus_unregister;
  application_class->startup = ph_application_startup;
  application_class->activate = ph_application_activate;
  application_class->open = ph_application_open;
  application_class->shutdown = ph_application_shutdown;
  application_class->handle_local_options = ph_application_handle_local_options;
}

static void
ph_application_init (PhApplication *application)
{
  application->service = ph_service_new ();
  ph_application_add_options (application);
}

PhApplication *
ph_application_new (void)
{
  return g_object_new (PH_TYPE_APPLICATION, "application-id", PH_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
