/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of the kernel's cryptographic source, up to 256 of them. */
void ph_random_fill (guint8 *bytes, gsize length);

/* A file name that nothing else has: 32 hexadecimal digits.  (transfer full) */
char *ph_random_name (void);

/* Has @name the form of ph_random_name ()?  Names come back from a database or a folder: nothing
 * else may become part of a path. */
gboolean ph_random_is_name (const char *name);

G_END_DECLS
