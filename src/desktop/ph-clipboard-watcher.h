/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"
#include "ph-copied.h"
#include "ph-desk.h"
#include "ph-watch-mode.h"

G_BEGIN_DECLS

/* Watches the clipboard: what becomes of a picture that somebody copies.  It wakes up only when
 * something is copied, and takes only what was surely copied as a picture (PH_READING_WATCHED).
 *
 * One copy is seen once, however often clipboard managers take it over.
 *
 * Signals:
 *   "found" (PhCopied *): PH_WATCH_ASK: shall it be put up?  In place of one that was found before
 *   "gone" (): what was found isn't asked for any more: it was accepted or ignored, or something
 *              else was copied */

#define PH_TYPE_CLIPBOARD_WATCHER (ph_clipboard_watcher_get_type ())
G_DECLARE_FINAL_TYPE (PhClipboardWatcher, ph_clipboard_watcher, PH, CLIPBOARD_WATCHER, GObject)

/* It begins with PH_WATCH_OFF. */
PhClipboardWatcher *ph_clipboard_watcher_new (PhClipboard *clipboard, PhDesk *desk);

/* What is on the clipboard already isn't looked at. */
void ph_clipboard_watcher_set_mode (PhClipboardWatcher *watcher, PhWatchMode mode);

/* (nullable) (transfer none): what was found and waits for an answer */
PhCopied *ph_clipboard_watcher_get_found (PhClipboardWatcher *watcher);

/* Puts up what was found; FALSE where there is nothing. */
gboolean ph_clipboard_watcher_accept (PhClipboardWatcher *watcher);
/* Forgets it. */
void ph_clipboard_watcher_ignore (PhClipboardWatcher *watcher);

G_END_DECLS
