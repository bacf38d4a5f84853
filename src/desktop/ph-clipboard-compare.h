/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"
#include "ph-copied.h"

G_BEGIN_DECLS

/* ph_clipboard_compare_async:
 *
 * Does the clipboard hold the very same that @copied was read from?  So it does after a clipboard
 * manager has taken it over. */
void ph_clipboard_compare_async (PhClipboard *clipboard, PhCopied *copied,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* FALSE too where that can't be told. */
gboolean ph_clipboard_compare_finish (PhClipboard *clipboard, GAsyncResult *result);

G_END_DECLS
