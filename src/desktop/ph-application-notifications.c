/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ph-application-private.h"
#include "ph-undo.h"

/* Notifications: which parts they speak for, and the actions of their buttons that nobody else has.
 */

#define CLIPBOARD_TAG "clipboard"

/* --- questions ----------------------------------------------------------------------------------
 */

static void
on_clipboard_found (PhClipboardWatcher *watcher, PhCopied *copied, PhApplication *application)
{
  ph_asker_ask (application->asker, CLIPBOARD_TAG, copied, "upload-found", "ignore-found", NULL);
}

static void
on_clipboard_gone (PhClipboardWatcher *watcher, PhApplication *application)
{
  g_autoptr (PhCopied) gone = ph_asker_take (application->asker, CLIPBOARD_TAG);
}

/* Each find is a question of its own, so that no answer is for pictures that weren't shown. */
static void
on_folder_found (PhFolderWatch *watch, PhCopied *copied, PhApplication *application)
{
  g_autofree char *tag = g_strdup_printf ("folder-%u", ++application->last_question);

  ph_asker_ask (application->asker, tag, copied, "upload-new-files", "ignore-new-files",
                g_variant_new_string (tag));
}

static void
on_upload_new_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;
  g_autoptr (PhCopied) found
      = ph_asker_take (application->asker, g_variant_get_string (parameter, NULL));

  if (found != NULL)
    ph_folder_watch_accept (application->folder_watch, found);
}

static void
on_ignore_new_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (PhCopied) ignored
      = ph_asker_take (PH_APPLICATION (user_data)->asker, g_variant_get_string (parameter, NULL));
}

/* --- what was done ------------------------------------------------------------------------------
 */

typedef struct
{
  PhAnnouncer *announcer;
  GVariant *ids; /* ax */
} Undoing;

static void
on_undone (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  Undoing *undoing = user_data;
  g_autoptr (PhUndoResult) result = ph_undo_run_finish (PH_ENGINE (source), async_result);
  gsize n_ids;
  const gint64 *ids = g_variant_get_fixed_array (undoing->ids, &n_ids, sizeof (gint64));

  ph_announcer_say_removed (undoing->announcer, ids, (guint) n_ids, result);
  g_object_unref (undoing->announcer);
  g_variant_unref (undoing->ids);
  g_free (undoing);
}

static void
on_undo_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;
  Undoing *undoing = g_new0 (Undoing, 1);
  gsize n_ids;
  const gint64 *ids = g_variant_get_fixed_array (parameter, &n_ids, sizeof (gint64));

  undoing->announcer = g_object_ref (application->announcer);
  undoing->ids = g_variant_ref (parameter);
  ph_undo_run_async (application->engine, ids, (guint) n_ids, on_undone, undoing);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gint64 id = g_variant_get_int64 (parameter);

  g_action_group_activate_action (
      G_ACTION_GROUP (user_data), "undo-all",
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
}

static void
on_cancel_delivery (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_desk_cancel (PH_APPLICATION (user_data)->desk, g_variant_get_uint32 (parameter));
}

void
ph_application_start_notifications (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "upload-new-files", on_upload_new_files, "s", NULL, NULL, { 0 } },
    { "ignore-new-files", on_ignore_new_files, "s", NULL, NULL, { 0 } },
    { "undo", on_undo, "x", NULL, NULL, { 0 } },
    { "undo-all", on_undo_all, "ax", NULL, NULL, { 0 } },
    { "cancel-delivery", on_cancel_delivery, "u", NULL, NULL, { 0 } },
  };

  application->notifier = ph_notifier_new (G_APPLICATION (application), application->capabilities);
  application->asker = ph_asker_new (application->notifier, application->config);
  application->announcer
      = ph_announcer_new (application->notifier, application->desk, application->engine,
                          application->config, application->activity);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  if (application->watcher != NULL)
    {
      g_signal_connect_object (application->watcher, "found", G_CALLBACK (on_clipboard_found),
                               application, 0);
      g_signal_connect_object (application->watcher, "gone", G_CALLBACK (on_clipboard_gone),
                               application, 0);
    }
  g_signal_connect_object (application->folder_watch, "found", G_CALLBACK (on_folder_found),
                           application, 0);
}

void
ph_application_silence (PhApplication *application)
{
  if (application->notifier != NULL)
    ph_notifier_close (application->notifier);
}

void
ph_application_end_notifications (PhApplication *application)
{
  if (application->watcher != NULL)
    g_signal_handlers_disconnect_by_data (application->watcher, application);
  if (application->folder_watch != NULL)
    g_signal_handlers_disconnect_by_data (application->folder_watch, application);
  g_clear_object (&application->announcer);
  g_clear_object (&application->asker);
  g_clear_object (&application->notifier);
}
