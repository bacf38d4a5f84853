/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ph-history.h"
#include "ph-link.h"
#include "ph-outcome.h"

G_BEGIN_DECLS

/* How results are written: links and JSON objects, one line each. */

/* The object of `list --json`: the keys of `upload --json` and created_at.  (transfer full)
 * @url, @link: (nullable): no profile leads there any more
 * @created_at: ISO 8601 */
char *ph_cli_output_row_json (const PhHistoryRow *row, const char *url, const char *link,
                              const char *created_at);

/* ph_cli_output_build_object:
 * @input: bytes as given
 * @outcome: (nullable): NULL where the input never became a job, then @error says why
 * @link: (nullable)
 *
 * The object of `--json`; keys are always there, unknown ones null.  (transfer full) */
JsonObject *ph_cli_output_build_object (const char *input, const PhOutcome *outcome,
                                        const char *link, const GError *error);
/* The same as a line without its end.  (transfer full) */
char *ph_cli_output_json (const char *input, const PhOutcome *outcome, const char *link,
                          const GError *error);

/* Sets @name to @text, or to null.  Invalid UTF-8 becomes U+FFFD. */
void ph_cli_output_set_text (JsonObject *object, const char *name, const char *text);

/* One line of @object.  (transfer full) */
char *ph_cli_output_object_to_line (JsonObject *object);

/* Writes @line and a line end to stdout, at once.  FALSE with @error where nobody can read it (any
 * more). */
gboolean ph_cli_output_write (const char *line, GError **error);

G_END_DECLS
