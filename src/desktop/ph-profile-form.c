/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-profile-form.h"

#include <glib/gi18n-lib.h>

#include "ph-credentials.h"
#include "ph-error.h"
#include "ph-field-label.h"
#include "ph-provider-settings.h"
#include "ph-proxy-url.h"
#include "ph-sample-link.h"
#include "ph-setting-field.h"
#include "ph-target.h"

/* Nobody wants to be told that half an account ID is wrong: so long a pause ends the typing. */
#define PAUSE_MS 600

struct _PhProfileForm
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *main_box;
  GtkWidget *advanced;
  GtkWidget *advanced_box;
  GtkWidget *help;
  GtkWidget *sample;
  GtkWidget *sample_row;
  GtkWidget *sample_label;
  GtkSizeGroup *labels;
  PhSecretField *secret;
  GPtrArray *fields; /* of PhSettingField, owned by their boxes */

  PhProfile *loaded; /* as it was shown first */
  PhProfile *draft;  /* as the form has it */
  gboolean saved;
  guint pause; /* source id */
};

G_DEFINE_FINAL_TYPE (PhProfileForm, ph_profile_form, GTK_TYPE_BOX)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const PhPreset *
get_preset (PhProfileForm *form)
{
  return ph_preset_get (ph_profile_get_provider (form->draft));
}

/* --- what is wrong ------------------------------------------------------------------------------
 */

static PhSettingField *
find_field (PhProfileForm *form, const char *key)
{
  for (guint i = 0; key != NULL && i < form->fields->len; i++)
    if (g_str_equal (ph_setting_field_get_key (form->fields->pdata[i]), key))
      return form->fields->pdata[i];
  return NULL;
}

static gboolean
is_empty (PhSettingField *field)
{
  g_autofree char *text = ph_setting_field_dup_text (field);

  return *g_strstrip (text) == '\0';
}

/* The first thing that is wrong, of the text of one field or of all together. */
static GError *
find_error (PhProfileForm *form)
{
  GError *error = NULL;
  g_autoptr (PhTarget) target = NULL;
  const char *access_key_id;

  for (guint i = 0; i < form->fields->len; i++)
    {
      PhSettingField *field = form->fields->pdata[i];
      g_autofree char *text = ph_setting_field_dup_text (field);

      if (!ph_profile_set_from_text (form->draft, ph_setting_field_get_key (field), text, &error))
        return error;
    }
  target = ph_target_new (form->draft, &error);
  access_key_id = ph_profile_get_text (form->draft, "access-key-id");
  if (target != NULL && target->folder == NULL && access_key_id != NULL
      && !ph_credentials_check_access_key_id (access_key_id, target->preset, &error))
    ph_error_set_setting (&error, "access-key-id");
  return error;
}

/* @all: also what is missing, which nobody wants to hear while still on the way there */
static PhSettingField *
show_error (PhProfileForm *form, gboolean all)
{
  g_autoptr (GError) error = find_error (form);
  PhSettingField *field = error != NULL ? find_field (form, ph_error_get_setting (error)) : NULL;

  for (guint i = 0; i < form->fields->len; i++)
    ph_setting_field_set_error (form->fields->pdata[i], NULL);
  if (field != NULL && (all || form->saved || !is_empty (field)))
    ph_setting_field_set_error (field, error);
  return field;
}

static gboolean
check_secret (PhProfileForm *form)
{
  const char *secret = ph_secret_field_get_text (form->secret);
  const char *access_key_id = ph_profile_get_text (form->draft, "access-key-id");
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCredentials) credentials = NULL;

  if (secret == NULL || ph_profile_get_provider (form->draft) == PH_PROVIDER_FOLDER)
    return TRUE;
  if (access_key_id != NULL)
    credentials = ph_credentials_new (access_key_id, secret, NULL);
  if (credentials != NULL ? ph_credentials_check (credentials, get_preset (form), &error)
                          : ph_credentials_check_secret (secret, get_preset (form), &error))
    return TRUE;
  ph_secret_field_set_error (form->secret, error);
  return FALSE;
}

