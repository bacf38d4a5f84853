/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-network-page.h"

#include "ph-error.h"
#include "ph-field-label.h"
#include "ph-profile-change.h"
#include "ph-proxy-url.h"
#include "ph-secret-field.h"
#include "ph-setting-field.h"
#include "ph-target.h"

#define PAUSE_MS 600

static const char *const keys[]
    = { "proxy", "ca-file", "tls-verify", "connect-timeout", "stall-timeout", NULL };

struct _PhNetworkPage
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *choice_box;
  GtkWidget *combo_label;
  GtkWidget *combo;
  GtkWidget *nothing; /* what is shown where there is none to choose */
  GtkWidget *fields_box;
  PhSettingField *fields[G_N_ELEMENTS (keys) - 1];
  PhSecretField *password; /* of the proxy */
  char *shown;             /* (nullable) name of the profile in the fields */
  gboolean loading;        /* what changes is not the person's work */
  guint pause;             /* source id; 0: nothing is waiting to be saved */
};

G_DEFINE_FINAL_TYPE (PhNetworkPage, ph_network_page, GTK_TYPE_BOX)

/* (nullable) */
static PhProfile *
get_profile (PhNetworkPage *page)
{
  return page->shown != NULL ? ph_config_peek_profile (page->parts->config, page->shown, NULL)
                             : NULL;
}

/* The first of the keys. */
static PhSettingField *
get_proxy_field (PhNetworkPage *page)
{
  return page->fields[0];
}

/* Only a name has a password, and none that is written as going without one. */
static void
show_password (PhNetworkPage *page)
{
  g_autofree char *proxy = ph_setting_field_dup_text (get_proxy_field (page));
  gboolean named = ph_proxy_url_get_login (proxy) != PH_PROXY_OPEN;

  /* What is stored is asked for when it may be seen, and once. */
  if (named && !gtk_widget_get_visible (GTK_WIDGET (page->password)))
    ph_secret_field_set_profile (page->password, page->shown);
  gtk_widget_set_visible (GTK_WIDGET (page->password), named);
}

static void
show_fields (PhNetworkPage *page)
{
  PhProfile *profile;

  if (g_strcmp0 (page->shown, gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->combo))) != 0)
    {
      g_free (page->shown);
      page->shown = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (page->combo)));
      gtk_widget_hide (GTK_WIDGET (page->password));
    }
  profile = get_profile (page);
  gtk_widget_set_visible (page->choice_box, profile != NULL);
  gtk_widget_set_visible (page->fields_box, profile != NULL);
  gtk_widget_set_visible (page->nothing, profile == NULL);
  for (guint i = 0; profile != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = ph_profile_get_as_text (profile, keys[i]);
      g_autofree char *masked = text != NULL ? ph_proxy_url_mask (text) : NULL;

      ph_setting_field_set_text (page->fields[i], masked);
      ph_setting_field_set_error (page->fields[i], NULL);
    }
  show_password (page);
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

/* --- the password of the proxy --- */

/* A password that was pasted in the proxy's address goes where it belongs. */
static void
take_password (PhNetworkPage *page)
{
  g_autofree char *proxy = ph_setting_field_dup_text (get_proxy_field (page));
  g_autofree char *masked = ph_proxy_url_mask (proxy);
  char *password = ph_proxy_url_dup_password (proxy, NULL);

  /* An entry holds no other text; the change stores such a one. */
  if (password != NULL && g_utf8_validate (password, -1, NULL))
    {
      ph_setting_field_set_text (get_proxy_field (page), masked);
      ph_secret_field_set_text (page->password, password);
    }
  ph_secret_free (password);
}

/* (nullable): what was typed and is not stored yet */
static const char *
get_new_password (PhNetworkPage *page)
{
  return gtk_widget_get_visible (GTK_WIDGET (page->password))
             ? ph_secret_field_get_text (page->password)
             : NULL;
}

static void
save_password (PhNetworkPage *page)
{
  const char *password = get_new_password (page);
  g_autoptr (GError) error = NULL;

  if (password == NULL)
    return;
  if (ph_proxy_url_check_password (password, &error))
    ph_secret_field_save_async (page->password, page->shown, NULL, NULL);
  else
    ph_secret_field_set_error (page->password, error);
}

static void
on_password_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhEngine) engine = user_data;
  g_autoptr (GError) error = NULL;

  if (ph_secret_keeper_finish (PH_SECRET_KEEPER (source), result, &error))
    ph_engine_reload (engine, NULL);
  else
    g_warning ("%s", error->message);
}

