/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes 2 * @n_bytes lower-case hexadecimal digits and a NUL to @text. */
void ph_hex_write (char *text, const guint8 *bytes, gsize n_bytes);

G_END_DECLS
