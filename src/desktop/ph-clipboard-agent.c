/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-agent.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <gtk/gtk.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ph-clipboard-peer.h"
#include "ph-clipboard-x11.h"
#include "ph-clipboard1.h"
#include "ph-error.h"
#include "ph-write.h"

/* Whoever takes our link over when the other process ends has done it by then. */
#define FAREWELL_MS 1000

/* --- what has changed ---------------------------------------------------------------------------
 */

static void
on_serial_changed (PhClipboard *clipboard, GParamSpec *spec, PhClipboard1 *skeleton)
{
  ph_clipboard1_emit_serial (skeleton, ph_clipboard_get_serial (clipboard));
}

static void
follow (PhClipboard *clipboard, PhClipboard1 *skeleton)
{
  g_signal_connect_object (clipboard, "notify::serial", G_CALLBACK (on_serial_changed), skeleton,
                           0);
  g_signal_connect_object (clipboard, "changed", G_CALLBACK (ph_clipboard1_emit_changed), skeleton,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clipboard, "lost", G_CALLBACK (ph_clipboard1_emit_lost), skeleton,
                           G_CONNECT_SWAPPED);
}

/* --- what is asked for --------------------------------------------------------------------------
 */

static void
on_targets_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  PhClipboard *clipboard = PH_CLIPBOARD (source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) targets = ph_clipboard_list_targets_finish (clipboard, result, &error);

  if (targets == NULL)
    ph_clipboard_peer_return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(^asb)", targets, ph_clipboard_is_kept (clipboard)));
}

static gboolean
on_list_targets (PhClipboard1 *skeleton, GDBusMethodInvocation *invocation, PhClipboard *clipboard)
{
  ph_clipboard_list_targets_async (clipboard, on_targets_listed, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* A file in memory costs the other process no copy.  -1 with @error */
static int
write_to_memory (GBytes *bytes, GError **error)
{
  int fd = memfd_create ("pichoist-clipboard", MFD_CLOEXEC);
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (fd >= 0 && ph_write_all (fd, data, length))
    return fd;
  ph_error_set_from_errno (error, errno, "memfd");
  if (fd >= 0)
    close (fd);
  return -1;
}

static void
on_read_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ph_clipboard_read_finish (PH_CLIPBOARD (source), result, &error);
  g_autoptr (GUnixFDList) files = NULL;
  int fd = bytes != NULL ? write_to_memory (bytes, &error) : -1;

  if (fd < 0)
    {
      ph_clipboard_peer_return_error (invocation, error);
      return;
    }
  files = g_unix_fd_list_new_from_array (&fd, 1);
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                           files);
}

static gboolean
on_read (PhClipboard1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *files,
         const char *target, guint64 max, PhClipboard *clipboard)
{
  ph_clipboard_read_async (clipboard, target, max, on_read_ended, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_write (PhClipboard1 *skeleton, GDBusMethodInvocation *invocation, const char *text,
          const char *html, PhClipboard *clipboard)
{
  ph_clipboard_write (clipboard, text, *html != '\0' ? html : NULL);
  ph_clipboard1_complete_write (skeleton, invocation);
  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
answer (PhClipboard1 *skeleton, PhClipboard *clipboard)
{
  g_signal_connect_object (skeleton, "handle-list-targets", G_CALLBACK (on_list_targets), clipboard,
                           0);
  g_signal_connect_object (skeleton, "handle-read", G_CALLBACK (on_read), clipboard, 0);
  g_signal_connect_object (skeleton, "handle-write", G_CALLBACK (on_write), clipboard, 0);
}

/* --- life ---------------------------------------------------------------------------------------
 */

static GDBusConnection *
connect_to_parent (GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (PH_CLIPBOARD_PEER_FD, error);
  g_autoptr (GSocketConnection) stream = NULL;

  if (socket == NULL)
    return NULL;
  stream = g_socket_connection_factory_create_connection (socket);
  return g_dbus_connection_new_sync (G_IO_STREAM (stream), NULL,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                         | G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                                     NULL, NULL, error);
}

static gboolean
on_farewell (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
on_closed (GDBusConnection *connection, gboolean remote_peer_vanished, const GError *error,
           GMainLoop *loop)
{
  g_timeout_add (FAREWELL_MS, on_farewell, loop);
}

static gboolean
serve (PhClipboard *clipboard, GError **error)
{
  g_autoptr (PhClipboard1) skeleton = ph_clipboard1_skeleton_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GDBusConnection) connection = connect_to_parent (error);

  if (connection == NULL
      || !g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (skeleton), connection,
                                            PH_CLIPBOARD_PEER_PATH, error))
    return FALSE;
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), loop);
  answer (skeleton, clipboard);
  follow (clipboard, skeleton);
  g_dbus_connection_start_message_processing (connection);
  g_main_loop_run (loop);
  g_signal_handlers_disconnect_by_data (connection, loop);
  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (skeleton));
  return TRUE;
}

int
ph_clipboard_agent_run (void)
{
  g_autoptr (PhClipboard) clipboard = NULL;
  g_autoptr (GError) error = NULL;

  /* The other process hears of it by our end. */
  if (!gtk_init_check (NULL, NULL))
    return EXIT_FAILURE;
  clipboard = ph_clipboard_x11_new ();
  if (serve (clipboard, &error))
    return EXIT_SUCCESS;
  g_warning ("%s", error->message);
  return EXIT_FAILURE;
}
