/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-check-view.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-message.h"

typedef struct
{
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *text;
} Row;

struct _PhCheckView
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *grid;
  GtkWidget *spinner;
  GtkWidget *summary;
  Row rows[PH_N_CHECKS];
  GCancellable *cancellable; /* (nullable): of the check under way */
};

G_DEFINE_FINAL_TYPE (PhCheckView, ph_check_view, GTK_TYPE_BOX)

/* What each step does, in a person's words. */
static const char *const labels[PH_N_CHECKS] = {
  [PH_CHECK_SETTINGS] = N_ ("Settings"),      [PH_CHECK_REACH] = N_ ("Reach the server"),
  [PH_CHECK_PUT] = N_ ("Put a test picture"), [PH_CHECK_READ] = N_ ("Read it back"),
  [PH_CHECK_PUBLIC] = N_ ("Public link"),     [PH_CHECK_DELETE] = N_ ("Delete it again"),
};

static void
set_class (GtkWidget *widget, const char *on, const char *off)
{
  gtk_style_context_remove_class (gtk_widget_get_style_context (widget), off);
  gtk_style_context_add_class (gtk_widget_get_style_context (widget), on);
}

static void
show_row (Row *row, gboolean good, const char *icon, const char *text)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), icon, GTK_ICON_SIZE_MENU);
  set_class (row->icon, good ? "pichoist-success" : "pichoist-error",
             good ? "pichoist-error" : "pichoist-success");
  gtk_label_set_text (GTK_LABEL (row->text), text);
  gtk_widget_show (row->icon);
  gtk_widget_show (row->label);
  gtk_widget_show (row->text);
}

static char *
describe (const PhCheckResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *details;

  for (guint i = 0; i < result->warnings->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) result->warnings->pdata[i]);
  if (result->error != NULL)
    {
      g_autofree char *message = ph_message_from_error (result->error);

      g_string_append (text, message);
      details = ph_error_get_details (result->error);
      if (details != NULL)
        g_string_append_printf (text, "\n(%s)", details);
    }
  else if (result->note != NULL)
    g_string_append (text, result->note);
  else
    g_string_append (text, _ ("ok"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_step (const PhCheckResult *result, gpointer user_data)
{
  PhCheckView *view = PH_CHECK_VIEW (g_task_get_source_object (user_data));
  g_autofree char *text = describe (result);

  /* Another check has begun since. */
  if (view->cancellable != g_task_get_cancellable (user_data))
    return;
  show_row (&view->rows[result->step], result->error == NULL,
            result->error != NULL       ? "process-stop-symbolic"
            : result->warnings->len > 0 ? "dialog-warning-symbolic"
                                        : "object-select-symbolic",
            text);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhCheckView *view = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean good = ph_engine_check_finish (PH_ENGINE (source), result, &error);

  if (view->cancellable == g_task_get_cancellable (task))
    {
      g_clear_object (&view->cancellable);
      gtk_spinner_stop (GTK_SPINNER (view->spinner));
      gtk_widget_hide (view->spinner);
      gtk_label_set_text (GTK_LABEL (view->summary), error != NULL ? error->message
                                                     : good        ? _ ("Everything works")
                                                                   : _ ("This doesn't work yet"));
    }
  g_task_return_boolean (task, good);
}

void
ph_check_view_clear (PhCheckView *view)
{
  g_cancellable_cancel (view->cancellable);
  g_clear_object (&view->cancellable);
  gtk_spinner_stop (GTK_SPINNER (view->spinner));
  gtk_widget_hide (GTK_WIDGET (view));
  for (guint i = 0; i < PH_N_CHECKS; i++)
    {
      gtk_widget_hide (view->rows[i].icon);
      gtk_widget_hide (view->rows[i].label);
      gtk_widget_hide (view->rows[i].text);
    }
}

void
ph_check_view_run_async (PhCheckView *view, const char *profile, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask *task = g_task_new (view, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  ph_check_view_clear (view);
  g_set_object (&view->cancellable, cancellable);
  gtk_label_set_text (GTK_LABEL (view->summary), _ ("Checking…"));
  gtk_widget_show (view->spinner);
  gtk_spinner_start (GTK_SPINNER (view->spinner));
  gtk_widget_show (GTK_WIDGET (view));
  ph_engine_check_async (view->parts->engine, profile, cancellable, on_step, task, on_checked,
                         task);
}

gboolean
ph_check_view_run_finish (PhCheckView *view, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, view), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* --- life --- */

static void
ph_check_view_destroy (GtkWidget *widget)
{
  PhCheckView *view = PH_CHECK_VIEW (widget);

  g_cancellable_cancel (view->cancellable);
  g_clear_object (&view->cancellable);
  GTK_WIDGET_CLASS (ph_check_view_parent_class)->destroy (widget);
}

static void
ph_check_view_class_init (PhCheckViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = ph_check_view_destroy;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-check-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PhCheckView, grid);
  gtk_widget_class_bind_template_child (widget_class, PhCheckView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PhCheckView, summary);
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

static void
ph_check_view_init (PhCheckView *view)
{
  gtk_widget_init_template (GTK_WIDGET (view));
  for (gint i = 0; i < PH_N_CHECKS; i++)
    {
      Row *row = &view->rows[i];

      row->icon = gtk_image_new ();
      gtk_widget_set_valign (row->icon, GTK_ALIGN_START);
      row->label = make_label (_ (labels[i]));
      row->text = make_label ("");
      gtk_label_set_line_wrap (GTK_LABEL (row->text), TRUE);
      gtk_label_set_line_wrap_mode (GTK_LABEL (row->text), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (GTK_LABEL (row->text), TRUE);
      gtk_widget_set_can_focus (row->text, FALSE);
      gtk_grid_attach (GTK_GRID (view->grid), row->icon, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (view->grid), row->label, 1, i, 1, 1);
      gtk_grid_attach (GTK_GRID (view->grid), row->text, 2, i, 1, 1);
    }
}

PhCheckView *
ph_check_view_new (const PhSettingsParts *parts)
{
  PhCheckView *view = g_object_new (PH_TYPE_CHECK_VIEW, NULL);

  view->parts = parts;
  return view;
}
