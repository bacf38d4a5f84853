/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a window says below a widget: in words for everybody, in colour beside them, and to a screen
 * reader as the description of the widget. */

/* What happened and what to do, as one sentence.  (transfer full) */
char *ph_message_from_error (const GError *error);

/* @text (nullable) as a window says it: the key of the setting, which is that of the settings file
 * and the command line, is replaced by its label.  (transfer full) (nullable): NULL for NULL */
char *ph_message_name_setting (const char *text, GParamSpec *setting);

/* @label: hidden where there is nothing to say
 * @widget: (nullable): what it is about
 * @error: (nullable), @hint: (nullable): shown where there is no error */
void ph_message_show (GtkWidget *label, GtkWidget *widget, const char *error, const char *hint);

G_END_DECLS
