/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads what another program writes into a pipe, to its end, in the main loop: piece by piece, so
 * that nothing else has to wait for it. */

typedef struct _PhPipeReader PhPipeReader;

/* @bytes: (transfer full) (nullable): NULL where it failed
 * @error: (transfer full) (nullable): those of ph_clipboard_read_async ()
 *
 * The reader may be freed in it. */
typedef void (*PhPipeReaderFunc) (GBytes *bytes, GError *error, gpointer user_data);

/* ph_pipe_reader_new:
 * @fd: (transfer full): doesn't block
 * @max: bytes
 * @timeout: seconds without any sign of life
 * @ended: called once, never from within this function */
PhPipeReader *ph_pipe_reader_new (int fd, gsize max, guint timeout, PhPipeReaderFunc ended,
                                  gpointer user_data);

/* Stops where it is; @ended isn't called any more. */
void ph_pipe_reader_free (PhPipeReader *reader);

G_END_DECLS
