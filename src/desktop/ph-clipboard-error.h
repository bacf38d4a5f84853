/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can go wrong with another program's copy, said alike for all kinds of clipboards.  Each is
 * (transfer full) and of PH_ERROR. */

GError *ph_clipboard_error_new_changed (void);
GError *ph_clipboard_error_new_empty (void);
GError *ph_clipboard_error_new_no_answer (void);
GError *ph_clipboard_error_new_too_large (void);

G_END_DECLS
