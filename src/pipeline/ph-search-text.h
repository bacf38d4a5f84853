/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a search compares: text in one form, whatever case and composition it was written in. */

/* NFC and case folded; invalid bytes become U+FFFD.  (transfer full) */
char *ph_search_text_fold (const char *text);

/* The searchable text of one picture: the parts, folded, one a line; a part that another one holds
 * is left out.  All (nullable).  (transfer full) */
char *ph_search_text_for_picture (const char *name, const char *alt, const char *key);

/* The words of what the person typed, folded, one a line; "" where there is none.
 * (transfer full) */
char *ph_search_text_split (const char *text);

G_END_DECLS
