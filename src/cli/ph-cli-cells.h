/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text by the cells that it takes on a terminal: a wide character has two, a combining one none.
 * printf () pads and cuts by bytes, which is right for ASCII alone. */

guint ph_cli_cells_measure (const char *text);

/* @text with spaces behind it up to @width cells; longer text stays as it is.  (transfer full) */
char *ph_cli_cells_pad (const char *text, guint width);

/* What of @text fits into @width cells, whole characters with what combines with them.  (transfer
 * full) */
char *ph_cli_cells_cut (const char *text, guint width);

G_END_DECLS
