/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard.h"

G_DEFINE_INTERFACE (PhClipboard, ph_clipboard, G_TYPE_OBJECT)

static void
ph_clipboard_default_init (PhClipboardInterface *interface)
{
  g_signal_new ("changed", PH_TYPE_CLIPBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  g_signal_new ("lost", PH_TYPE_CLIPBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("ended", PH_TYPE_CLIPBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
ph_clipboard_list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  PH_CLIPBOARD_GET_IFACE (clipboard)->list_targets_async (clipboard, callback, user_data);
}

char **
ph_clipboard_list_targets_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  return PH_CLIPBOARD_GET_IFACE (clipboard)->list_targets_finish (clipboard, result, error);
}

void
ph_clipboard_read_async (PhClipboard *clipboard, const char *target, gsize max,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  PH_CLIPBOARD_GET_IFACE (clipboard)->read_async (clipboard, target, max, callback, user_data);
}

GBytes *
ph_clipboard_read_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  return PH_CLIPBOARD_GET_IFACE (clipboard)->read_finish (clipboard, result, error);
}

guint64
ph_clipboard_get_serial (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_GET_IFACE (clipboard)->get_serial (clipboard);
}

gboolean
ph_clipboard_write (PhClipboard *clipboard, const char *text, const char *html)
{
  return PH_CLIPBOARD_GET_IFACE (clipboard)->write (clipboard, text, html);
}

void
ph_clipboard_store (PhClipboard *clipboard)
{
  PH_CLIPBOARD_GET_IFACE (clipboard)->store (clipboard);
}

gboolean
ph_clipboard_is_kept (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_GET_IFACE (clipboard)->is_kept (clipboard);
}
