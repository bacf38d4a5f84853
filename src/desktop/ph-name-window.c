/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-name-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-name-look.h"

struct _PhNameWindow
{
  GtkWindow parent_instance;

  PhConfig *config;
  GPtrArray *inputs;
  char *profile;
  GPtrArray *looks; /* (nullable) (element-type PhNameLook): until it is known */
  GPtrArray *rows;  /* of Row */
  GtkWidget *list;
  GtkWidget *upload_button;
  GCancellable *cancellable;
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (PhNameWindow, ph_name_window, GTK_TYPE_WINDOW)

static guint answered_signal;

typedef struct
{
  PhNameWindow *window;
  const PhNameLook *look;
  GtkWidget *entry;
  GtkWidget *link;
} Row;

/* --- the answer --- */

static char *
dup_name (const Row *row)
{
  return g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (row->entry))));
}

static void
answer (PhNameWindow *window, gboolean upload)
{
  if (window->answered)
    return;
  window->answered = TRUE;
  for (guint i = 0; upload && i < window->rows->len; i++)
    {
      const Row *row = window->rows->pdata[i];
      PhEngineInput *input = window->inputs->pdata[i];
      g_autofree char *name = dup_name (row);

      if (!g_str_equal (name, row->look->name))
        input->name = g_steal_pointer (&name);
    }
  g_signal_emit (window, answered_signal, 0, upload);
}

static void
on_upload (PhNameWindow *window)
{
  answer (window, TRUE);
  gtk_widget_destroy (GTK_WIDGET (window));
}

static void
on_cancel (PhNameWindow *window)
{
  gtk_widget_destroy (GTK_WIDGET (window));
}

static gboolean
on_key_press (PhNameWindow *window, GdkEventKey *event)
{
  if (event->keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  on_cancel (window);
  return GDK_EVENT_STOP;
}

static void
ph_name_window_destroy (GtkWidget *widget)
{
  PhNameWindow *window = PH_NAME_WINDOW (widget);

  g_cancellable_cancel (window->cancellable);
  answer (window, FALSE);
  GTK_WIDGET_CLASS (ph_name_window_parent_class)->destroy (widget);
}

/* --- rows --- */

static void
on_typed (GtkEntry *entry, Row *row)
{
  PhNameWindow *window = row->window;
  g_autofree char *name = dup_name (row);
  g_autofree char *link
      = ph_name_look_build_link (row->look, window->config, window->profile, name);
  gboolean complete = TRUE;

  gtk_label_set_text (GTK_LABEL (row->link),
                      link != NULL ? link : _ ("The link is known once it is up."));
  for (guint i = 0; i < window->rows->len; i++)
    {
      g_autofree char *text = dup_name (window->rows->pdata[i]);

      complete = complete && *text != '\0';
    }
  gtk_widget_set_sensitive (window->upload_button, complete);
}

/* Without its extension, which follows the content anyway. */
static void
select_name (GtkWidget *entry, const char *name)
{
  const char *extension = ph_display_name_get_extension (name);
  const char *end = *extension != '\0' ? extension - 1 : name + strlen (name);

  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, (int) g_utf8_pointer_to_offset (name, end));
}

static void
add_row (PhNameWindow *window, const PhNameLook *look)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *picture = look->thumbnail != NULL
                           ? gtk_image_new_from_pixbuf (look->thumbnail)
                           : gtk_image_new_from_icon_name ("image-x-generic", GTK_ICON_SIZE_DIALOG);

  row->window = window;
  row->look = look;
  row->entry = gtk_entry_new ();
  row->link = gtk_label_new (NULL);
  gtk_widget_set_size_request (picture, 96, -1);
  gtk_widget_set_hexpand (row->entry, TRUE);
  gtk_entry_set_activates_default (GTK_ENTRY (row->entry), TRUE);
  gtk_entry_set_text (GTK_ENTRY (row->entry), look->name);
  atk_object_set_name (gtk_widget_get_accessible (row->entry), _ ("Name"));
  gtk_label_set_xalign (GTK_LABEL (row->link), 0);
  gtk_label_set_line_wrap (GTK_LABEL (row->link), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (row->link), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (row->link), 50);
  gtk_style_context_add_class (gtk_widget_get_style_context (row->link), "dim-label");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_attach (GTK_GRID (grid), picture, 0, 0, 1, 2);
  gtk_grid_attach (GTK_GRID (grid), row->entry, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), row->link, 1, 1, 1, 1);
  gtk_container_add (GTK_CONTAINER (window->list), grid);
  gtk_widget_show_all (grid);
  g_ptr_array_add (window->rows, row);
  g_signal_connect (row->entry, "changed", G_CALLBACK (on_typed), row);
  on_typed (GTK_ENTRY (row->entry), row);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhNameWindow) window = user_data;

  window->looks = ph_name_look_finish (result);
  if (window->looks == NULL || window->answered)
    return;
  for (guint i = 0; i < window->looks->len; i++)
    add_row (window, window->looks->pdata[i]);
  if (window->rows->len > 0)
    select_name (((Row *) window->rows->pdata[0])->entry,
                 ((PhNameLook *) window->looks->pdata[0])->name);
  gtk_widget_show (GTK_WIDGET (window));
}

/* --- life --- */

static void
ph_name_window_finalize (GObject *object)
{
  PhNameWindow *window = PH_NAME_WINDOW (object);

  g_object_unref (window->config);
  g_object_unref (window->cancellable);
  g_ptr_array_unref (window->inputs);
  g_ptr_array_unref (window->rows);
  g_clear_pointer (&window->looks, g_ptr_array_unref);
  g_free (window->profile);
  G_OBJECT_CLASS (ph_name_window_parent_class)->finalize (object);
}

static void
ph_name_window_class_init (PhNameWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_name_window_finalize;
  widget_class->destroy = ph_name_window_destroy;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-name-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PhNameWindow, list);
  gtk_widget_class_bind_template_child (widget_class, PhNameWindow, upload_button);
  gtk_widget_class_bind_template_callback (widget_class, on_key_press);
  gtk_widget_class_bind_template_callback (widget_class, on_upload);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  answered_signal = g_signal_new ("answered", PH_TYPE_NAME_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
ph_name_window_init (PhNameWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
  window->rows = g_ptr_array_new_with_free_func (g_free);
  window->cancellable = g_cancellable_new ();
}

GtkWidget *
ph_name_window_new (PhConfig *config, GPtrArray *inputs, const char *profile, gboolean unasked)
{
  PhNameWindow *window = g_object_new (PH_TYPE_NAME_WINDOW, NULL);
  gboolean keep_location;

  window->config = g_object_ref (config);
  window->inputs = g_ptr_array_ref (inputs);
  window->profile = g_strdup (profile);
  gtk_window_set_focus_on_map (GTK_WINDOW (window), !unasked);
  gtk_window_set_urgency_hint (GTK_WINDOW (window), unasked);
  gtk_widget_grab_default (window->upload_button);
  g_object_get (config, "keep-location", &keep_location, NULL);
  ph_name_look_async (inputs, keep_location, window->cancellable, on_looked, g_object_ref (window));
  return GTK_WIDGET (window);
}