gboolean
ph_profile_form_validate (PhProfileForm *form)
{
  PhSettingField *field = show_error (form, TRUE);

  /* The person has ended the typing; nothing that comes of it is to be undone by a pause. */
  g_clear_handle_id (&form->pause, g_source_remove);
  if (field != NULL)
    {
      if (!ph_preset_asks_for_setting (get_preset (form), ph_setting_field_get_key (field)))
        gtk_expander_set_expanded (GTK_EXPANDER (form->advanced), TRUE);
      gtk_widget_child_focus (GTK_WIDGET (field), GTK_DIR_TAB_FORWARD);
      return FALSE;
    }
  return check_secret (form);
}

/* --- what is shown ------------------------------------------------------------------------------
 */

static void
show_sample (PhProfileForm *form)
{
  g_autofree char *link = ph_sample_link_new (form->draft);

  gtk_label_set_text (GTK_LABEL (form->sample), link != NULL ? link : "—");
  gtk_widget_set_sensitive (form->sample, link != NULL);
}

static GtkWidget *
choose_box (PhProfileForm *form, const char *key)
{
  gboolean asked
      = g_str_equal (key, "provider") || ph_preset_asks_for_setting (get_preset (form), key);

  return asked ? form->main_box : form->advanced_box;
}

/* The same fields, elsewhere: what was typed stays. */
static void
arrange (PhProfileForm *form)
{
  const PhPreset *preset = get_preset (form);

  for (guint i = 0; i < form->fields->len; i++)
    {
      GtkWidget *field = form->fields->pdata[i];
      const char *key = ph_setting_field_get_key (form->fields->pdata[i]);
      GtkWidget *box = choose_box (form, key);

      if (gtk_widget_get_parent (field) != box)
        {
          g_object_ref (field);
          if (gtk_widget_get_parent (field) != NULL)
            gtk_container_remove (GTK_CONTAINER (gtk_widget_get_parent (field)), field);
          gtk_container_add (GTK_CONTAINER (box), field);
          g_object_unref (field);
        }
      gtk_box_reorder_child (GTK_BOX (box), field, -1);
      gtk_widget_set_visible (field, ph_preset_uses_setting (preset, key));
    }
  gtk_box_reorder_child (GTK_BOX (form->main_box), GTK_WIDGET (form->secret), -1);
  gtk_widget_set_visible (GTK_WIDGET (form->secret), preset->provider != PH_PROVIDER_FOLDER);
  gtk_box_reorder_child (GTK_BOX (form->main_box), form->sample_row, -1);
}

static void
show_examples (PhProfileForm *form)
{
  const PhPreset *preset = get_preset (form);
  const char *region
      = preset->example_region != NULL ? preset->example_region : preset->default_region;

  ph_setting_field_set_example (find_field (form, "region"), region);
  ph_setting_field_set_example (find_field (form, "endpoint"), "https://s3.example.com");
  ph_setting_field_set_example (find_field (form, "public-url"), "https://img.example.com");
  ph_setting_field_set_example (find_field (form, "folder"), "~/blog/static/images");
  ph_setting_field_set_hint (find_field (form, "public-url"),
                             preset->public_url_note != NULL ? _ (preset->public_url_note) : NULL);
  gtk_widget_set_visible (form->help, preset->help_url != NULL);
  if (preset->help_url != NULL)
    gtk_link_button_set_uri (GTK_LINK_BUTTON (form->help), preset->help_url);
}

/* Passwords don't stand in addresses, and have their field where all of the network is. */
static void
show_proxy_hint (PhProfileForm *form)
{
  const char *proxy = ph_profile_get_text (form->draft, "proxy");
  gboolean named = proxy != NULL && ph_proxy_url_get_login (proxy) == PH_PROXY_LACKS_PASSWORD;

  ph_setting_field_set_hint (find_field (form, "proxy"),
                             named ? _ ("Its password is asked for under Network") : NULL);
}

/* (transfer full) */
static PhProfile *
copy_shown (PhProfile *profile)
{
  PhProfile *copy = ph_profile_copy (profile, ph_profile_get_name (profile));
  const char *proxy = ph_profile_get_text (copy, "proxy");
  g_autofree char *masked = proxy != NULL ? ph_proxy_url_mask (proxy) : NULL;

  g_object_set (copy, "proxy", masked, NULL);
  return copy;
}

