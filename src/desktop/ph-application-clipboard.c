/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk/gdkx.h>
#include <glib/gi18n-lib.h>

#include "ph-application-private.h"
#include "ph-clipboard-remote.h"
#include "ph-clipboard-wayland.h"
#include "ph-clipboard-x11.h"
#include "ph-environment.h"
#include "ph-session.h"

/* The clipboard: how it is reached, the actions on it, and watching it. */

PhClipboard *
ph_application_open_clipboard (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  PhClipboard *clipboard = ph_session_is_wayland () ? ph_clipboard_wayland_new () : NULL;

  if (clipboard != NULL)
    return clipboard;
  if (display != NULL && GDK_IS_X11_DISPLAY (display))
    return ph_clipboard_x11_new ();
  /* The compositor's X server tells X11 programs. */
  if (ph_environment_get ("DISPLAY") != NULL)
    return ph_clipboard_remote_new ();
  return NULL;
}

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhApplication) application = user_data;
  g_autoptr (GError) error = NULL;

  /* What the desk has begun it also ends with a word; before that it is up to us. */
  if (ph_clipboard_upload_run_finish (PH_CLIPBOARD_UPLOAD (source), result, &error) == NULL
      && !ph_clipboard_upload_has_begun (result))
    ph_desk_refuse (application->desk, PH_ORIGIN_CLIPBOARD, error);
}

static void
on_upload_clipboard (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;
  const PhDeskOptions options = { .origin = PH_ORIGIN_CLIPBOARD, .copy = TRUE };
  const PhCopied *found
      = application->watcher != NULL ? ph_clipboard_watcher_get_found (application->watcher) : NULL;

  /* The question that stands on the screen is answered by it. */
  if (found != NULL && found->serial == ph_clipboard_get_serial (application->clipboard))
    ph_clipboard_watcher_accept (application->watcher);
  else
    ph_clipboard_upload_run_async (application->clipboard_upload, &options, on_uploaded,
                                   g_object_ref (application));
}

static void
on_upload_found (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_clipboard_watcher_accept (PH_APPLICATION (user_data)->watcher);
}

static void
on_ignore_found (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_clipboard_watcher_ignore (PH_APPLICATION (user_data)->watcher);
}

/* --- watching ----------------------------------------------------------------------------------
 */

static void
follow_config (PhConfig *config, PhApplication *application)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (application), "watch");
  PhWatchMode mode;

  g_object_get (config, "watch-clipboard", &mode, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (ph_watch_mode_to_nick (mode)));
  ph_clipboard_watcher_set_mode (application->watcher, mode);
}

static void
on_watch_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhApplication) application = user_data;

  /* Where it failed everything stays as it is in the file; the log says why. */
  if (!ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, NULL)
      && application->watcher != NULL)
    follow_config (application->config, application);
}

static void
on_watch (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PhApplication *application = user_data;

  g_simple_action_set_state (action, state);
  ph_config_watch_set_async (application->config_watch, "watch-clipboard",
                             g_variant_get_string (state, NULL), on_watch_saved,
                             g_object_ref (application));
}

/* No watcher, no such actions: the menu then has no rows for them. */
static void
start_watching (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "upload-found", on_upload_found, NULL, NULL, NULL, { 0 } },
    { "ignore-found", on_ignore_found, NULL, NULL, NULL, { 0 } },
    { "watch", NULL, "s", "'off'", on_watch, { 0 } },
  };

  application->watcher = ph_clipboard_watcher_new (application->clipboard, application->desk);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  g_signal_connect_object (application->config, "changed", G_CALLBACK (follow_config), application,
                           0);
  follow_config (application->config, application);
}

static const char *
get_window_reason (void)
{
  return _ ("this session gives a program the clipboard only while its window is in use: “Upload "
            "clipboard” opens one");
}

static void
tell_capability (PhApplication *application)
{
  PhClipboard *clipboard = application->clipboard;
  PhCapabilityState state = PH_CAPABILITY_YES;
  const char *reason = NULL;

  if (clipboard == NULL)
    {
      state = PH_CAPABILITY_NO;
      reason = get_window_reason ();
    }
  else if (PH_IS_CLIPBOARD_REMOTE (clipboard)
           && !ph_clipboard_remote_is_ready (PH_CLIPBOARD_REMOTE (clipboard)))
    {
      state = PH_CAPABILITY_NO;
      reason = _ ("the program that reads the clipboard for Pichoist is being started");
    }
  ph_capabilities_set (application->capabilities, PH_CAPABILITY_WATCHING, state, reason);
}

/* Only a window of ours gets the clipboard here, and only while it is in use. */
static void
use_window (PhApplication *application)
{
  application->clipboard_window = ph_clipboard_window_new (GTK_APPLICATION (application));
  ph_clipboard_upload_set_window (application->clipboard_upload, application->clipboard_window);
  ph_desk_set_window (application->desk, PH_CLIPBOARD (application->clipboard_window));
}

static void
on_ended (PhClipboard *clipboard, PhApplication *application)
{
  if (PH_IS_CLIPBOARD_REMOTE (clipboard))
    use_window (application);
  ph_capabilities_set (application->capabilities, PH_CAPABILITY_WATCHING, PH_CAPABILITY_NO,
                       PH_IS_CLIPBOARD_REMOTE (clipboard)
                           ? get_window_reason ()
                           : _ ("this session gives no access to the clipboard any more"));
}

void
ph_application_start_clipboard (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "upload-clipboard", on_upload_clipboard, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  tell_capability (application);
  if (application->clipboard == NULL)
    {
      use_window (application);
      return;
    }
  if (PH_IS_CLIPBOARD_REMOTE (application->clipboard))
    g_signal_connect_object (application->clipboard, "notify::is-ready",
                             G_CALLBACK (tell_capability), application, G_CONNECT_SWAPPED);
  g_signal_connect_object (application->clipboard, "ended", G_CALLBACK (on_ended), application, 0);
  start_watching (application);
}

void
ph_application_end_clipboard (PhApplication *application)
{
  g_signal_handlers_disconnect_by_func (application->config, follow_config, application);
  g_clear_object (&application->watcher);
  if (application->clipboard_window != NULL)
    g_object_run_dispose (G_OBJECT (application->clipboard_window));
  g_clear_object (&application->clipboard_window);
  if (application->clipboard != NULL)
    ph_clipboard_store (application->clipboard);
}
