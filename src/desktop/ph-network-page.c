/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-network-page.h"

#include "ph-error.h"
#include "ph-profile-change.h"
#include "ph-setting-field.h"
#include "ph-target.h"

#define PAUSE_MS 600

static const char *const keys[]
    = { "proxy", "ca-file", "tls-verify", "connect-timeout", "stall-timeout", NULL };

struct _PhNetworkPage
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *combo;
  GtkWidget *fields_box;
  PhSettingField *fields[G_N_ELEMENTS (keys) - 1];
  gboolean loading; /* what changes is not the person's work */
  guint pause;      /* source id; 0: nothing is waiting to be saved */
};

G_DEFINE_FINAL_TYPE (PhNetworkPage, ph_network_page, GTK_TYPE_BOX)

/* (nullable) */
static PhProfile *
get_profile (PhNetworkPage *page)
{
  const char *name = gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->combo));

  return name != NULL ? ph_config_peek_profile (page->parts->config, name, NULL) : NULL;
}

static void
show_fields (PhNetworkPage *page)
{
  PhProfile *profile = get_profile (page);

  gtk_widget_set_sensitive (page->fields_box, profile != NULL);
  for (guint i = 0; profile != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = ph_profile_get_as_text (profile, keys[i]);

      ph_setting_field_set_text (page->fields[i], text);
      ph_setting_field_set_error (page->fields[i], NULL);
    }
}

/* Only those that are sent anywhere. */
static void
show (PhNetworkPage *page)
{
  g_autofree const char **names = ph_config_list_profiles (page->parts->config);
  g_autofree char *chosen = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->combo)));
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (page->combo);

  if (page->pause != 0)
    return;
  page->loading = TRUE;
  gtk_combo_box_text_remove_all (combo);
  for (guint i = 0; names[i] != NULL; i++)
    {
      PhProfile *profile = ph_config_peek_profile (page->parts->config, names[i], NULL);

      if (ph_profile_get_provider (profile) != PH_PROVIDER_FOLDER)
        gtk_combo_box_text_append (combo, names[i], names[i]);
    }
  if (chosen == NULL || !gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), chosen))
    gtk_combo_box_set_active (GTK_COMBO_BOX (combo), 0);
  page->loading = FALSE;
  show_fields (page);
}

/* FALSE where a field is wrong, and says so there. */
static gboolean
read_fields (PhNetworkPage *page, PhProfile *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhTarget) target = NULL;
  gboolean wrong = FALSE;

  for (guint i = 0; error == NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = ph_setting_field_dup_text (page->fields[i]);

      ph_profile_set_from_text (profile, keys[i], text, &error);
    }
  if (error == NULL)
    target = ph_target_new (profile, &error);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      gboolean here = error != NULL && g_strcmp0 (ph_error_get_setting (error), keys[i]) == 0;

      ph_setting_field_set_error (page->fields[i], here ? error : NULL);
      wrong = wrong || here;
    }
  return !wrong;
}

static gboolean
save (gpointer user_data)
{
  PhNetworkPage *page = user_data;
  PhProfile *profile = get_profile (page);
  g_autoptr (PhProfile) changed
      = profile != NULL ? ph_profile_copy (profile, ph_profile_get_name (profile)) : NULL;

  page->pause = 0;
  if (changed != NULL && read_fields (page, changed))
    ph_profile_change_set_async (page->parts->watch, changed, keys, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
save_now (PhNetworkPage *page)
{
  if (page->pause == 0)
    return;
  g_clear_handle_id (&page->pause, g_source_remove);
  save (page);
}

static void
on_edited (PhNetworkPage *page)
{
  g_clear_handle_id (&page->pause, g_source_remove);
  page->pause = g_timeout_add (PAUSE_MS, save, page);
}

static void
on_chosen (PhNetworkPage *page)
{
  if (!page->loading)
    show_fields (page);
}

static void
ph_network_page_destroy (GtkWidget *widget)
{
  save_now (PH_NETWORK_PAGE (widget));
  GTK_WIDGET_CLASS (ph_network_page_parent_class)->destroy (widget);
}

static void
ph_network_page_class_init (PhNetworkPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = ph_network_page_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, combo);
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, fields_box);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
ph_network_page_init (PhNetworkPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

GtkWidget *
ph_network_page_new (const PhSettingsParts *parts)
{
  PhNetworkPage *page = g_object_new (PH_TYPE_NETWORK_PAGE, NULL);
  GObjectClass *class = g_type_class_ref (PH_TYPE_PROFILE);
  g_autoptr (GtkSizeGroup) labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  page->parts = parts;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      page->fields[i]
          = ph_setting_field_new (g_object_class_find_property (class, keys[i]), labels);
      gtk_container_add (GTK_CONTAINER (page->fields_box), GTK_WIDGET (page->fields[i]));
      g_signal_connect_object (page->fields[i], "edited", G_CALLBACK (on_edited), page,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (show), page, G_CONNECT_SWAPPED);
  show (page);
  g_type_class_unref (class);
  return GTK_WIDGET (page);
}
