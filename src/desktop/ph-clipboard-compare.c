/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-compare.h"

typedef struct
{
  PhCopied *copied;
  guint64 serial;
  GBytes *bytes; /* what is there now */
} Comparison;

static void
comparison_free (Comparison *comparison)
{
  ph_copied_unref (comparison->copied);
  g_clear_pointer (&comparison->bytes, g_bytes_unref);
  g_free (comparison);
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Comparison *comparison = data;
  g_autofree char *sha256 = ph_copied_hash (comparison->bytes);

  g_clear_pointer (&comparison->bytes, g_bytes_unref);
  g_task_return_boolean (task, g_strcmp0 (sha256, comparison->copied->sha256) == 0);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Comparison *comparison = g_task_get_task_data (task);

  comparison->bytes = ph_clipboard_read_finish (PH_CLIPBOARD (source), result, NULL);
  if (comparison->bytes != NULL
      && g_bytes_get_size (comparison->bytes) == comparison->copied->length)
    g_task_run_in_thread (task, compare_in_thread);
  else
    g_task_return_boolean (task, FALSE);
}

static void
on_targets (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Comparison *comparison = g_task_get_task_data (task);
  const PhCopied *copied = comparison->copied;
  g_auto (GStrv) targets = ph_clipboard_list_targets_finish (PH_CLIPBOARD (source), result, NULL);

  if (targets != NULL && g_strv_contains ((const char *const *) targets, copied->target))
    ph_clipboard_read_async (PH_CLIPBOARD (source), copied->target, copied->length, on_read,
                             g_steal_pointer (&task));
  else
    g_task_return_boolean (task, FALSE);
}

void
ph_clipboard_compare_async (PhClipboard *clipboard, PhCopied *copied, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (clipboard, NULL, callback, user_data);
  Comparison *comparison = g_new0 (Comparison, 1);

  comparison->copied = ph_copied_ref (copied);
  comparison->serial = ph_clipboard_get_serial (clipboard);
  g_task_set_task_data (task, comparison, (GDestroyNotify) comparison_free);
  if (copied->target != NULL && copied->sha256 != NULL)
    {
      ph_clipboard_list_targets_async (clipboard, on_targets, task);
      return;
    }
  g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

gboolean
ph_clipboard_compare_finish (PhClipboard *clipboard, GAsyncResult *result)
{
  const Comparison *comparison = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, clipboard), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL)
         && comparison->serial == ph_clipboard_get_serial (clipboard);
}
