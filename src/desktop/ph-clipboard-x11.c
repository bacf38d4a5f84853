/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-x11.h"

#include <gdk/gdkx.h>
#include <gtk/gtk.h>

#include "ph-clipboard-choice.h"
#include "ph-clipboard-offer.h"
#include "ph-error.h"
#include "ph-selection-x11.h"
#include "ph-session.h"

#define TARGETS_MAX ((gsize) 64 * 1024)
/* So many has what a Wayland compositor has taken over: TARGETS, TIMESTAMP and a single form of it.
 */
#define KEPT_TARGETS_MAX 3

struct _PhClipboardX11
{
  GObject parent_instance;

  GtkClipboard *clipboard; /* borrowed: lives as long as the display */
  gulong owner_changed;
  PhSelectionX11 *selection;
  guint64 serial, last_serial;
  gboolean is_own;    /* our link is there, by us or by a clipboard manager: */
  guint64 own_serial; /* which doesn't count as another copy */

  XID owner;         /* None: nobody */
  gboolean is_again; /* it has taken what it owned already */
  guint n_targets;   /* when they were listed last */
};

static void ph_clipboard_x11_init_interface (PhClipboardInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhClipboardX11, ph_clipboard_x11, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_CLIPBOARD,
                                                      ph_clipboard_x11_init_interface))

enum
{
  PROP_SERIAL = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
ph_clipboard_x11_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_uint64 (value, PH_CLIPBOARD_X11 (object)->serial);
}

static void
ph_clipboard_x11_finalize (GObject *object)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (object);

  g_signal_handler_disconnect (self->clipboard, self->owner_changed);
  if (gtk_clipboard_get_owner (self->clipboard) == object)
    gtk_clipboard_clear (self->clipboard);
  ph_selection_x11_free (self->selection);
  G_OBJECT_CLASS (ph_clipboard_x11_parent_class)->finalize (object);
}

static void
ph_clipboard_x11_class_init (PhClipboardX11Class *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = ph_clipboard_x11_get_property;
  object_class->finalize = ph_clipboard_x11_finalize;
  properties[PROP_SERIAL]
      = g_param_spec_uint64 ("serial", NULL, NULL, 0, G_MAXUINT64, 0,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
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
  char **names;

  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  bytes = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (bytes != NULL)
    {
      names = name_atoms (bytes);
      PH_CLIPBOARD_X11 (clipboard)->n_targets = g_strv_length (names);
      return names;
    }
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

/* --- writing ------------------------------------------------------------------------------------
 */

static gboolean
ph_clipboard_x11_write (PhClipboard *clipboard, const char *text, const char *html)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);

  ph_clipboard_offer (self->clipboard, G_OBJECT (self), text, html);
  return TRUE;
}

/* --- changes ------------------------------------------------------------------------------------
 */

static guint64
get_serial (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_X11 (clipboard)->serial;
}

static void
set_serial (PhClipboardX11 *self, guint64 serial)
{
  if (self->serial == serial)
    return;
  self->serial = serial;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERIAL]);
}

/* Whose is it?  A clipboard manager that has taken over our link copies the mark as well. */
static void
on_targets_of_new_owner (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (source);
  g_auto (GStrv) targets = list_targets_finish (PH_CLIPBOARD (source), result, NULL);

  if (targets != NULL && g_strv_contains ((const char *const *) targets, PH_CLIPBOARD_OWN_MARK))
    {
      set_serial (self, self->own_serial);
      return;
    }
  self->is_own = FALSE;
  g_signal_emit_by_name (source, "changed");
}

static void
on_owner_change (GtkClipboard *clipboard, GdkEventOwnerChange *event, PhClipboardX11 *self)
{
  XID owner = event->owner != NULL ? gdk_x11_window_get_xid (event->owner) : 0;

  ph_selection_x11_change_owner (self->selection);
  self->is_again = owner != 0 && owner == self->owner;
  self->owner = owner;
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
  set_serial (self, ++self->last_serial);
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

/* A Wayland compositor owns X11's clipboard on behalf of all its programs.  GNOME's keeps what they
 * have copied when they end, in one form of it. */
static gboolean
is_kept (PhClipboard *clipboard)
{
  PhClipboardX11 *self = PH_CLIPBOARD_X11 (clipboard);

  return ph_selection_x11_is_kept (self->selection)
         || (ph_session_is_wayland () && self->is_again && self->n_targets <= KEPT_TARGETS_MAX);
}

static void
ph_clipboard_x11_init_interface (PhClipboardInterface *interface)
{
  interface->list_targets_async = list_targets_async;
  interface->list_targets_finish = list_targets_finish;
  interface->read_async = read_async;
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
