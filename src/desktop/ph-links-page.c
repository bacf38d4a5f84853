/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-links-page.h"

#include <glib/gi18n-lib.h>

#include "ph-field-label.h"
#include "ph-general-field.h"
#include "ph-link.h"
#include "ph-message.h"
#include "ph-profile-change.h"
#include "ph-sample-link.h"
#include "ph-setting-field.h"

#define PAUSE_MS 600
#define CUSTOM "custom"

struct _PhLinksPage
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *format_combo;
  GtkWidget *custom_entry;
  GtkWidget *link_preview;
  GtkWidget *key_box;
  GtkWidget *key_note;
  GtkWidget *key_preview;
  GtkWidget *picture_box;
  PhSettingField *key_field;
  gboolean loading; /* what changes is not the person's work */
  guint pause;      /* source id; 0: nothing is waiting to be saved */
};

G_DEFINE_FINAL_TYPE (PhLinksPage, ph_links_page, GTK_TYPE_BOX)

static PhProfile *
get_profile (PhLinksPage *page)
{
  return ph_config_peek_profile (page->parts->config, NULL, NULL);
}

/* (transfer full) */
static char *
dup_format (PhLinksPage *page)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->format_combo));

  return g_strdup (g_strcmp0 (id, CUSTOM) == 0 ? gtk_entry_get_text (GTK_ENTRY (page->custom_entry))
                                               : id);
}

/* --- previews --- */

static void
preview_link (PhLinksPage *page)
{
  PhProfile *profile = get_profile (page);
  g_autofree char *url = profile != NULL ? ph_sample_link_new (profile) : NULL;
  g_autofree char *format = dup_format (page);
  g_autoptr (GError) error = NULL;
  g_autofree char *link = ph_sample_link_format (
      format, url != NULL ? url : "https://img.example.com/evening.png", &error);
  g_autofree char *text = error != NULL ? ph_message_from_error (error) : NULL;

  ph_message_show (page->link_preview, page->custom_entry, text, link);
}

static void
preview_key (PhLinksPage *page)
{
  g_autofree char *pattern = ph_setting_field_dup_text (page->key_field);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = ph_sample_key_new (pattern, &error);

  ph_setting_field_set_error (page->key_field, error);
  gtk_label_set_text (GTK_LABEL (page->key_preview), key != NULL ? key : "—");
}

/* --- saving --- */

static gboolean
save (gpointer user_data)
{
  static const char *const keys[] = { "key-template", NULL };
  PhLinksPage *page = user_data;
  PhProfile *profile = get_profile (page);
  g_autofree char *format = dup_format (page);
  g_autofree char *pattern = ph_setting_field_dup_text (page->key_field);
  g_autofree char *old = ph_config_get_as_text (page->parts->config, "link-format", NULL);
  g_autoptr (PhProfile) changed
      = profile != NULL ? ph_profile_copy (profile, ph_profile_get_name (profile)) : NULL;

  page->pause = 0;
  if (g_strcmp0 (format, old) != 0 && ph_link_format_check (format, NULL))
    ph_config_watch_set_async (page->parts->watch, "link-format", format, NULL, NULL);
  if (changed != NULL && ph_profile_set_from_text (changed, "key-template", pattern, NULL)
      && g_strcmp0 (ph_profile_get_text (changed, "key-template"),
                    ph_profile_get_text (profile, "key-template"))
             != 0)
    ph_profile_change_set_async (page->parts->watch, changed, keys, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
wait_for_pause (PhLinksPage *page)
{
  g_clear_handle_id (&page->pause, g_source_remove);
  page->pause = g_timeout_add (PAUSE_MS, save, page);
}

static void
on_format_edited (PhLinksPage *page)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->format_combo));

  if (page->loading)
    return;
  gtk_widget_set_visible (page->custom_entry, g_strcmp0 (id, CUSTOM) == 0);
  preview_link (page);
  wait_for_pause (page);
}

static void
on_key_edited (PhLinksPage *page)
{
  preview_key (page);
  wait_for_pause (page);
}

/* --- showing what the file has --- */

static void
show_format (PhLinksPage *page)
{
  g_autofree char *format = ph_config_get_as_text (page->parts->config, "link-format", NULL);
  gboolean known = format == NULL || g_strv_contains (ph_link_format_list (), format);

  page->loading = TRUE;
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (page->format_combo), format == NULL ? "markdown"
                                                                   : known        ? format
                                                                                  : CUSTOM);
  if (!known)
    gtk_entry_set_text (GTK_ENTRY (page->custom_entry), format);
  gtk_widget_set_visible (page->custom_entry, !known);
  page->loading = FALSE;
}

static void
show (PhLinksPage *page)
{
  PhProfile *profile = get_profile (page);
  g_autofree char *note = NULL;

  if (page->pause != 0)
    return;
  show_format (page);
  gtk_widget_set_sensitive (page->key_box, profile != NULL);
  if (profile != NULL)
    {
      ph_setting_field_set_text (page->key_field, ph_profile_get_text (profile, "key-template"));
      note = g_strdup_printf (_ ("Each destination has its own; this is that of “%s”."),
                              ph_profile_get_name (profile));
    }
  gtk_label_set_text (GTK_LABEL (page->key_note), note != NULL ? note : "");
  preview_link (page);
  preview_key (page);
}

/* --- life --- */

static void
ph_links_page_destroy (GtkWidget *widget)
{
  PhLinksPage *page = PH_LINKS_PAGE (widget);

  if (page->pause != 0)
    {
      g_clear_handle_id (&page->pause, g_source_remove);
      save (page);
    }
  GTK_WIDGET_CLASS (ph_links_page_parent_class)->destroy (widget);
}

static void
ph_links_page_class_init (PhLinksPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = ph_links_page_destroy;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-links-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, format_combo);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, custom_entry);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, link_preview);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, key_box);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, key_note);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, key_preview);
  gtk_widget_class_bind_template_child (widget_class, PhLinksPage, picture_box);
  gtk_widget_class_bind_template_callback (widget_class, on_format_edited);
}

static void
ph_links_page_init (PhLinksPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

GtkWidget *
ph_links_page_new (const PhSettingsParts *parts)
{
  PhLinksPage *page = g_object_new (PH_TYPE_LINKS_PAGE, NULL);
  GObjectClass *class = g_type_class_ref (PH_TYPE_PROFILE);

  page->parts = parts;
  page->key_field = ph_setting_field_new (g_object_class_find_property (class, "key-template"),
                                          ph_field_label_of_destination ("key-template"), NULL);
  gtk_box_pack_start (GTK_BOX (page->key_box), GTK_WIDGET (page->key_field), FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (page->key_box), GTK_WIDGET (page->key_field), 1);
  gtk_container_add (GTK_CONTAINER (page->picture_box),
                     GTK_WIDGET (ph_general_field_new (parts, "ask-name", NULL)));
  gtk_container_add (GTK_CONTAINER (page->picture_box),
                     GTK_WIDGET (ph_general_field_new (parts, "keep-location", NULL)));
  g_signal_connect_object (page->key_field, "edited", G_CALLBACK (on_key_edited), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (show), page, G_CONNECT_SWAPPED);
  show (page);
  g_type_class_unref (class);
  return GTK_WIDGET (page);
}
