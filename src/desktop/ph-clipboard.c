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
  PhClipboardInterface *interface = PH_CLIPBOARD_GET_IFACE (clipboard);

  if (interface->list_targets_finish != NULL)
    return interface->list_targets_finish (clipboard, result, error);
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
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
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
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
  PhClipboardInterface *interface = PH_CLIPBOARD_GET_IFACE (clipboard);

  if (interface->store != NULL)
    interface->store (clipboard);
}

gboolean
ph_clipboard_is_kept (PhClipboard *clipboard)
{
  PhClipboardInterface *interface = PH_CLIPBOARD_GET_IFACE (clipboard);

  return interface->is_kept != NULL && interface->is_kept (clipboard);
}
