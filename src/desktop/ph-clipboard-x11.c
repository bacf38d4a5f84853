/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-x11.h"

#include <gdk/gdkx.h>
#include <gtk/gtk.h>
#include <string.h>

#include "ph-clipboard-choice.h"
#include "ph-error.h"
#include "ph-selection-x11.h"

#define TARGETS_MAX ((gsize) 64 * 1024)

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
  PhSelectionX11 *selection;
  guint64 serial, last_serial;
  gboolean is_own;    /* our link is there, by us or by a clipboard manager: */
  guint64 own_serial; /* which doesn't count as another copy */
  char *text, *html;  /* what we own */
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
  ph_selection_x11_free (self->selection);
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

static void
list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  ph_selection_x11_ask_async (PH_CLIPBOARD_X11 (clipboard)->selection, clipboard, "TARGETS",
                              TARGETS_MAX, PH_CLIPBOARD_TIMEOUT, callback, user_data);
}

/* (transfer full) */
static char **
name_atoms (GBytes *bytes)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize length = 0;
  const guint32 *atoms = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length / sizeof *atoms; i++)
    {
      const char *name
          = atoms[i] != 0
                ? gdk_x11_get_xatom_name_for_display (gdk_display_get_default (), atoms[i])
                : NULL;

      if (name != NULL)
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static char **
list_targets_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  bytes = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (bytes != NULL)
    return name_atoms (bytes);
  /* Nobody owns it. */
  if (g_error_matches (local_error, PH_ERROR, PH_ERROR_EMPTY))
    return g_new0 (char *, 1);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
read_async (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
            gpointer user_data)
{
  ph_selection_x11_ask_async (PH_CLIPBOARD_X11 (clipboard)->selection, clipboard, target, max,
                              PH_CLIPBOARD_TIMEOUT, callback, user_data);
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
  gtk_target_list_add (list, gdk_atom_intern_static_string (PH_CLIPBOARD_OWN_MARK), 0, INFO_MARK);
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

/* Whose is it?  A clipboard manager that has taken over our link copies the mark as well. */
static void
on_targets_of_new_owner (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (source);
  g_auto (GStrv) targets = list_targets_finish (PH_CLIPBOARD (source), result, NULL);

  if (targets != NULL && g_strv_contains ((const char *const *) targets, PH_CLIPBOARD_OWN_MARK))
    {
      self->serial = self->own_serial;
      return;
    }
  self->is_own = FALSE;
  g_signal_emit_by_name (source, "changed");
}

static void
on_owner_change (GtkClipboard *clipboard, GdkEventOwnerChange *event, PhClipboardX11 *self)
{
  ph_selection_x11_change_owner (self->selection);
  if (gtk_clipboard_get_owner (clipboard) == G_OBJECT (self))
    {
      self->is_own = TRUE;
      self->own_serial = self->serial;
      return;
    }
  /* Where there is nothing, nothing is newer. */
  if (event->reason != GDK_OWNER_CHANGE_NEW_OWNER)
    {
      g_signal_emit_by_name (self, "lost");
      return;
    }
  self->serial = ++self->last_serial;
  if (self->is_own)
    list_targets_async (PH_CLIPBOARD (self), on_targets_of_new_owner, NULL);
  else
    g_signal_emit_by_name (self, "changed");
}

static void
ph_clipboard_x11_store (PhClipboard *clipboard)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);

  if (gtk_clipboard_get_owner (self->clipboard) == G_OBJECT (self))
    gtk_clipboard_store (self->clipboard);
}

static gboolean
is_kept (PhClipboard *clipboard)
{
  return ph_selection_x11_is_kept (PH_CLIPBOARD_X11 (clipboard)->selection);
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
  interface->store = ph_clipboard_x11_store;
  interface->is_kept = is_kept;
}

static void
ph_clipboard_x11_init (PhClipboardX11 *self)
{
  self->clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  self->selection = ph_selection_x11_new ();
  self->owner_changed
      = g_signal_connect (self->clipboard, "owner-change", G_CALLBACK (on_owner_change), self);
}

PhClipboard *
ph_clipboard_x11_new (void)
{
  return g_object_new (PH_TYPE_CLIPBOARD_X11, NULL);
}