static void
show_fields (PhProfileForm *form)
{
  for (guint i = 0; i < form->fields->len; i++)
    {
      PhSettingField *field = form->fields->pdata[i];
      g_autofree char *text
          = ph_profile_get_as_text (form->draft, ph_setting_field_get_key (field));

      ph_setting_field_set_text (field, text);
      ph_setting_field_set_error (field, NULL);
    }
  arrange (form);
  show_examples (form);
  show_proxy_hint (form);
  show_sample (form);
}

void
ph_profile_form_hide_password (PhProfileForm *form)
{
  const char *proxy = ph_profile_get_text (form->draft, "proxy");
  g_autofree char *masked = proxy != NULL ? ph_proxy_url_mask (proxy) : NULL;

  if (g_strcmp0 (masked, proxy) == 0)
    return;
  g_object_set (form->draft, "proxy", masked, NULL);
  ph_setting_field_set_text (find_field (form, "proxy"), masked);
  show_proxy_hint (form);
}

/* --- edits --------------------------------------------------------------------------------------
 */

static gboolean
on_pause (gpointer user_data)
{
  PhProfileForm *form = user_data;

  form->pause = 0;
  show_error (form, FALSE);
  g_signal_emit (form, signals[EDITED], 0);
  return G_SOURCE_REMOVE;
}

static void
wait_for_pause (PhProfileForm *form)
{
  g_clear_handle_id (&form->pause, g_source_remove);
  form->pause = g_timeout_add (PAUSE_MS, on_pause, form);
}

static void
on_edited (PhSettingField *field, PhProfileForm *form)
{
  const char *key = ph_setting_field_get_key (field);
  g_autofree char *text = ph_setting_field_dup_text (field);

  ph_setting_field_set_error (field, NULL);
  if (ph_profile_set_from_text (form->draft, key, text, NULL))
    {
      if (g_str_equal (key, "provider"))
        {
          arrange (form);
          show_examples (form);
        }
      if (g_str_equal (key, "proxy"))
        show_proxy_hint (form);
      show_sample (form);
    }
  wait_for_pause (form);
}

/* --- life ---------------------------------------------------------------------------------------
 */

void
ph_profile_form_load (PhProfileForm *form, PhProfile *profile, gboolean saved)
{
  const char *name = ph_profile_get_name (profile);

  g_clear_handle_id (&form->pause, g_source_remove);
  g_clear_object (&form->loaded);
  g_clear_object (&form->draft);
  form->loaded = copy_shown (profile);
  form->draft = copy_shown (profile);
  form->saved = saved;
  show_fields (form);
  if (saved)
    show_error (form, TRUE);
  gtk_expander_set_expanded (GTK_EXPANDER (form->advanced), FALSE);
  ph_secret_field_set_profile (form->secret, saved ? name : NULL);
}

void
ph_profile_form_take_over (PhProfileForm *form, PhProfile *profile)
{
  g_autoptr (PhProfile) shown = copy_shown (profile);
  gboolean rearranged = FALSE;

  for (guint i = 0; i < form->fields->len; i++)
    {
      PhSettingField *field = form->fields->pdata[i];
      const char *key = ph_setting_field_get_key (field);
      g_autofree char *before = ph_profile_get_as_text (form->loaded, key);
      g_autofree char *now = ph_profile_get_as_text (shown, key);
      g_autofree char *here = ph_profile_get_as_text (form->draft, key);

      if (g_strcmp0 (before, now) == 0)
        continue;
      ph_profile_set_from_text (form->loaded, key, now != NULL ? now : "", NULL);
      if (g_strcmp0 (before, here) != 0)
        continue;
      ph_profile_set_from_text (form->draft, key, now != NULL ? now : "", NULL);
      ph_setting_field_set_text (field, now);
      rearranged = rearranged || g_str_equal (key, "provider");
    }
  if (rearranged)
    arrange (form);
  show_sample (form);
  show_error (form, FALSE);
}

void
ph_profile_form_settle (PhProfileForm *form, PhProfile *profile)
{
  g_clear_object (&form->loaded);
  form->loaded = copy_shown (profile);
  ph_profile_form_hide_password (form);
  g_clear_object (&form->draft);
  form->draft = copy_shown (profile);
  form->saved = TRUE;
}

PhProfile *
ph_profile_form_get_profile (PhProfileForm *form)
{
  return form->draft;
}

