/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-pipe-writer.h"

#include <errno.h>
#include <glib-unix.h>
#include <unistd.h>

/* A program may have been stopped for a while. */
#define PATIENCE_SECONDS 60

typedef struct
{
  int fd;
  GBytes *bytes;
  gsize written;
  guint source, timer;
} Writing;

static void
writing_free (Writing *writing)
{
  g_clear_handle_id (&writing->source, g_source_remove);
  g_clear_handle_id (&writing->timer, g_source_remove);
  close (writing->fd);
  g_bytes_unref (writing->bytes);
  g_free (writing);
}

/* Returns: whether there is more for later */
static gboolean
write_on (Writing *writing)
{
  gsize size;
  const char *data = g_bytes_get_data (writing->bytes, &size);

  while (writing->written < size)
    {
      gssize length = write (writing->fd, data + writing->written, size - writing->written);

      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0)
        return errno == EAGAIN;
      writing->written += (gsize) length;
    }
  return FALSE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Writing *writing = user_data;

  writing->timer = 0;
  writing_free (writing);
  return G_SOURCE_REMOVE;
}

static void
restart_timer (Writing *writing)
{
  g_clear_handle_id (&writing->timer, g_source_remove);
  writing->timer = g_timeout_add_seconds (PATIENCE_SECONDS, on_timeout, writing);
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer user_data)
{
  Writing *writing = user_data;

  if (write_on (writing))
    {
      restart_timer (writing);
      return G_SOURCE_CONTINUE;
    }
  writing->source = 0;
  writing_free (writing);
  return G_SOURCE_REMOVE;
}

void
ph_pipe_write (int fd, GBytes *bytes)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->fd = fd;
  writing->bytes = g_bytes_ref (bytes);
  if (!g_unix_set_fd_nonblocking (fd, TRUE, NULL) || !write_on (writing))
    {
      writing_free (writing);
      return;
    }
  writing->source = g_unix_fd_add (fd, G_IO_OUT | G_IO_HUP | G_IO_ERR, on_writable, writing);
  restart_timer (writing);
}
