/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-pipe-reader.h"
#include "ph-pipe-writer.h"

typedef struct
{
  int ends[2];
  gboolean is_over;
  GBytes *bytes;
  GError *error;
} Pipe;

static void
pipe_open (Pipe *self)
{
  *self = (Pipe){ 0 };
  g_assert_cmpint (pipe2 (self->ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (fcntl (self->ends[0], F_SETFL, O_NONBLOCK), ==, 0);
}

static void
on_ended (GBytes *bytes, GError *error, gpointer user_data)
{
  Pipe *self = user_data;

  g_assert_false (self->is_over);
  self->is_over = TRUE;
  self->bytes = bytes;
  self->error = error;
}

static void
wait_for_end (Pipe *self)
{
  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + i / 4096);
  return g_bytes_new_take (data, size);
}

/* Through one main loop: neither may wait for the other. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 4096, 65536, 65537, 1024 * 1024, 1024 * 1024 + 1, 5000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (sizes[i]);
      PhPipeReader *reader;
      Pipe self;

      pipe_open (&self);
      ph_pipe_write (self.ends[1], bytes);
      reader = ph_pipe_reader_new (self.ends[0], sizes[i], 60, on_ended, &self);
      g_assert_false (self.is_over);
      wait_for_end (&self);
      g_assert_no_error (self.error);
      g_assert_true (g_bytes_equal (self.bytes, bytes));
      g_bytes_unref (self.bytes);
      ph_pipe_reader_free (reader);
    }
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) bytes = make_bytes (200000);
  PhPipeReader *reader;
  Pipe self;

  pipe_open (&self);
  ph_pipe_write (self.ends[1], bytes);
  reader = ph_pipe_reader_new (self.ends[0], 199999, 60, on_ended, &self);
  wait_for_end (&self);
  g_assert_null (self.bytes);
  g_assert_error (self.error, PH_ERROR, PH_ERROR_TOO_LARGE);
  g_error_free (self.error);
  ph_pipe_reader_free (reader);
}

static void
test_no_answer (void)
{
  PhPipeReader *reader;
  Pipe self;

  pipe_open (&self);
  g_assert_cmpint (write (self.ends[1], "begun", 5), ==, 5);
  reader = ph_pipe_reader_new (self.ends[0], 100, 1, on_ended, &self);
  wait_for_end (&self);
  g_assert_null (self.bytes);
  g_assert_error (self.error, PH_ERROR, PH_ERROR_FAILED);
  g_error_free (self.error);
  ph_pipe_reader_free (reader);
  close (self.ends[1]);
}

/* Who stops reading isn't written to, and costs nothing any more. */
static void
test_reader_goes (void)
{
  g_autoptr (GBytes) bytes = make_bytes (200000);
  Pipe self;

  pipe_open (&self);
  ph_pipe_write (self.ends[1], bytes);
  g_assert_cmpint (fcntl (self.ends[1], F_GETFD), >=, 0);
  ph_pipe_reader_free (ph_pipe_reader_new (self.ends[0], 1, 60, on_ended, &self));
  while (fcntl (self.ends[1], F_GETFD) >= 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (self.is_over);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipe/sizes", test_sizes);
  g_test_add_func ("/pipe/too-large", test_too_large);
  g_test_add_func ("/pipe/no-answer", test_no_answer);
  g_test_add_func ("/pipe/reader-goes", test_reader_goes);
  return g_test_run ();
}
