/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-watcher.h"

#include "ph-clipboard-reading.h"

/* Clipboard managers take a copy over by then, some of them twice. */
#define SAME_COPY_USEC G_USEC_PER_SEC

struct _PhClipboardWatcher
{
  GObject parent_instance;

  PhClipboard *clipboard;
  PhDesk *desk;
  PhWatchMode mode;

  gboolean is_reading;
  gboolean has_changed; /* since that began */
  gint64 changed;       /* when, the last time */
  gint64 read;          /* of which change */

  PhCopied *last; /* (nullable): of the copy that was seen last, without its pictures */
  gint64 last_seen;
  PhCopied *found; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PhClipboardWatcher, ph_clipboard_watcher, G_TYPE_OBJECT)

enum
{
  FOUND,
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_clipboard_watcher_finalize (GObject *object)
{
  PhClipboardWatcher *watcher = PH_CLIPBOARD_WATCHER (object);

  g_object_unref (watcher->clipboard);
  g_object_unref (watcher->desk);
  g_clear_pointer (&watcher->last, ph_copied_unref);
  g_clear_pointer (&watcher->found, ph_copied_unref);
  G_OBJECT_CLASS (ph_clipboard_watcher_parent_class)->finalize (object);
}

static void
ph_clipboard_watcher_class_init (PhClipboardWatcherClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_clipboard_watcher_finalize;
  signals[FOUND] = g_signal_new ("found", PH_TYPE_CLIPBOARD_WATCHER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[GONE] = g_signal_new ("gone", PH_TYPE_CLIPBOARD_WATCHER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
ph_clipboard_watcher_init (PhClipboardWatcher *watcher)
{
}

/* --- what was found -----------------------------------------------------------------------------
 */

static void
upload (PhClipboardWatcher *watcher, PhCopied *copied, gboolean unasked)
{
  const PhDeskOptions options = {
    .origin = PH_ORIGIN_CLIPBOARD,
    .copy = TRUE,
    .copied = copied,
    .unasked = unasked,
  };

  ph_desk_upload_async (watcher->desk, ph_copied_dup_inputs (copied), &options, NULL, NULL);
}

PhCopied *
ph_clipboard_watcher_get_found (PhClipboardWatcher *watcher)
{
  return watcher->found;
}

gboolean
ph_clipboard_watcher_accept (PhClipboardWatcher *watcher)
{
  if (watcher->found == NULL)
    return FALSE;
  upload (watcher, watcher->found, FALSE);
  ph_clipboard_watcher_ignore (watcher);
  return TRUE;
}

void
ph_clipboard_watcher_ignore (PhClipboardWatcher *watcher)
{
  if (watcher->found == NULL)
    return;
  g_clear_pointer (&watcher->found, ph_copied_unref);
  g_signal_emit (watcher, signals[GONE], 0);
}

/* --- what is copied -----------------------------------------------------------------------------
 */

static gboolean
is_last (PhClipboardWatcher *watcher, const PhCopied *copied)
{
  return watcher->last != NULL && copied->sha256 != NULL
         && g_strcmp0 (watcher->last->sha256, copied->sha256) == 0
         && (watcher->read - watcher->last_seen <= SAME_COPY_USEC
             || ph_clipboard_is_kept (watcher->clipboard));
}

/* @copied: (transfer full) */
static void
take (PhClipboardWatcher *watcher, PhCopied *copied)
{
  g_autoptr (PhCopied) owned = copied;
  gboolean is_known = is_last (watcher, copied);

  watcher->last_seen = watcher->read;
  if (is_known)
    return;
  g_clear_pointer (&watcher->last, ph_copied_unref);
  watcher->last = ph_copied_new_trace (copied);
  if (watcher->mode == PH_WATCH_UPLOAD)
    {
      upload (watcher, copied, TRUE);
      return;
    }
  g_clear_pointer (&watcher->found, ph_copied_unref);
  watcher->found = g_steal_pointer (&owned);
  g_signal_emit (watcher, signals[FOUND], 0, copied);
}

static void read_clipboard (PhClipboardWatcher *watcher);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhClipboardWatcher) watcher = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCopied) copied
      = ph_clipboard_reading_run_finish (PH_CLIPBOARD (source), result, &error);

  watcher->is_reading = FALSE;
  if (watcher->mode == PH_WATCH_OFF)
    return;
  if (copied != NULL)
    take (watcher, g_steal_pointer (&copied));
  else if (!watcher->has_changed)
    {
      g_debug ("clipboard: %s", error->message);
      g_clear_pointer (&watcher->last, ph_copied_unref);
      ph_clipboard_watcher_ignore (watcher);
    }
  if (watcher->has_changed)
    read_clipboard (watcher);
}

/* In the other modes a copy is no wish to upload. */
static void
on_begun (gpointer user_data)
{
  PhClipboardWatcher *watcher = user_data;

  if (watcher->mode == PH_WATCH_UPLOAD)
    ph_desk_expect (watcher->desk, NULL);
}

static void
read_clipboard (PhClipboardWatcher *watcher)
{
  watcher->is_reading = TRUE;
  watcher->has_changed = FALSE;
  watcher->read = watcher->changed;
  ph_clipboard_reading_run_async (watcher->clipboard, PH_READING_WATCHED, on_begun, on_read,
                                  g_object_ref (watcher));
}

static void
on_changed (PhClipboard *clipboard, PhClipboardWatcher *watcher)
{
  watcher->changed = g_get_monotonic_time ();
  if (watcher->mode == PH_WATCH_OFF)
    return;
  /* One after the other, so that they are told apart in their order. */
  if (watcher->is_reading)
    watcher->has_changed = TRUE;
  else
    read_clipboard (watcher);
}

/* Its owner has ended.  Clipboard managers then put it there again. */
static void
on_lost (PhClipboard *clipboard, PhClipboardWatcher *watcher)
{
  watcher->last_seen = g_get_monotonic_time ();
}

void
ph_clipboard_watcher_set_mode (PhClipboardWatcher *watcher, PhWatchMode mode)
{
  if (watcher->mode == mode)
    return;
  watcher->mode = mode;
  g_clear_pointer (&watcher->last, ph_copied_unref);
  watcher->has_changed = FALSE;
  /* What was asked in one mode isn't answered by another. */
  ph_clipboard_watcher_ignore (watcher);
}

PhClipboardWatcher *
ph_clipboard_watcher_new (PhClipboard *clipboard, PhDesk *desk)
{
  PhClipboardWatcher *watcher = g_object_new (PH_TYPE_CLIPBOARD_WATCHER, NULL);

  watcher->clipboard = g_object_ref (clipboard);
  watcher->desk = g_object_ref (desk);
  g_signal_connect_object (clipboard, "changed", G_CALLBACK (on_changed), watcher, 0);
  g_signal_connect_object (clipboard, "lost", G_CALLBACK (on_lost), watcher, 0);
  return watcher;
}
