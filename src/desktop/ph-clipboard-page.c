/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-page.h"

#include "ph-general-field.h"
#include "ph-hotkey-row.h"

struct _PhClipboardPage
{
  GtkBox parent_instance;

  GtkWidget *watch_box;
  GtkWidget *hotkey_box;
  GtkWidget *screenshot_box;
};

G_DEFINE_FINAL_TYPE (PhClipboardPage, ph_clipboard_page, GTK_TYPE_BOX)

static void
ph_clipboard_page_class_init (PhClipboardPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-clipboard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, watch_box);
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, hotkey_box);
  gtk_widget_class_bind_template_child (widget_class, PhClipboardPage, screenshot_box);
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
  return GTK_WIDGET (page);
}
