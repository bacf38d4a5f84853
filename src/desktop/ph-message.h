/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a window says below a widget: in words for everybody, in colour beside them, and to a screen
 * reader as the description of the widget. */

/* What happened and what to do, as one sentence.  (transfer full) */
char *ph_message_from_error (const GError *error);

/* @label: hidden where there is nothing to say
 * @widget: (nullable): what it is about
 * @error: (nullable), @hint: (nullable): shown where there is no error */
void ph_message_show (GtkWidget *label, GtkWidget *widget, const char *error, const char *hint);

G_END_DECLS
