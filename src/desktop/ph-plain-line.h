/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text on one line that can't pass for another one: valid UTF-8, control characters and line
 * separators become spaces, marks that turn the reading direction are left out.  It may come from
 * anybody, a file's name say.  What is wider than @max Latin letters loses its middle, since the
 * end of a name, with its extension, says as much as its beginning.  (transfer full) */
char *ph_plain_line_new (const char *text, guint max);

G_END_DECLS
