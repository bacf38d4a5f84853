/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-window.h"

#include <glib/gi18n-lib.h>

#include "ph-clipboard-error.h"
#include "ph-clipboard-offer.h"
#include "ph-error.h"

/* A link that is asked for apart from its upload, as the command line does, comes by then. */
#define LINGER_MS 500

struct _PhClipboardWindow
{
  GObject parent_instance;

  GtkApplication *application; /* borrowed: outlives it */
  GtkClipboard *clipboard;     /* borrowed: lives as long as the display */
  gulong owner_changed;
  GtkWidget *window; /* (nullable): while it isn't shown */
  GtkWidget *label;
  guint n_users;
  guint timer;       /* until it goes */
  gboolean is_told;  /* what is on the clipboard, since it has the focus */
  GQueue waiting;    /* of GTask, until then */
  char *text, *html; /* (nullable): a link that couldn't be given yet */
};

static void ph_clipboard_window_init_interface (PhClipboardInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhClipboardWindow, ph_clipboard_window, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_CLIPBOARD,
                                                      ph_clipboard_window_init_interface))

/* --- reading ------------------------------------------------------------------------------------
 */

/* Of a task. */
typedef struct
{
  char *target;
  gsize max;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->target);
  g_free (question);
}

static void
on_received (GtkClipboard *clipboard, GtkSelectionData *data, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Question *question = g_task_get_task_data (task);
  int length;
  const guchar *bytes = gtk_selection_data_get_data_with_length (data, &length);

  if (length <= 0)
    g_task_return_error (task, ph_clipboard_error_new_empty ());
  else if ((gsize) length > question->max)
    g_task_return_error (task, ph_clipboard_error_new_too_large ());
  else
    g_task_return_pointer (task, g_bytes_new (bytes, (gsize) length),
                           (GDestroyNotify) g_bytes_unref);
}

static void
read_async (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
            gpointer user_data)
{
  PhClipboardWindow *self = PH_CLIPBOARD_WINDOW (clipboard);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->target = g_strdup (target);
  question->max = max;
  g_task_set_task_data (task, question, question_free);
  gtk_clipboard_request_contents (self->clipboard, gdk_atom_intern (target, FALSE), on_received,
                                  g_steal_pointer (&task));
}

static void
on_targets (GtkClipboard *clipboard, GdkAtom *atoms, int n_atoms, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  char **names = g_new0 (char *, (gsize) MAX (n_atoms, 0) + 1);

  for (int i = 0; i < n_atoms; i++)
    names[i] = gdk_atom_name (atoms[i]);
  g_task_return_pointer (task, names, (GDestroyNotify) g_strfreev);
}

static void
ask_for_targets (PhClipboardWindow *self)
{
  GTask *task;

  while (self->is_told && (task = g_queue_pop_head (&self->waiting)) != NULL)
    gtk_clipboard_request_targets (self->clipboard, on_targets, task);
}

static void
list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  PhClipboardWindow *self = PH_CLIPBOARD_WINDOW (clipboard);

  g_queue_push_tail (&self->waiting, g_task_new (self, NULL, callback, user_data));
  ask_for_targets (self);
}

/* --- the window ---------------------------------------------------------------------------------
 */

static void
tell (PhClipboardWindow *self)
{
  const char *words = _ ("Uploading what is on the clipboard…");

  if (self->text != NULL)
    words = _ ("The link is ready. Click here, and it is on the clipboard.");
  else if (!self->is_told)
    words = _ ("Click here: on this desktop, a program sees the clipboard only while its window is "
               "in use.");
  gtk_label_set_text (GTK_LABEL (self->label), words);
}

static void
give_link (PhClipboardWindow *self)
{
  ph_clipboard_offer (self->clipboard, G_OBJECT (self), self->text, self->html);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->html, g_free);
}

static gboolean
on_timer (gpointer user_data)
{
  PhClipboardWindow *self = user_data;

  self->timer = 0;
  if (self->n_users == 0 && self->text == NULL && self->window != NULL)
    gtk_widget_destroy (self->window);
  return G_SOURCE_REMOVE;
}

static void
hide_if_done (PhClipboardWindow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->n_users == 0 && self->text == NULL)
    self->timer = g_timeout_add (LINGER_MS, on_timer, self);
}

/* The compositor says what is there whenever we get the focus, and only then. */
static void
on_owner_change (PhClipboardWindow *self)
{
  if (self->window == NULL || !gtk_window_is_active (GTK_WINDOW (self->window)))
    return;
  self->is_told = TRUE;
  if (self->text != NULL)
    give_link (self);
  ask_for_targets (self);
  tell (self);
  hide_if_done (self);
}

