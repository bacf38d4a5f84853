/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* write(2) until all of it is written.  Blocks; from any thread.  FALSE with errno. */
gboolean ph_write_all (int fd, gconstpointer data, gsize length);

G_END_DECLS
