/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-process.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ph-clipboard-peer.h"
#include "ph-error.h"

/* The X server may have to be started first. */
#define START_SECONDS 15
/* A process that lives so long has come up well. */
#define WELL_USEC (10 * G_USEC_PER_SEC)
/* So many that don't in a row, and there is something wrong with it.  The X server may be started
 * anew in between: it is waited for, each time a second longer. */
#define FAILURES_MAX 4

struct _PhClipboardProcess
{
  GObject parent_instance;

  GSubprocess *process;        /* (nullable) */
  GCancellable *cancellable;   /* (nullable): of the connection that is on its way */
  GDBusConnection *connection; /* (nullable) */
  PhClipboard1 *proxy;         /* (nullable) */
  guint timer;                 /* until it is ready, or started anew */
  gint64 started;
  guint n_failures;
};

G_DEFINE_FINAL_TYPE (PhClipboardProcess, ph_clipboard_process, G_TYPE_OBJECT)

enum
{
  READY,
  DOWN,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- its end ------------------------------------------------------------------------------------
 */

static gboolean on_start_timer (gpointer user_data);

/* Nothing of it is heard any more. */
static void
forget (PhClipboardProcess *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->proxy);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_clear_object (&self->process);
}

/* @error: (transfer full) (nullable) */
static void
end (PhClipboardProcess *self, GError *error)
{
  g_autoptr (GError) owned = error;
  gboolean was_ready = self->proxy != NULL;

  g_warning ("the clipboard process has ended%s%s", error != NULL ? ": " : "",
             error != NULL ? error->message : "");
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  forget (self);
  if (g_get_monotonic_time () - self->started >= WELL_USEC)
    self->n_failures = 0;
  if (++self->n_failures < FAILURES_MAX)
    self->timer = g_timeout_add_seconds (self->n_failures - 1, on_start_timer, self);
  if (was_ready)
    g_signal_emit (self, signals[DOWN], 0);
  if (self->n_failures == FAILURES_MAX)
    g_signal_emit (self, signals[ENDED], 0);
}

static void
on_closed (PhClipboardProcess *self)
{
  end (self, NULL);
}

/* --- its start ----------------------------------------------------------------------------------
 */

static gboolean
make_proxy (PhClipboardProcess *self, GError **error)
{
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  g_signal_connect_swapped (self->connection, "closed", G_CALLBACK (on_closed), self);
  /* It may have ended before we could hear of it. */
  if (g_dbus_connection_is_closed (self->connection))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "at its start");
      return FALSE;
    }
  /* Nothing is waited for: it has no properties. */
  self->proxy = ph_clipboard1_proxy_new_sync (self->connection,
                                              G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START
                                                  | G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                              NULL, PH_CLIPBOARD_PEER_PATH, NULL, error);
  return self->proxy != NULL;
}

/* It has opened its display by then. */
static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhClipboardProcess) self = user_data;
  GError *error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  self->connection = connection;
  if (connection == NULL || !make_proxy (self, &error))
    {
      end (self, error);
      return;
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_emit (self, signals[READY], 0);
}

/* @fd: owned */
static gboolean
spawn (PhClipboardProcess *self, int fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_take_fd (launcher, fd, PH_CLIPBOARD_PEER_FD);
  g_subprocess_launcher_setenv (launcher, "GDK_BACKEND", "x11", TRUE);
  /* It has no window that a screen reader could read. */
  g_subprocess_launcher_setenv (launcher, "NO_AT_BRIDGE", "1", TRUE);
  /* Of the same version, even if another one has just been installed. */
  self->process = g_subprocess_launcher_spawn (launcher, error, "/proc/self/exe",
                                               PH_CLIPBOARD_PEER_OPTION, NULL);
  return self->process != NULL;
}

static gboolean
start (PhClipboardProcess *self, GError **error)
{
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) stream = NULL;
  int fds[2];

  self->started = g_get_monotonic_time ();
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      ph_error_set_from_errno (error, errno, "socketpair");
      return FALSE;
    }
  socket = g_socket_new_from_fd (fds[0], error);
  if (socket == NULL)
    {
      close (fds[0]);
      close (fds[1]);
      return FALSE;
    }
  if (!spawn (self, fds[1], error))
    return FALSE;
  stream = g_socket_connection_factory_create_connection (socket);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_new (G_IO_STREAM (stream), guid, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER,
                         NULL, self->cancellable, on_connected, g_object_ref (self));
  return TRUE;
}

static gboolean
on_late (gpointer user_data)
{
  PhClipboardProcess *self = user_data;

  self->timer = 0;
  end (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer at its start"));
  return G_SOURCE_REMOVE;
}

static gboolean
on_start_timer (gpointer user_data)
{
  PhClipboardProcess *self = user_data;
  GError *error = NULL;

  self->timer = 0;
  if (start (self, &error))
    self->timer = g_timeout_add_seconds (START_SECONDS, on_late, self);
  else
    end (self, error);
  return G_SOURCE_REMOVE;
}

/* --- object -------------------------------------------------------------------------------------
 */

static void
ph_clipboard_process_dispose (GObject *object)
{
  PhClipboardProcess *self = PH_CLIPBOARD_PROCESS (object);

  if (self->connection != NULL)
    g_dbus_connection_close_sync (self->connection, NULL, NULL);
  else if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  forget (self);
  G_OBJECT_CLASS (ph_clipboard_process_parent_class)->dispose (object);
}

static void
ph_clipboard_process_class_init (PhClipboardProcessClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_clipboard_process_dispose;
  signals[READY] = g_signal_new ("ready", PH_TYPE_CLIPBOARD_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[DOWN] = g_signal_new ("down", PH_TYPE_CLIPBOARD_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", PH_TYPE_CLIPBOARD_PROCESS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ph_clipboard_process_init (PhClipboardProcess *self)
{
  self->timer = g_idle_add_full (G_PRIORITY_DEFAULT, on_start_timer, self, NULL);
}

PhClipboardProcess *
ph_clipboard_process_new (void)
{
  return g_object_new (PH_TYPE_CLIPBOARD_PROCESS, NULL);
}

PhClipboard1 *
ph_clipboard_process_get_proxy (PhClipboardProcess *process)
{
  return process->proxy;
}

void
ph_clipboard_process_kill (PhClipboardProcess *process)
{
  if (process->proxy != NULL)
    end (process, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer"));
}
