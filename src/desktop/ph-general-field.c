/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-general-field.h"

#include "ph-field-label.h"

#define PAUSE_MS 600

typedef struct
{
  PhSettingField *field; /* owns this */
  const PhSettingsParts *parts;
  guint pause; /* source id */
} Binding;

static void
binding_free (Binding *binding)
{
  g_clear_handle_id (&binding->pause, g_source_remove);
  g_free (binding);
}

static Binding *
get_binding (PhSettingField *field)
{
  return g_object_get_data (G_OBJECT (field), "ph-general-field");
}

static void
show (PhConfig *config, PhSettingField *field)
{
  const Binding *binding = get_binding (field);
  g_autoptr (GError) error = NULL;
  g_autofree char *now = NULL;
  g_autofree char *shown = NULL;

  /* What is being typed is newer. */
  if (binding->pause != 0)
    return;
  now = ph_config_get_as_text (config, ph_setting_field_get_key (field), &error);
  shown = ph_setting_field_dup_text (field);
  ph_setting_field_set_error (field, error);
  if (now != NULL && g_strcmp0 (now, shown) != 0)
    ph_setting_field_set_text (field, now);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSettingField) field = user_data;
  g_autoptr (GError) error = NULL;

  ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error);
  ph_setting_field_set_error (field, error);
}

static gboolean
save (gpointer user_data)
{
  Binding *binding = user_data;
  g_autofree char *text = ph_setting_field_dup_text (binding->field);

  binding->pause = 0;
  ph_config_watch_set_async (binding->parts->watch, ph_setting_field_get_key (binding->field), text,
                             on_saved, g_object_ref (binding->field));
  return G_SOURCE_REMOVE;
}

static void
on_edited (PhSettingField *field)
{
  Binding *binding = get_binding (field);

  g_clear_handle_id (&binding->pause, g_source_remove);
  binding->pause = g_timeout_add (PAUSE_MS, save, binding);
}

/* The window is closed within the pause: what was typed counts. */
static void
on_destroy (PhSettingField *field)
{
  Binding *binding = get_binding (field);

  if (binding->pause == 0)
    return;
  g_clear_handle_id (&binding->pause, g_source_remove);
  save (binding);
}

PhSettingField *
ph_general_field_new (const PhSettingsParts *parts, const char *key, GtkSizeGroup *labels)
{
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (parts->config), key);
  PhSettingField *field = ph_setting_field_new (spec, ph_field_label_of_general (key), labels);
  Binding *binding = g_new0 (Binding, 1);

  binding->field = field;
  binding->parts = parts;
  g_object_set_data_full (G_OBJECT (field), "ph-general-field", binding,
                          (GDestroyNotify) binding_free);
  g_signal_connect (field, "edited", G_CALLBACK (on_edited), NULL);
  g_signal_connect (field, "destroy", G_CALLBACK (on_destroy), NULL);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (show), field, 0);
  show (parts->config, field);
  return field;
}
