/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "7d", "12h", "30m" or "45s", as given to --expires.  FALSE with PH_ERROR_USAGE for
 * anything else, for 0 and for more than seven days, the most that a presigned link can live. */
gboolean ph_cli_duration_parse (const char *text, guint *seconds, GError **error);

G_END_DECLS
