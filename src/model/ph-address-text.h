/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What comes along when an address is copied out of a page, a chat or a document. */

/* Without blanks (those that can't be seen as well) and one pair of quotes or brackets around.
 * (transfer full): valid UTF-8 */
char *ph_address_text_trim (const char *text);

/* And with the punctuation of Chinese keyboards made that of URLs, and of several schemes in a row
 * the last alone.  (transfer full) */
char *ph_address_text_tidy (const char *text);

G_END_DECLS