static void
on_active (PhClipboardWindow *self)
{
  self->is_told = FALSE;
  tell (self);
}

static void
on_destroyed (PhClipboardWindow *self)
{
  GTask *task;

  self->window = NULL;
  self->is_told = FALSE;
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->html, g_free);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_task_return_error (task, ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("not uploaded")));
      g_object_unref (task);
    }
}

static gboolean
on_key_press (GtkWidget *window, GdkEventKey *event)
{
  if (event->keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_destroy (window);
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_content (PhClipboardWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("image-x-generic-symbolic", GTK_ICON_SIZE_DIALOG);

  self->label = gtk_label_new (NULL);
  gtk_label_set_line_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 36);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_container_set_border_width (GTK_CONTAINER (box), 18);
  gtk_container_add (GTK_CONTAINER (box), icon);
  gtk_container_add (GTK_CONTAINER (box), self->label);
  gtk_widget_show_all (box);
  return box;
}

static void
show (PhClipboardWindow *self)
{
  if (self->window == NULL)
    {
      self->window = gtk_application_window_new (self->application);
      gtk_window_set_title (GTK_WINDOW (self->window), _ ("Upload clipboard"));
      gtk_window_set_resizable (GTK_WINDOW (self->window), FALSE);
      gtk_container_add (GTK_CONTAINER (self->window), make_content (self));
      g_signal_connect (self->window, "key-press-event", G_CALLBACK (on_key_press), NULL);
      g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (on_active), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->window, "destroy", G_CALLBACK (on_destroyed), self,
                               G_CONNECT_SWAPPED);
    }
  tell (self);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
ph_clipboard_window_open (PhClipboardWindow *self)
{
  self->n_users++;
  show (self);
}

void
ph_clipboard_window_close (PhClipboardWindow *self)
{
  self->n_users--;
  hide_if_done (self);
}

/* --- the rest of the interface ------------------------------------------------------------------
 */

/* The person may have closed the window, or use another one by now. */
static gboolean
ph_clipboard_window_write (PhClipboard *clipboard, const char *text, const char *html)
{
  PhClipboardWindow *self = PH_CLIPBOARD_WINDOW (clipboard);

  g_free (self->text);
  g_free (self->html);
  self->text = g_strdup (text);
  self->html = g_strdup (html);
  if (self->is_told)
    give_link (self);
  else
    show (self);
  hide_if_done (self);
  return self->text == NULL;
}

static guint64
get_serial (PhClipboard *clipboard)
{
  return 0;
}

static void
ph_clipboard_window_init_interface (PhClipboardInterface *interface)
{
  interface->list_targets_async = list_targets_async;
  interface->read_async = read_async;
  interface->get_serial = get_serial;
  interface->write = ph_clipboard_window_write;
}

/* Whoever waits for it has a reference to it. */
static void
ph_clipboard_window_dispose (GObject *object)
{
  PhClipboardWindow *self = PH_CLIPBOARD_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_signal_handler (&self->owner_changed, self->clipboard);
  if (self->window != NULL)
    gtk_widget_destroy (self->window);
  G_OBJECT_CLASS (ph_clipboard_window_parent_class)->dispose (object);
}

static void
ph_clipboard_window_finalize (GObject *object)
{
  PhClipboardWindow *self = PH_CLIPBOARD_WINDOW (object);

  if (gtk_clipboard_get_owner (self->clipboard) == object)
    gtk_clipboard_clear (self->clipboard);
  g_free (self->text);
  g_free (self->html);
  G_OBJECT_CLASS (ph_clipboard_window_parent_class)->finalize (object);
}

static void
ph_clipboard_window_class_init (PhClipboardWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_clipboard_window_dispose;
  G_OBJECT_CLASS (class)->finalize = ph_clipboard_window_finalize;
}

static void
ph_clipboard_window_init (PhClipboardWindow *self)
{
  g_queue_init (&self->waiting);
  self->clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  self->owner_changed = g_signal_connect_swapped (self->clipboard, "owner-change",
                                                  G_CALLBACK (on_owner_change), self);
}

PhClipboardWindow *
ph_clipboard_window_new (GtkApplication *application)
{
  PhClipboardWindow *self = g_object_new (PH_TYPE_CLIPBOARD_WINDOW, NULL);

  self->application = application;
  return self;
}
