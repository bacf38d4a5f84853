/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds any substring, from one character, in any script, with SQLite's FTS5.
 *
 * FTS5 knows words only, and those of Chinese or Japanese text are nowhere marked.  So each
 * character and its follower make one "word" of the index, spelt in letters and digits.  A longer
 * substring is then a phrase of such words, and a single character a prefix of one.
 *
 * Measured with 100,000 rows (SQLite 3.40), milliseconds for 50 rows, warm / from a cold disk:
 *                                  rare or no hit     any character     worst phrase
 *   this index                     0.07-0.4 / 0.3-4   0.15 / 1.5        9.5 / 37
 *   a scan of the folded text      8-15 / 109         0.06 / -          15 / 109
 * for 28 against 8 MB, and 125 against 58 microseconds for a row that is added. */

/* The "words" of one picture, for the index.  All (nullable).  (transfer full) */
char *ph_search_text_tokens (const char *name, const char *alt, const char *key);

/* What the person typed, as a MATCH expression: all its words, wherever they stand; "" where it
 * holds none.  Words after the 32nd and characters of a word after the 256th are not looked at.
 * (transfer full) */
char *ph_search_text_query (const char *text);

G_END_DECLS
