/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of files and URLs in the three forms in which people meet them. */

/* For terminals and logs: control characters, line separators, invalid bytes and the marks that
 * turn the reading direction round as C escapes (\n, \033, \377), the rest as it is; backslash
 * doubled only where an escape was needed.  (transfer full) */
char *ph_display_name_escape (const char *raw);

/* On one line for a person: valid UTF-8 (invalid bytes and noncharacters U+FFFD), control
 * characters and line separators become spaces.  (transfer full) */
char *ph_display_name_to_line (const char *raw);

/* The base name of a path or URL as valid UTF-8 (invalid bytes U+FFFD, URL decoded once, query and
 * fragment off, control characters become spaces); "picture" where nothing is left.  (transfer
 * full) */
char *ph_display_name_from_path (const char *path);
char *ph_display_name_from_url (const char *url);

/* Alternative text from a name: without its extension, white space trimmed and folded.  (transfer
 * full) */
char *ph_display_name_to_alt (const char *name);

/* The extension of @name without the dot, "" where there is none (a leading dot is none; at most 10
 * characters of A-Z a-z 0-9 with a letter among them, so that "9.41.00" has none).  Points into
 * @name. */
const char *ph_display_name_get_extension (const char *name);

G_END_DECLS
