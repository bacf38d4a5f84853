/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-settings-window.h"

#include <glib/gi18n-lib.h>

#include "ph-about-page.h"
#include "ph-clipboard-page.h"
#include "ph-destinations-page.h"
#include "ph-links-page.h"
#include "ph-network-page.h"
#include "ph-session-page.h"
#include "ph-startup-page.h"

struct _PhSettingsWindow
{
  GtkApplicationWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *trouble_bar;
  GtkWidget *trouble_label;
  PhDestinationsPage *destinations;
};

G_DEFINE_FINAL_TYPE (PhSettingsWindow, ph_settings_window, GTK_TYPE_APPLICATION_WINDOW)

/* Ctrl+Z outside of what has an undo of its own, Escape. */
static gboolean
on_key_press (PhSettingsWindow *window, GdkEventKey *event)
{
  guint modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (event->keyval == GDK_KEY_Escape && modifiers == 0)
    {
      gtk_window_close (GTK_WINDOW (window));
      return GDK_EVENT_STOP;
    }
  if (event->keyval == GDK_KEY_z && modifiers == GDK_CONTROL_MASK)
    return ph_destinations_page_undo (window->destinations);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_delete (PhSettingsWindow *window)
{
  if (ph_destinations_page_leave (window->destinations))
    return GDK_EVENT_PROPAGATE;
  gtk_stack_set_visible_child (GTK_STACK (window->stack), GTK_WIDGET (window->destinations));
  return GDK_EVENT_STOP;
}

static void
ph_settings_window_class_init (PhSettingsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PhSettingsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PhSettingsWindow, trouble_bar);
  gtk_widget_class_bind_template_child (widget_class, PhSettingsWindow, trouble_label);
  gtk_widget_class_bind_template_callback (widget_class, on_key_press);
  gtk_widget_class_bind_template_callback (widget_class, on_delete);
}

static void
ph_settings_window_init (PhSettingsWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
}

/* A page may be higher than a small screen, or in large letters. */
static void
add_page (PhSettingsWindow *window, GtkWidget *page, const char *name, const char *title)
{
  GtkWidget *scroller = gtk_scrolled_window_new (NULL, NULL);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (scroller), page);
  gtk_widget_show (scroller);
  gtk_stack_add_titled (GTK_STACK (window->stack), scroller, name, title);
}

static void
show_trouble (PhConfigWatch *watch, PhSettingsWindow *window)
{
  const char *trouble = ph_config_watch_get_trouble (watch);

  gtk_label_set_text (GTK_LABEL (window->trouble_label), trouble != NULL ? trouble : "");
  gtk_widget_set_visible (window->trouble_bar, trouble != NULL);
}

GtkWidget *
ph_settings_window_new (GtkApplication *application, const PhSettingsParts *parts)
{
  PhSettingsWindow *window
      = g_object_new (PH_TYPE_SETTINGS_WINDOW, "application", application, NULL);

  window->destinations = ph_destinations_page_new (parts);
  gtk_stack_add_titled (GTK_STACK (window->stack), GTK_WIDGET (window->destinations),
                        "destinations", _ ("Destinations"));
  add_page (window, ph_links_page_new (parts), "links", _ ("Links and names"));
  add_page (window, ph_clipboard_page_new (parts), "clipboard", _ ("Clipboard and hotkeys"));
  add_page (window, ph_network_page_new (parts), "network", _ ("Network"));
  add_page (window, ph_startup_page_new (), "startup", _ ("Startup"));
  add_page (window, ph_session_page_new (parts), "session", _ ("This session"));
  add_page (window, ph_about_page_new (), "about", _ ("About"));
  g_signal_connect_object (parts->watch, "trouble-changed", G_CALLBACK (show_trouble), window, 0);
  show_trouble (parts->watch, window);
  return GTK_WIDGET (window);
}

void
ph_settings_window_show_page (PhSettingsWindow *window, const char *page)
{
  gtk_stack_set_visible_child_name (GTK_STACK (window->stack), page);
}
