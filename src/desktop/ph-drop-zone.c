/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-drop-zone.h"

#include <gdk/gdkx.h>
#include <glib/gi18n-lib.h>

#include "ph-drop-target.h"
#include "ph-layer.h"
#include "ph-window-place.h"

struct _PhDropZone
{
  GtkWindow parent_instance;

  GtkWidget *head, *title, *close, *note;
  GtkWidget *text, *progress, *question, *no, *yes, *results_area, *results, *copy_all;

  PhDrop *drop;
  PhEngine *engine;
  char *place;
};

G_DEFINE_FINAL_TYPE (PhDropZone, ph_drop_zone, GTK_TYPE_WINDOW)

static void
ph_drop_zone_finalize (GObject *object)
{
  PhDropZone *zone = PH_DROP_ZONE (object);

  g_clear_object (&zone->drop);
  g_clear_object (&zone->engine);
  g_free (zone->place);
  G_OBJECT_CLASS (ph_drop_zone_parent_class)->finalize (object);
}

/* --- buttons ------------------------------------------------------------------------------------
 */

static void
on_no (PhDropZone *zone)
{
  ph_drop_answer (zone->drop, FALSE);
}

static void
on_yes (PhDropZone *zone)
{
  ph_drop_answer (zone->drop, TRUE);
}

static void
on_copy_all (PhDropZone *zone)
{
  g_autofree char *links = ph_drop_dup_links (zone->drop);

  ph_drop_copy (zone->drop, links);
}

static void
on_copy (GtkButton *button, PhDropZone *zone)
{
  ph_drop_copy (zone->drop, g_object_get_data (G_OBJECT (button), "link"));
}

/* --- what it shows ------------------------------------------------------------------------------
 */

static GtkWidget *
new_label (const char *text, gboolean wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), wrap);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (GTK_LABEL (label), wrap ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/* The name, and below it the link's button or what went wrong. */
static GtkWidget *
new_row (PhDropZone *zone, const PhDropResult *result)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button;

  g_object_set (row, "margin", 6, NULL);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  if (*result->name != '\0')
    gtk_container_add (GTK_CONTAINER (words), new_label (result->name, FALSE));
  if (result->error != NULL)
    {
      GtkWidget *error = new_label (result->error, TRUE);

      gtk_style_context_add_class (gtk_widget_get_style_context (error), "pichoist-error");
      gtk_container_add (GTK_CONTAINER (words), error);
    }
  gtk_container_add (GTK_CONTAINER (row), words);
  if (result->link != NULL)
    {
      button = gtk_button_new_with_label (_ ("Copy link"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, result->link);
      g_object_set_data_full (G_OBJECT (button), "link", g_strdup (result->link), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_copy), zone);
      gtk_container_add (GTK_CONTAINER (row), button);
    }
  gtk_widget_show_all (row);
  return row;
}

static void
remove_row (GtkWidget *row, gpointer user_data)
{
  gtk_widget_destroy (row);
}

static void
show_results (PhDropZone *zone)
{
  GPtrArray *results = ph_drop_get_results (zone->drop);
  guint n_links = 0;

  gtk_container_foreach (GTK_CONTAINER (zone->results), remove_row, NULL);
  for (guint i = 0; i < results->len; i++)
    {
      const PhDropResult *result = results->pdata[i];

      n_links += result->link != NULL;
      gtk_container_add (GTK_CONTAINER (zone->results), new_row (zone, result));
    }
  gtk_widget_set_visible (zone->results_area, results->len > 0);
  gtk_widget_set_visible (zone->copy_all, n_links > 1);
}

static void
on_progress (PhEngine *engine, PhDropZone *zone)
{
  PhUploadProgress progress;

  ph_engine_get_progress (engine, &progress);
  gtk_progress_bar_set_fraction (
      GTK_PROGRESS_BAR (zone->progress),
      progress.bytes > 0 ? CLAMP ((double) progress.sent / (double) progress.bytes, 0, 1) : 0);
}

static void
on_changed (PhDrop *drop, PhDropZone *zone)
{
  PhDropState state = ph_drop_get_state (drop);
  g_autofree char *text = ph_drop_dup_text (drop);

  gtk_label_set_text (GTK_LABEL (zone->text), text);
  gtk_widget_set_visible (zone->question, state == PH_DROP_ASKING);
  gtk_widget_set_visible (zone->progress, state == PH_DROP_SENDING);
  show_results (zone);
}

/* --- drops --------------------------------------------------------------------------------------
 */

static void
on_entered (PhDropTarget *target, PhDropZone *zone)
{
  ph_drop_expect (zone->drop);
}

