/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-connection-wayland.h"

#include <errno.h>

typedef struct
{
  GSource source;
  struct wl_display *display;
  gpointer fd; /* its tag */
  gboolean is_reading;
  gboolean is_full; /* what is to be sent */
  gboolean is_broken;
} Connection;

/* What doesn't fit into the socket goes when there is room again.  Where sending fails reading
 * tells why. */
static void
send (Connection *connection)
{
  gboolean is_full = wl_display_flush (connection->display) < 0 && errno == EAGAIN;

  /* Each call wakes the main loop up: not without need. */
  if (is_full == connection->is_full)
    return;
  connection->is_full = is_full;
  g_source_modify_unix_fd (&connection->source, connection->fd,
                           is_full ? G_IO_IN | G_IO_OUT : G_IO_IN);
}

static gboolean
prepare (GSource *source, int *timeout)
{
  Connection *connection = (Connection *) source;

  *timeout = -1;
  if (connection->is_broken)
    return TRUE;
  /* It still is where a more urgent source came first in the turn before. */
  if (!connection->is_reading && wl_display_prepare_read (connection->display) != 0)
    return TRUE;
  connection->is_reading = TRUE;
  send (connection);
  return FALSE;
}

static gboolean
check (GSource *source)
{
  Connection *connection = (Connection *) source;
  GIOCondition condition = g_source_query_unix_fd (source, connection->fd);

  if (!connection->is_reading)
    return TRUE;
  connection->is_reading = FALSE;
  if (!(condition & G_IO_IN))
    {
      wl_display_cancel_read (connection->display);
      connection->is_broken = (condition & (G_IO_ERR | G_IO_HUP | G_IO_NVAL)) != 0;
    }
  else if (wl_display_read_events (connection->display) < 0)
    connection->is_broken = TRUE;
  return condition != 0;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Connection *connection = (Connection *) source;
  PhConnectionBrokenFunc broken = (PhConnectionBrokenFunc) (gpointer) callback;

  /* What came before the end still counts. */
  if (wl_display_dispatch_pending (connection->display) < 0)
    connection->is_broken = TRUE;
  if (!connection->is_broken || g_source_is_destroyed (source))
    return G_SOURCE_CONTINUE;
  broken (user_data);
  return G_SOURCE_REMOVE;
}

static void
finalize (GSource *source)
{
  Connection *connection = (Connection *) source;

  if (connection->is_reading)
    wl_display_cancel_read (connection->display);
}

static GSourceFuncs funcs = { prepare, check, dispatch, finalize, NULL, NULL };

GSource *
ph_connection_wayland_watch (struct wl_display *display, PhConnectionBrokenFunc broken,
                             gpointer user_data)
{
  GSource *source = g_source_new (&funcs, sizeof (Connection));
  Connection *connection = (Connection *) source;

  connection->display = display;
  connection->fd = g_source_add_unix_fd (source, wl_display_get_fd (display), G_IO_IN);
  g_source_set_static_name (source, "Wayland clipboard");
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, (GSourceFunc) (gpointer) broken, user_data, NULL);
  g_source_attach (source, NULL);
  return source;
}
