/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-desktop-start.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-environment.h"
#include "ph-error.h"

#define START_SECONDS 20

gboolean
ph_cli_desktop_is_start_failure (const GError *error)
{
  /* The last one is dbus-broker's. */
  static const int codes[] = { G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED,
                               G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, G_DBUS_ERROR_SPAWN_FAILED,
                               G_DBUS_ERROR_NAME_HAS_NO_OWNER };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
find_program (GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside
      = folder != NULL ? g_build_filename (folder, "pichoist-desktop", NULL) : NULL;
  char *path;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  path = g_find_program_in_path ("pichoist-desktop");
  if (path == NULL)
    ph_error_set (error, PH_ERROR_NO_DESKTOP, _ ("install pichoist-desktop"),
                  _ ("the desktop program isn't installed"));
  return path;
}

/* Ctrl-C and the end of the terminal are for us. */
static void
leave_terminal (gpointer user_data)
{
  setsid ();
}

static gboolean
spawn (const char *option, GPid *pid, GError **error)
{
  g_autofree char *path = find_program (error);
  const char *const command[] = { path, option, NULL };
  const GSpawnFlags flags
      = G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_DO_NOT_REAP_CHILD;
  g_autoptr (GError) local_error = NULL;

  if (path == NULL)
    return FALSE;
  if (g_spawn_async (NULL, (char **) command, NULL, flags, leave_terminal, NULL, pid, &local_error))
    return TRUE;
  ph_error_set (error, PH_ERROR_NO_DESKTOP, NULL, _ ("the desktop program can't be started: %s"),
                local_error->message);
  return FALSE;
}

/* --- waiting --- */

typedef struct
{
  GMainLoop *loop;
  gboolean appeared;
} Waiting;

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->appeared = TRUE;
  g_main_loop_quit (waiting->loop);
}

static void
on_ended (GPid pid, int status, gpointer user_data)
{
  Waiting *waiting = user_data;

  g_main_loop_quit (waiting->loop);
}

static gboolean
on_time_out (gpointer user_data)
{
  Waiting *waiting = user_data;

  g_main_loop_quit (waiting->loop);
  return G_SOURCE_REMOVE;
}

static void
attach (GSource *source, GSourceFunc function, Waiting *waiting, GMainContext *context)
{
  g_source_set_callback (source, function, waiting, NULL);
  g_source_attach (source, context);
}

static gboolean
wait_for_name (GDBusConnection *connection, const char *name, GPid pid)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) child = g_child_watch_source_new (pid);
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (START_SECONDS);
  Waiting waiting = { g_main_loop_new (context, FALSE), FALSE };
  guint watch;

  g_main_context_push_thread_default (context);
  watch = g_bus_watch_name_on_connection (connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                          on_appeared, NULL, &waiting, NULL);
  attach (child, G_SOURCE_FUNC (on_ended), &waiting, context);
  attach (timer, on_time_out, &waiting, context);
  g_main_loop_run (waiting.loop);
  g_source_destroy (child);
  g_source_destroy (timer);
  g_bus_unwatch_name (watch);
  g_main_context_pop_thread_default (context);
  g_main_loop_unref (waiting.loop);
  return waiting.appeared;
}

gboolean
ph_cli_desktop_start (GDBusConnection *connection, const char *name, const char *option,
                      GError **error)
{
  GPid pid;

  if (!ph_environment_has_display ())
    {
      ph_error_set (error, PH_ERROR_NO_DESKTOP,
                    _ ("run it inside a desktop session, or tell the session bus of its display: "
                       "“dbus-update-activation-environment --systemd WAYLAND_DISPLAY DISPLAY”"),
                    _ ("the desktop program can't be started: neither the session bus nor this "
                       "command knows of a display"));
      return FALSE;
    }
  if (!spawn (option, &pid, error))
    return FALSE;
  if (wait_for_name (connection, name, pid))
    return TRUE;
  ph_error_set (error, PH_ERROR_NO_DESKTOP, _ ("run “pichoist-desktop” to see what it says"),
                _ ("the desktop program was started, but ended or doesn't answer"));
  return FALSE;
}
