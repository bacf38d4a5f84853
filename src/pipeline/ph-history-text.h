/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-history.h"

G_BEGIN_DECLS

/* Rows of the history as text, for `pichoist history export` and `import`: as JSON, one object a
 * line, or as CSV.  Times are ISO 8601 in UTC.  Numbers of rows are written and not read: a row
 * gets a new one where it is imported. */

/* Without a line end.  (transfer full) */
char *ph_history_row_to_json (const PhHistoryRow *row);
/* (transfer full): or NULL with PH_ERROR_INPUT, which names the member and what it should be.
 * Unknown members are passed over. */
PhHistoryRow *ph_history_row_from_json (const char *json, GError **error);

/* The names of the columns, and a row; without a line end.  (transfer full) */
char *ph_history_csv_header (void);
char *ph_history_row_to_csv (const PhHistoryRow *row);
/* @names, @fields: (element-type utf8): the first record of the file, and another one.  The same
 * as ph_history_row_from_json () otherwise. */
PhHistoryRow *ph_history_row_from_csv (GPtrArray *names, GPtrArray *fields, GError **error);

G_END_DECLS
