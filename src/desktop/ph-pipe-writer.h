/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ph_pipe_write:
 * @fd: (transfer full): it is closed when all is written, when nobody reads it any more, and after
 * a minute in which nothing was read
 *
 * Writes to another program, as fast as that reads, in the main loop; never waits for it.  SIGPIPE
 * has to be ignored. */
void ph_pipe_write (int fd, GBytes *bytes);

G_END_DECLS