/* The field goes to another profile, or away: there is nobody left to ask. */
static void
save_password_now (PhNetworkPage *page)
{
  const char *password = get_new_password (page);

  if (password != NULL && ph_proxy_url_check_password (password, NULL))
    ph_secret_keeper_save_async (page->parts->secrets, page->shown, PH_SECRET_PURPOSE_PROXY,
                                 password, NULL, on_password_kept,
                                 g_object_ref (page->parts->engine));
}

/* --- saving --- */

typedef struct
{
  PhNetworkPage *page;
  char *name; /* of the profile */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_free (saving->name);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* The password comes after the proxy: that one may have had another in the file. */
static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  PhNetworkPage *page = saving->page;
  g_autoptr (GError) error = NULL;
  gboolean saved = ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error);

  if (page->password == NULL || g_strcmp0 (page->shown, saving->name) != 0)
    return;
  if (saved)
    save_password (page);
  for (guint i = 0; !saved && keys[i] != NULL; i++)
    if (g_strcmp0 (ph_error_get_setting (error), keys[i]) == 0)
      ph_setting_field_set_error (page->fields[i], error);
}

static gboolean
save (gpointer user_data)
{
  PhNetworkPage *page = user_data;
  PhProfile *profile = get_profile (page);
  g_autoptr (PhProfile) changed = profile != NULL ? ph_profile_copy (profile, page->shown) : NULL;
  Saving *saving;

  page->pause = 0;
  if (changed == NULL || !read_fields (page, changed))
    return G_SOURCE_REMOVE;
  take_password (page);
  read_fields (page, changed);
  saving = g_new0 (Saving, 1);
  saving->page = g_object_ref (page);
  saving->name = g_strdup (page->shown);
  ph_profile_change_set_async (page->parts->watch, changed, keys, on_saved, saving);
  return G_SOURCE_REMOVE;
}

static void
save_now (PhNetworkPage *page)
{
  if (page->pause == 0)
    return;
  g_clear_handle_id (&page->pause, g_source_remove);
  save (page);
  save_password_now (page);
}

static void
on_edited (PhNetworkPage *page)
{
  show_password (page);
  g_clear_handle_id (&page->pause, g_source_remove);
  page->pause = g_timeout_add (PAUSE_MS, save, page);
}

static void
on_chosen (PhNetworkPage *page)
{
  if (page->loading)
    return;
  save_now (page);
  show_fields (page);
}

static void
ph_network_page_destroy (GtkWidget *widget)
{
  PhNetworkPage *page = PH_NETWORK_PAGE (widget);

  save_now (page);
  page->password = NULL;
  GTK_WIDGET_CLASS (ph_network_page_parent_class)->destroy (widget);
}

static void
ph_network_page_finalize (GObject *object)
{
  g_free (PH_NETWORK_PAGE (object)->shown);
  G_OBJECT_CLASS (ph_network_page_parent_class)->finalize (object);
}

static void
ph_network_page_class_init (PhNetworkPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_network_page_finalize;
  widget_class->destroy = ph_network_page_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, choice_box);
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, combo_label);
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, combo);
  gtk_widget_class_bind_template_child (widget_class, PhNetworkPage, nothing);
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
  g_autoptr (GList) cells = NULL;

  page->parts = parts;
  gtk_size_group_add_widget (labels, page->combo_label);
  /* A long name must not press the label, or the window, out of shape. */
  cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (page->combo));
  g_object_set (cells->data, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      page->fields[i] = ph_setting_field_new (g_object_class_find_property (class, keys[i]),
                                              ph_field_label_of_network (keys[i]), labels);
      gtk_container_add (GTK_CONTAINER (page->fields_box), GTK_WIDGET (page->fields[i]));
      g_signal_connect_object (page->fields[i], "edited", G_CALLBACK (on_edited), page,
                               G_CONNECT_SWAPPED);
    }
  page->password = ph_secret_field_new (parts, PH_SECRET_PURPOSE_PROXY, labels);
  gtk_widget_hide (GTK_WIDGET (page->password));
  g_signal_connect_object (page->password, "edited", G_CALLBACK (on_edited), page,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (page->fields_box), GTK_WIDGET (page->password));
  gtk_box_reorder_child (GTK_BOX (page->fields_box), GTK_WIDGET (page->password), 1);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (show), page, G_CONNECT_SWAPPED);
  show (page);
  g_type_class_unref (class);
  return GTK_WIDGET (page);
}