const char **
ph_profile_form_list_changes (PhProfileForm *form)
{
  const char **keys = g_new0 (const char *, form->fields->len + 1);
  guint n = 0;

  for (guint i = 0; i < form->fields->len; i++)
    {
      const char *key = ph_setting_field_get_key (form->fields->pdata[i]);
      g_autofree char *before = ph_profile_get_as_text (form->loaded, key);
      g_autofree char *now = ph_profile_get_as_text (form->draft, key);

      if (g_strcmp0 (before, now) != 0)
        keys[n++] = key;
    }
  return keys;
}

static gboolean
is_edited (PhProfileForm *form, PhSettingField *field)
{
  g_autofree char *before = ph_profile_get_as_text (form->loaded, ph_setting_field_get_key (field));
  g_autofree char *now = ph_setting_field_dup_text (field);

  return g_strcmp0 (before != NULL ? before : "", g_strstrip (now)) != 0;
}

gboolean
ph_profile_form_is_edited (PhProfileForm *form)
{
  for (guint i = 0; i < form->fields->len; i++)
    if (is_edited (form, form->fields->pdata[i]))
      return TRUE;
  return ph_secret_field_get_text (form->secret) != NULL;
}

GError *
ph_profile_form_find_loss (PhProfileForm *form)
{
  GError *error = NULL;

  for (guint i = 0; i < form->fields->len; i++)
    {
      PhSettingField *field = form->fields->pdata[i];
      g_autofree char *text = ph_setting_field_dup_text (field);

      if (is_edited (form, field)
          && !ph_profile_set_from_text (form->draft, ph_setting_field_get_key (field), text,
                                        &error))
        return error;
    }
  return NULL;
}

GtkSizeGroup *
ph_profile_form_get_labels (PhProfileForm *form)
{
  return form->labels;
}

PhSecretField *
ph_profile_form_get_secret (PhProfileForm *form)
{
  return form->secret;
}

static void
ph_profile_form_destroy (GtkWidget *widget)
{
  g_clear_handle_id (&PH_PROFILE_FORM (widget)->pause, g_source_remove);
  GTK_WIDGET_CLASS (ph_profile_form_parent_class)->destroy (widget);
}

static void
ph_profile_form_finalize (GObject *object)
{
  PhProfileForm *form = PH_PROFILE_FORM (object);

  g_clear_object (&form->loaded);
  g_clear_object (&form->draft);
  g_clear_object (&form->labels);
  g_ptr_array_unref (form->fields);
  G_OBJECT_CLASS (ph_profile_form_parent_class)->finalize (object);
}

static void
ph_profile_form_class_init (PhProfileFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_profile_form_finalize;
  widget_class->destroy = ph_profile_form_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-profile-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, main_box);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, advanced);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, advanced_box);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, help);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, sample);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, sample_row);
  gtk_widget_class_bind_template_child (widget_class, PhProfileForm, sample_label);
  signals[EDITED] = g_signal_new ("edited", PH_TYPE_PROFILE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
ph_profile_form_init (PhProfileForm *form)
{
  gtk_widget_init_template (GTK_WIDGET (form));
  form->fields = g_ptr_array_new ();
  form->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_size_group_add_widget (form->labels, form->sample_label);
}

PhProfileForm *
ph_profile_form_new (const PhSettingsParts *parts)
{
  PhProfileForm *form = g_object_new (PH_TYPE_PROFILE_FORM, NULL);
  GObjectClass *class = g_type_class_ref (PH_TYPE_PROFILE);

  form->parts = parts;
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      PhSettingField *field
          = ph_setting_field_new (g_object_class_find_property (class, *key),
                                  ph_field_label_of_destination (*key), form->labels);

      g_signal_connect (field, "edited", G_CALLBACK (on_edited), form);
      gtk_container_add (GTK_CONTAINER (form->advanced_box), GTK_WIDGET (field));
      g_ptr_array_add (form->fields, field);
    }
  form->secret = ph_secret_field_new (parts, PH_SECRET_PURPOSE_S3, form->labels);
  g_signal_connect_swapped (form->secret, "edited", G_CALLBACK (wait_for_pause), form);
  gtk_container_add (GTK_CONTAINER (form->main_box), GTK_WIDGET (form->secret));
  g_type_class_unref (class);
  return form;
}