static void
on_dropped (PhDropTarget *target, GPtrArray *inputs, PhDropZone *zone)
{
  ph_drop_zone_show (zone);
  ph_drop_take (zone->drop, inputs);
}

static void
on_refused (PhDropTarget *target, PhDropZone *zone)
{
  ph_drop_zone_show (zone);
  ph_drop_refuse (zone->drop);
}

void
ph_drop_zone_attach (PhDropZone *zone, GtkWidget *widget)
{
  PhDropTarget *target = ph_drop_target_new (widget);

  g_signal_connect_object (target, "entered", G_CALLBACK (on_entered), zone, 0);
  g_signal_connect_object (target, "dropped", G_CALLBACK (on_dropped), zone, 0);
  g_signal_connect_object (target, "refused", G_CALLBACK (on_refused), zone, 0);
}

/* --- the window ---------------------------------------------------------------------------------
 */

static gboolean
ph_drop_zone_delete_event (GtkWidget *widget, GdkEventAny *event)
{
  gtk_widget_hide (widget);
  return GDK_EVENT_STOP;
}

static void
on_close (PhDropZone *zone)
{
  gtk_widget_hide (GTK_WIDGET (zone));
}

static void
ph_drop_zone_hide (GtkWidget *widget)
{
  ph_window_place_keep (GTK_WINDOW (widget), PH_DROP_ZONE (widget)->place);
  GTK_WIDGET_CLASS (ph_drop_zone_parent_class)->hide (widget);
}

static void
ph_drop_zone_class_init (PhDropZoneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_drop_zone_finalize;
  widget_class->delete_event = ph_drop_zone_delete_event;
  widget_class->hide = ph_drop_zone_hide;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-drop-zone.ui");
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, head);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, title);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, close);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, note);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, text);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, progress);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, question);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, no);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, yes);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, results_area);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, results);
  gtk_widget_class_bind_template_child (widget_class, PhDropZone, copy_all);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_no);
  gtk_widget_class_bind_template_callback (widget_class, on_yes);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_all);
}

static void
ph_drop_zone_init (PhDropZone *zone)
{
  gtk_widget_init_template (GTK_WIDGET (zone));
  gtk_window_set_title (GTK_WINDOW (zone), _ ("Drop zone"));
  gtk_button_set_label (GTK_BUTTON (zone->no), _ ("Cancel"));
  gtk_button_set_label (GTK_BUTTON (zone->yes), _ ("Upload"));
  gtk_button_set_label (GTK_BUTTON (zone->copy_all), _ ("Copy all links"));
  gtk_label_set_text (GTK_LABEL (zone->title), _ ("Drop zone"));
  gtk_widget_set_tooltip_text (zone->close, _ ("Close"));
  atk_object_set_name (gtk_widget_get_accessible (zone->close), _ ("Close"));
}

/* On Wayland a window of any other kind stays neither above others nor where it was. */
static void
stay_above (PhDropZone *zone)
{
  const char *reason;

  gtk_window_set_keep_above (GTK_WINDOW (zone), TRUE);
  gtk_window_stick (GTK_WINDOW (zone));
  if (GDK_IS_X11_DISPLAY (gtk_widget_get_display (GTK_WIDGET (zone)))
      || !ph_layer_is_there (&reason))
    return;
  ph_layer_take (GTK_WINDOW (zone));
  /* It has no frame with a title and a button. */
  gtk_widget_show (zone->head);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (zone)),
                               "pichoist-frameless");
}

PhDropZone *
ph_drop_zone_new (GtkApplication *application, PhDrop *drop, PhEngine *engine, const char *place)
{
  PhDropZone *zone = g_object_new (PH_TYPE_DROP_ZONE, "application", application, NULL);

  zone->drop = g_object_ref (drop);
  zone->engine = g_object_ref (engine);
  zone->place = g_strdup (place);
  stay_above (zone);
  g_signal_connect_object (drop, "changed", G_CALLBACK (on_changed), zone, 0);
  g_signal_connect_object (engine, "progress", G_CALLBACK (on_progress), zone, 0);
  ph_drop_zone_attach (zone, GTK_WIDGET (zone));
  on_changed (drop, zone);
  return zone;
}

void
ph_drop_zone_set_note (PhDropZone *zone, const char *note)
{
  gtk_label_set_text (GTK_LABEL (zone->note), note != NULL ? note : "");
  gtk_widget_set_visible (zone->note, note != NULL);
}

void
ph_drop_zone_show (PhDropZone *zone)
{
  if (gtk_widget_get_visible (GTK_WIDGET (zone)))
    return;
  ph_window_place_restore (GTK_WINDOW (zone), zone->place);
  gtk_widget_show (GTK_WIDGET (zone));
}
