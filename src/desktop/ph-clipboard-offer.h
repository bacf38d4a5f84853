/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Has GTK offer a link to other programs, with our mark, as @owner's: gtk_clipboard_get_owner ().
 * @html: (nullable): the same as HTML */
void ph_clipboard_offer (GtkClipboard *clipboard, GObject *owner, const char *text,
                         const char *html);

G_END_DECLS
