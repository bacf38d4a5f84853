/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Comma-separated values as RFC 4180 has them; lines may end with LF alone. */

/* Appends @value to @line, quoted where it has to be; a comma before it unless @line is empty or
 * ends a line. */
void ph_csv_append (GString *line, const char *value);

/* Reads one record from text. */
typedef struct
{
  const char *at;  /* what is not read yet */
  const char *end; /* of the text */
  guint line;      /* number of the line at @at, from 1 */
} PhCsvReader;

/* ph_csv_read_record:
 *
 * The fields of the next record; empty lines are passed over.  A quoted field may hold line ends.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): NULL at the end without an error, or
 * with PH_ERROR_INPUT; then the reader stands behind the bad line */
GPtrArray *ph_csv_read_record (PhCsvReader *reader, GError **error);

G_END_DECLS
