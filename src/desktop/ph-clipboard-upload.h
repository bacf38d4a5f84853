/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard-window.h"
#include "ph-desk.h"

G_BEGIN_DECLS

/* The person asks for it: what is on the clipboard goes to the desk. */

#define PH_TYPE_CLIPBOARD_UPLOAD (ph_clipboard_upload_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardUpload, ph_clipboard_upload, PH, CLIPBOARD_UPLOAD, GObject)

/* @clipboard: (nullable): where the session gives no access to one */
PhClipboardUpload *ph_clipboard_upload_new (PhClipboard *clipboard, PhDesk *desk);

/* From now on there is no other clipboard than this. */
void ph_clipboard_upload_set_window (PhClipboardUpload *upload, PhClipboardWindow *window);

void ph_clipboard_upload_run_async (PhClipboardUpload *upload, const PhDeskOptions *options,
                                    GAsyncReadyCallback callback, gpointer user_data);
/* (transfer none): until @result is freed.  NULL with PH_ERROR_NO_PICTURE where there is no
 * picture, or with the errors of ph_clipboard_reading_run_async () and ph_desk_upload_async (). */
const PhDelivery *ph_clipboard_upload_run_finish (PhClipboardUpload *upload, GAsyncResult *result,
                                                  GError **error);
/* Has it come so far that the desk has the pictures, and says what becomes of them? */
gboolean ph_clipboard_upload_has_begun (GAsyncResult *result);

G_END_DECLS
