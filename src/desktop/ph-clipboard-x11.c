/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-x11.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <string.h>

#include "ph-error.h"

/* Tells a clipboard manager's copy of what we put there from something new. */
#define OWN_MARK "application/x-pichoist-link"

enum
{
  INFO_TEXT,
  INFO_HTML,
  INFO_MARK
};

struct _PhClipboardX11
{
  GObject parent_instance;

  GtkClipboard *clipboard; /* borrowed: lives as long as the display */
  gulong owner_changed;
  guint64 serial;
  char *text, *html; /* what we own */
};

static void ph_clipboard_x11_init_interface (PhClipboardInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhClipboardX11, ph_clipboard_x11, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_CLIPBOARD,
                                                      ph_clipboard_x11_init_interface))

static void
ph_clipboard_x11_finalize (GObject *object)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (object);

  g_signal_handler_disconnect (self->clipboard, self->owner_changed);
  if (gtk_clipboard_get_owner (self->clipboard) == object)
    gtk_clipboard_clear (self->clipboard);
  g_free (self->text);
  g_free (self->html);
  G_OBJECT_CLASS (ph_clipboard_x11_parent_class)->finalize (object);
}

static void
ph_clipboard_x11_class_init (PhClipboardX11Class *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_clipboard_x11_finalize;
}

/* --- reading ------------------------------------------------------------------------------------
 */

/* One question to the owner.  GTK itself gives up only after 30 seconds, and can't be stopped: an
 * answer that comes after our own time-out goes nowhere. */
typedef struct
{
  GTask *task; /* (nullable): NULL once it has been answered */
  guint64 serial;
  gsize max;
  guint timer;
} Request;

static gboolean
on_timeout (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&request->task);

  request->timer = 0;
  g_task_return_error (task,
                       ph_error_new (PH_ERROR_FAILED, _ ("copy it again, or save it to a file"),
                                     _ ("the program that owns the clipboard doesn't answer")));
  return G_SOURCE_REMOVE;
}

static Request *
request_new (PhClipboardX11 *self, gsize max, GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->task = g_task_new (self, NULL, callback, user_data);
  request->serial = self->serial;
  request->max = max;
  request->timer = g_timeout_add_seconds (PH_CLIPBOARD_TIMEOUT, on_timeout, request);
  return request;
}

/* (nullable) (transfer full): NULL where it comes too late */
static GTask *
request_end (Request *request)
{
  GTask *task = g_steal_pointer (&request->task);

  if (request->timer != 0)
    g_source_remove (request->timer);
  g_free (request);
  return task;
}

static void
on_targets (GtkClipboard *clipboard, GdkAtom *atoms, int n_atoms, gpointer user_data)
{
  g_autoptr (GTask) task = request_end (user_data);
  g_autoptr (GStrvBuilder) targets = g_strv_builder_new ();

  if (task == NULL)
    return;
  for (int i = 0; atoms != NULL && i < n_atoms; i++)
    {
      g_autofree char *name = gdk_atom_name (atoms[i]);

      g_strv_builder_add (targets, name);
    }
  g_task_return_pointer (task, g_strv_builder_end (targets), (GDestroyNotify) g_strfreev);
}

static void
list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);

  gtk_clipboard_request_targets (self->clipboard, on_targets,
                                 request_new (self, 0, callback, user_data));
}

static char **
list_targets_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* (nullable) (transfer full) */
static GError *
check_contents (PhClipboardX11 *self, const Request *request, GtkSelectionData *data)
{
  int length = gtk_selection_data_get_length (data);

  if (request->serial != self->serial)
    return ph_error_new (PH_ERROR_CHANGED, NULL, _ ("something else was copied meanwhile"));
  if (length < 0)
    return ph_error_new (PH_ERROR_FAILED, _ ("copy it again, or save it to a file"),
                         _ ("the program that owns the clipboard doesn't give its contents"));
  if ((gsize) length > request->max)
    return ph_error_new (PH_ERROR_TOO_LARGE, _ ("save it to a file and upload that"),
                         _ ("what is on the clipboard is too large"));
  return NULL;
}

