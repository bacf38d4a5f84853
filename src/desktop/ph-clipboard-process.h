/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard1.h"

G_BEGIN_DECLS

/* The clipboard process (ph-clipboard-agent): started, and started anew whenever it ends, until it
 * has ended again and again.
 *
 * Signals:
 *   "ready" (): ph_clipboard_process_get_proxy () is there
 *   "down" (): it isn't any more
 *   "ended" (): there won't be one any more; never before ph_clipboard_process_new () has returned
 */

#define PH_TYPE_CLIPBOARD_PROCESS (ph_clipboard_process_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardProcess, ph_clipboard_process, PH, CLIPBOARD_PROCESS, GObject)

/* It ends with the last reference. */
PhClipboardProcess *ph_clipboard_process_new (void);

/* (nullable) (transfer none): until it is ready */
PhClipboard1 *ph_clipboard_process_get_proxy (PhClipboardProcess *process);

/* It doesn't answer any more: it is to be started anew. */
void ph_clipboard_process_kill (PhClipboardProcess *process);

G_END_DECLS
