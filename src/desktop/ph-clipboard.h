/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The clipboard, by whatever means the session has: X11's (ph-clipboard-x11), a Wayland
 * compositor's (ph-clipboard-wayland), or that of an X11 program beside us on another compositor
 * (ph-clipboard-remote).  Nothing but ph_clipboard_store () ever waits: a program
 * that owns the clipboard and doesn't answer is given up after PH_CLIPBOARD_TIMEOUT seconds.
 *
 * Signals:
 *   "changed" (): somebody else has taken the clipboard; not for what we put there ourselves, nor
 *                 for a clipboard manager's copy of it
 *   "lost" (): whoever had it has gone, and nobody has it now
 *   "ended" (): the session gives no access to it any more; all further reads fail */

#define PH_CLIPBOARD_TIMEOUT 5

#define PH_TYPE_CLIPBOARD (ph_clipboard_get_type ())
G_DECLARE_INTERFACE (PhClipboard, ph_clipboard, PH, CLIPBOARD, GObject)

struct _PhClipboardInterface
{
  GTypeInterface parent_interface;

  void (*list_targets_async) (PhClipboard *clipboard, GAsyncReadyCallback callback,
                              gpointer user_data);
  /* (nullable): what the GTask of list_targets_async () has returned, as of read_async () */
  char **(*list_targets_finish) (PhClipboard *clipboard, GAsyncResult *result, GError **error);
  void (*read_async) (PhClipboard *clipboard, const char *target, gsize max,
                      GAsyncReadyCallback callback, gpointer user_data);
  guint64 (*get_serial) (PhClipboard *clipboard);
  gboolean (*write) (PhClipboard *clipboard, const char *text, const char *html);
  void (*store) (PhClipboard *clipboard);       /* (nullable): nothing has to be done */
  gboolean (*is_kept) (PhClipboard *clipboard); /* (nullable): never known */
};

/* The targets (MIME types and X11's own names) that are offered now, in no particular order.
 * (transfer full): empty where the clipboard is.  Errors: PH_ERROR_FAILED where its owner doesn't
 * answer. */
void ph_clipboard_list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback,
                                      gpointer user_data);
char **ph_clipboard_list_targets_finish (PhClipboard *clipboard, GAsyncResult *result,
                                         GError **error);

/* The bytes of @target as they are.  (transfer full).  Errors: PH_ERROR_TOO_LARGE for more than
 * @max bytes; PH_ERROR_EMPTY where the owner has none; PH_ERROR_CHANGED where another copy was made
 * before it answered; PH_ERROR_FAILED where it doesn't answer. */
void ph_clipboard_read_async (PhClipboard *clipboard, const char *target, gsize max,
                              GAsyncReadyCallback callback, gpointer user_data);
GBytes *ph_clipboard_read_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error);

/* Another number for each new owner: has the person copied something since?  The same for what we
 * put there ourselves. */
guint64 ph_clipboard_get_serial (PhClipboard *clipboard);

/* Has the session's clipboard manager taken it over? */
gboolean ph_clipboard_is_kept (PhClipboard *clipboard);

/* Puts a text there, and the same as HTML for those who ask for it (nullable).  FALSE where it
 * isn't there yet, or can't be any more. */
gboolean ph_clipboard_write (PhClipboard *clipboard, const char *text, const char *html);

/* Hands what we have put there to the clipboard manager, so that it outlives us.  Waits for it, for
 * ten seconds at most: only to be called when the main loop has ended. */
void ph_clipboard_store (PhClipboard *clipboard);

G_END_DECLS