static void
on_contents (GtkClipboard *clipboard, GtkSelectionData *data, gpointer user_data)
{
  Request *request = user_data;
  PhClipboardX11 *self = request->task != NULL ? g_task_get_source_object (request->task) : NULL;
  GError *error = self != NULL ? check_contents (self, request, data) : NULL;
  g_autoptr (GTask) task = request_end (request);

  if (task == NULL)
    return;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_bytes_new (gtk_selection_data_get_data (data),
                                        (gsize) gtk_selection_data_get_length (data)),
                           (GDestroyNotify) g_bytes_unref);
}

static void
read_async (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
            gpointer user_data)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);

  gtk_clipboard_request_contents (self->clipboard, gdk_atom_intern (target, FALSE), on_contents,
                                  request_new (self, max, callback, user_data));
}

static GBytes *
read_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- writing ------------------------------------------------------------------------------------
 */

static void
give (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer owner)
{
  PhClipboardX11 *self = owner;
  const char *text = info == INFO_HTML ? self->html : "1";

  if (info == INFO_TEXT)
    gtk_selection_data_set_text (data, self->text, -1);
  else
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8, (const guchar *) text,
                            (int) strlen (text));
}

static void
ph_clipboard_x11_write (PhClipboard *clipboard, const char *text, const char *html)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);
  GtkTargetList *list = gtk_target_list_new (NULL, 0);
  GtkTargetEntry *targets;
  int n_targets = 0;

  g_free (self->text);
  g_free (self->html);
  self->text = g_strdup (text);
  self->html = g_strdup (html);
  gtk_target_list_add_text_targets (list, INFO_TEXT);
  if (html != NULL)
    gtk_target_list_add (list, gdk_atom_intern_static_string ("text/html"), 0, INFO_HTML);
  gtk_target_list_add (list, gdk_atom_intern_static_string (OWN_MARK), 0, INFO_MARK);
  targets = gtk_target_table_new_from_list (list, &n_targets);
  gtk_clipboard_set_with_owner (self->clipboard, targets, (guint) n_targets, give, NULL,
                                G_OBJECT (self));
  gtk_clipboard_set_can_store (self->clipboard, targets, n_targets);
  gtk_target_table_free (targets, n_targets);
  gtk_target_list_unref (list);
}

/* --- changes ------------------------------------------------------------------------------------
 */

static guint64
get_serial (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_X11 (clipboard)->serial;
}

static void
on_targets_of_new_owner (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_auto (GStrv) targets = list_targets_finish (PH_CLIPBOARD (source), result, NULL);

  if (targets == NULL || !g_strv_contains ((const char *const *) targets, OWN_MARK))
    g_signal_emit_by_name (source, "changed");
}

static void
on_owner_change (GtkClipboard *clipboard, GdkEventOwnerChange *event, PhClipboardX11 *self)
{
  if (gtk_clipboard_get_owner (clipboard) == G_OBJECT (self))
    return;
  self->serial++;
  list_targets_async (PH_CLIPBOARD (self), on_targets_of_new_owner, NULL);
}

static void
ph_clipboard_x11_init_interface (PhClipboardInterface *interface)
{
  interface->list_targets_async = list_targets_async;
  interface->list_targets_finish = list_targets_finish;
  interface->read_async = read_async;
  interface->read_finish = read_finish;
  interface->get_serial = get_serial;
  interface->write = ph_clipboard_x11_write;
}

static void
ph_clipboard_x11_init (PhClipboardX11 *self)
{
  self->clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  self->owner_changed
      = g_signal_connect (self->clipboard, "owner-change", G_CALLBACK (on_owner_change), self);
}

PhClipboard *
ph_clipboard_x11_new (void)
{
  return g_object_new (PH_TYPE_CLIPBOARD_X11, NULL);
}
