/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of files as programs hand them over.  Only bytes: nothing is opened. */

/* "text/uri-list" (RFC 2483: CRLF between lines, "#" begins a comment), and what file managers make
 * of it: "x-special/gnome-copied-files" has a line "cut" or "copy" before, some put
 * "x-special/nautilus-clipboard" before that.  Line ends of any kind are taken.
 *
 * @data: NULL where @length is 0
 * *is_cut: (nullable): the files are about to be moved away
 *
 * (transfer full) (element-type utf8): the addresses as they stand, in order; a path that stands
 * where an address should is left as it is */
GPtrArray *ph_uri_list_parse (const char *data, gsize length, gboolean *is_cut);

G_END_DECLS
