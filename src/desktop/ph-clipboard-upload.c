/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-upload.h"

#include <glib/gi18n-lib.h>

#include "ph-clipboard-reading.h"
#include "ph-error.h"

struct _PhClipboardUpload
{
  GObject parent_instance;

  PhClipboard *clipboard;    /* (nullable) */
  PhClipboardWindow *window; /* (nullable): in place of it */
  PhDesk *desk;
};

G_DEFINE_FINAL_TYPE (PhClipboardUpload, ph_clipboard_upload, G_TYPE_OBJECT)

static void
ph_clipboard_upload_finalize (GObject *object)
{
  PhClipboardUpload *upload = PH_CLIPBOARD_UPLOAD (object);

  g_clear_object (&upload->clipboard);
  g_clear_object (&upload->window);
  g_object_unref (upload->desk);
  G_OBJECT_CLASS (ph_clipboard_upload_parent_class)->finalize (object);
}

static void
ph_clipboard_upload_class_init (PhClipboardUploadClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_clipboard_upload_finalize;
}

static void
ph_clipboard_upload_init (PhClipboardUpload *upload)
{
}

PhClipboardUpload *
ph_clipboard_upload_new (PhClipboard *clipboard, PhDesk *desk)
{
  PhClipboardUpload *upload = g_object_new (PH_TYPE_CLIPBOARD_UPLOAD, NULL);

  if (clipboard != NULL)
    upload->clipboard = g_object_ref (clipboard);
  upload->desk = g_object_ref (desk);
  return upload;
}

void
ph_clipboard_upload_set_window (PhClipboardUpload *upload, PhClipboardWindow *window)
{
  g_set_object (&upload->window, window);
}

/* One run: read what is there, hand it in. */
typedef struct
{
  PhDeskOptions options;
  char *profile, *name, *format;
  GAsyncResult *delivered;   /* (nullable): owns the delivery */
  PhClipboardWindow *window; /* (nullable): by which it is done */
} Run;

static void
run_free (Run *run)
{
  if (run->window != NULL)
    ph_clipboard_window_close (run->window);
  g_clear_object (&run->window);
  g_free (run->profile);
  g_free (run->name);
  g_free (run->format);
  g_clear_object (&run->delivered);
  g_free (run);
}

static void
on_delivered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  const PhDelivery *delivery = ph_desk_upload_finish (PH_DESK (source), result, &error);

  run->delivered = g_object_ref (result);
  if (delivery != NULL)
    g_task_return_pointer (task, (gpointer) delivery, NULL);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  PhClipboardUpload *upload = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (PhCopied) copied
      = ph_clipboard_reading_run_finish (PH_CLIPBOARD (source), result, &error);

  if (copied == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  run->options.copied = copied;
  ph_desk_upload_async (upload->desk, ph_copied_dup_inputs (copied), &run->options, on_delivered,
                        g_steal_pointer (&task));
}

static void
on_begun (gpointer user_data)
{
  PhClipboardUpload *upload = g_task_get_source_object (user_data);
  const Run *run = g_task_get_task_data (user_data);

  ph_desk_expect (upload->desk, run->profile);
}

/* (nullable) */
static PhClipboard *
open_clipboard (PhClipboardUpload *upload, Run *run)
{
  if (upload->window == NULL)
    return upload->clipboard;
  run->window = g_object_ref (upload->window);
  ph_clipboard_window_open (run->window);
  return PH_CLIPBOARD (run->window);
}

void
ph_clipboard_upload_run_async (PhClipboardUpload *upload, const PhDeskOptions *options,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (upload, NULL, callback, user_data);
  Run *run = g_new0 (Run, 1);
  PhClipboard *clipboard;

  run->options = *options;
  run->options.upload.profile = run->profile = g_strdup (options->upload.profile);
  run->options.upload.name = run->name = g_strdup (options->upload.name);
  run->options.format = run->format = g_strdup (options->format);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  clipboard = open_clipboard (upload, run);
  if (clipboard != NULL)
    {
      ph_clipboard_reading_run_async (clipboard, PH_READING_ASKED, on_begun, on_read, task);
      return;
    }
  g_task_return_error (task, ph_error_new (PH_ERROR_UNSUPPORTED, _ ("upload a file instead"),
                                           _ ("this session gives no access to the clipboard")));
  g_object_unref (task);
}

const PhDelivery *
ph_clipboard_upload_run_finish (PhClipboardUpload *upload, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, upload), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
ph_clipboard_upload_has_begun (GAsyncResult *result)
{
  const Run *run = g_task_get_task_data (G_TASK (result));

  return run != NULL && run->delivered != NULL;
}
