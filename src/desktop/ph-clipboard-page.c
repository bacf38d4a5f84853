/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-page.h"

#include "ph-general-field.h"
#include "ph-hotkey-row.h"
#include "ph-parent-window.h"

struct _PhClipboardPage
{
  GtkBox parent_instance;

  PhHotkeys *hotkeys; /* borrowed */
  GtkWidget *watch_box;
  GtkWidget *hotkey_box;
  GtkWidget *configure_button;
  GtkWidget *screenshot_box;
};

G_DEFINE_FINAL_TYPE (PhClipboardPage, ph_clipboard_page, GTK_TYPE_BOX)

static void
show_button (PhClipboardPage *page)
{
  gtk_widget_set_visible (page->configure_button, ph_hotkeys_can_configure (page->hotkeys));
}

static void
on_named (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhClipboardPage) page = user_data;
  g_autofree char *window = ph_parent_window_name_finish (result);

  ph_hotkeys_configure (page->hotkeys, window);
}

static GtkWindow *
get_window (PhClipboardPage *page)
{
  return GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (page)));
}

/* Nothing tells when the dialog is closed, so that the name is kept as long as it may be open. */
static void
on_configure (PhClipboardPage *page)
{
  ph_parent_window_forget (get_window (page));
  ph_parent_window_name_async (get_window (page), on_named, g_object_ref (page));
}

static void
ph_clipboard_page_class_init (PhClipboardPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-clipboard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, watch_box);
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, hotkey_box);
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, configure_button);
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, screenshot_box);
  gtk_widget_class_bind_template_callback (widget_class, on_configure);
}

static void
ph_clipboard_page_init (PhClipboardPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

GtkWidget *
ph_clipboard_page_new (const PhSettingsParts *parts)
{
  static const char *const hotkeys[]
      = { "hotkey-clipboard", "hotkey-screenshot", "hotkey-drop-zone" };
  static const char *const screenshots[] = { "screenshot-command", "remove-screenshot" };
  PhClipboardPage *page = g_object_new (PH_TYPE_CLIPBOARD_PAGE, NULL);
  g_autoptr (GtkSizeGroup) labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_container_add (GTK_CONTAINER (page->watch_box),
                     GTK_WIDGET (ph_general_field_new (parts, "watch-clipboard", labels)));
  for (guint i = 0; i < G_N_ELEMENTS (hotkeys); i++)
    gtk_container_add (GTK_CONTAINER (page->hotkey_box),
                       ph_hotkey_row_new (parts, hotkeys[i], labels));
  for (guint i = 0; i < G_N_ELEMENTS (screenshots); i++)
    gtk_container_add (GTK_CONTAINER (page->screenshot_box),
                       GTK_WIDGET (ph_general_field_new (parts, screenshots[i], labels)));
  page->hotkeys = parts->hotkeys;
  g_signal_connect_object (parts->hotkeys, "changed", G_CALLBACK (show_button), page,
                           G_CONNECT_SWAPPED);
  show_button (page);
  return GTK_WIDGET (page);
}
