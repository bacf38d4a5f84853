/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-startup-page.h"

#include "ph-autostart.h"
#include "ph-message.h"

struct _PhStartupPage
{
  GtkBox parent_instance;

  GtkWidget *start_switch;
  GtkWidget *message;
  gboolean loading; /* what changes is not the person's work */
};

G_DEFINE_FINAL_TYPE (PhStartupPage, ph_startup_page, GTK_TYPE_BOX)

/* The entry is a file, and files may be far away. */
static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, ph_autostart_is_on ());
}

static void
change_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean done = GPOINTER_TO_INT (data) != 0 ? ph_autostart_turn_on (NULL, &error)
                                              : ph_autostart_turn_off (&error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhStartupPage *page = PH_STARTUP_PAGE (source);
  gboolean on = g_task_propagate_boolean (G_TASK (result), NULL);

  page->loading = TRUE;
  gtk_switch_set_active (GTK_SWITCH (page->start_switch), on);
  gtk_switch_set_state (GTK_SWITCH (page->start_switch), on);
  page->loading = FALSE;
  gtk_widget_set_sensitive (page->start_switch, TRUE);
}

static void
look (PhStartupPage *page)
{
  g_autoptr (GTask) task = g_task_new (page, NULL, on_looked, NULL);

  g_task_run_in_thread (task, look_in_thread);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhStartupPage *page = PH_STARTUP_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    text = ph_message_from_error (error);
  ph_message_show (page->message, page->start_switch, text, NULL);
  look (page);
}

static gboolean
on_state_set (PhStartupPage *page, gboolean on)
{
  g_autoptr (GTask) task = NULL;

  if (page->loading)
    return GDK_EVENT_PROPAGATE;
  task = g_task_new (page, NULL, on_changed, NULL);
  g_task_set_task_data (task, GINT_TO_POINTER (on), NULL);
  g_task_run_in_thread (task, change_in_thread);
  return GDK_EVENT_STOP;
}

static void
ph_startup_page_class_init (PhStartupPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-startup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhStartupPage, start_switch);
  gtk_widget_class_bind_template_child (widget_class, PhStartupPage, message);
  gtk_widget_class_bind_template_callback (widget_class, on_state_set);
}

static void
ph_startup_page_init (PhStartupPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

GtkWidget *
ph_startup_page_new (void)
{
  PhStartupPage *page = g_object_new (PH_TYPE_STARTUP_PAGE, NULL);

  /* Each time, since there are other ways to change it. */
  g_signal_connect (page, "map", G_CALLBACK (look), NULL);
  return GTK_WIDGET (page);
}
