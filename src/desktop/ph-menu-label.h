/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long labels may be, in characters. */
#define PH_MENU_LABEL_NAME 48
#define PH_MENU_LABEL_SENTENCE 80

/* @text as a label that uses underlines: ph_plain_line_new (), in which an underscore is an
 * underscore.  (transfer full) */
char *ph_menu_label_new (const char *text, guint max);

G_END_DECLS
