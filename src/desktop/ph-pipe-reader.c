/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-pipe-reader.h"

#include <errno.h>
#include <glib-unix.h>
#include <unistd.h>

#include "ph-clipboard-error.h"

/* So much is taken in one turn of the main loop; more than most pipes hold. */
#define PIECE_BYTES (1024 * 1024)

struct _PhPipeReader
{
  int fd;
  gsize max;
  guint timeout;
  guint source, timer;
  GByteArray *data;
  PhPipeReaderFunc ended;
  gpointer user_data;
};

void
ph_pipe_reader_free (PhPipeReader *reader)
{
  g_clear_handle_id (&reader->source, g_source_remove);
  g_clear_handle_id (&reader->timer, g_source_remove);
  close (reader->fd);
  g_byte_array_unref (reader->data);
  g_free (reader);
}

/* @error: (transfer full) (nullable): NULL where all of it is there */
static gboolean
end (PhPipeReader *reader, GError *error)
{
  GBytes *bytes = NULL;

  if (error == NULL)
    {
      bytes = g_byte_array_free_to_bytes (reader->data);
      reader->data = g_byte_array_new ();
    }
  reader->source = 0;
  g_clear_handle_id (&reader->timer, g_source_remove);
  reader->ended (bytes, error, reader->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  PhPipeReader *reader = user_data;

  reader->timer = 0;
  g_clear_handle_id (&reader->source, g_source_remove);
  end (reader, ph_clipboard_error_new_no_answer ());
  return G_SOURCE_REMOVE;
}

static void
restart_timer (PhPipeReader *reader)
{
  g_clear_handle_id (&reader->timer, g_source_remove);
  reader->timer = g_timeout_add_seconds (reader->timeout, on_timeout, reader);
}

/* Right behind what is there already, so that nothing is copied.  Returns: as of read () */
static gssize
read_piece (PhPipeReader *reader)
{
  guint before = reader->data->len;
  gssize length;

  g_byte_array_set_size (reader->data, before + PIECE_BYTES);
  do
    length = read (reader->fd, reader->data->data + before, PIECE_BYTES);
  while (length < 0 && errno == EINTR);
  g_byte_array_set_size (reader->data, before + (guint) MAX (length, 0));
  return length;
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
  PhPipeReader *reader = user_data;
  gssize length = read_piece (reader);

  if (length < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  if (length < 0)
    return end (reader, ph_clipboard_error_new_empty ());
  if (length == 0)
    return end (reader, NULL);
  if (reader->data->len > reader->max)
    return end (reader, ph_clipboard_error_new_too_large ());
  restart_timer (reader);
  return G_SOURCE_CONTINUE;
}

PhPipeReader *
ph_pipe_reader_new (int fd, gsize max, guint timeout, PhPipeReaderFunc ended, gpointer user_data)
{
  PhPipeReader *reader = g_new0 (PhPipeReader, 1);

  reader->fd = fd;
  reader->max = MIN (max, G_MAXUINT / 2);
  reader->timeout = timeout;
  reader->data = g_byte_array_new ();
  reader->ended = ended;
  reader->user_data = user_data;
  reader->source = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, reader);
  restart_timer (reader);
  return reader;
}
