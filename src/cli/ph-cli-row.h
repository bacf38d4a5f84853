/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"
#include "ph-history.h"

G_BEGIN_DECLS

/* Rows of the history as commands name them: by number or by link. */

/* ph_cli_row_find:
 * @what: the number of a row, or a link that Pichoist printed
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_INPUT where the history has no such row */
PhHistoryRow *ph_cli_row_find (PhCliSession *session, const char *what, GError **error);

/* The destination that leads to the row's object today.  (transfer none) */
PhDestination *ph_cli_row_get_destination (PhCliSession *session, const PhHistoryRow *row,
                                           GError **error);

G_END_DECLS
