/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ph-config-private.h"
#include "ph-error.h"

void
ph_profile_entry_free (PhProfileEntry *entry)
{
  ph_config_section_free (entry->section);
  g_object_unref (entry->profile);
  g_free (entry);
}

PhProfileEntry *
ph_config_find_entry (PhConfig *config, const char *name)
{
  for (guint i = 0; i < config->profiles->len; i++)
    {
      PhProfileEntry *entry = config->profiles->pdata[i];

      if (g_str_equal (ph_profile_get_name (entry->profile), name))
        return entry;
    }
  return NULL;
}

PhProfileEntry *
ph_profile_entry_new (PhProfile *profile)
{
  PhProfileEntry *entry = g_new0 (PhProfileEntry, 1);
  g_autofree char *group
      = g_strconcat (PH_CONFIG_PROFILE_GROUP, ph_profile_get_name (profile), NULL);

  entry->profile = profile;
  entry->section = ph_config_section_new (group, G_OBJECT (profile), ph_profile_list_keys ());
  return entry;
}

void
ph_config_drop_entry (PhConfig *config, PhProfileEntry *entry)
{
  g_ptr_array_add (config->dropped, g_object_ref (entry->profile));
  g_ptr_array_remove (config->profiles, entry);
}

const char **
ph_config_list_profiles (PhConfig *config)
{
  const char **names = g_new0 (const char *, config->profiles->len + 1);

  for (guint i = 0; i < config->profiles->len; i++)
    names[i] = ph_profile_get_name (((PhProfileEntry *) config->profiles->pdata[i])->profile);
  return names;
}

const char *
ph_config_get_default_name (PhConfig *config)
{
  const char *name = ph_config_peek_default_profile (config);

  if (name == NULL && config->profiles->len > 0)
    return ph_profile_get_name (((PhProfileEntry *) config->profiles->pdata[0])->profile);
  return name;
}

static void
set_unknown_profile (PhConfig *config, const char *name, gboolean by_default, GError **error)
{
  g_autofree const char **names = ph_config_list_profiles (config);
  g_autofree char *known = g_strjoinv (_ (", "), (char **) names);
  g_autofree char *hint = g_strdup_printf (_ ("choose one of: %s"), known);

  if (config->profiles->len == 0)
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("make one: “pichoist profile add NAME provider=r2 account-id=… bucket=… "
                       "public-url=… access-key-id=…”"),
                    _ ("there is no profile yet"));
      ph_error_set_window_hint (error, _ ("add a destination in the settings"));
    }
  else if (by_default)
    ph_error_set (error, PH_ERROR_SETTINGS, hint,
                  _ ("%s, [general]: default-profile can't be “%s”, which doesn't exist"),
                  config->path, name);
  else
    ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("there is no profile “%s”"), name);
}

static PhProfileEntry *
get_entry (PhConfig *config, const char *name, GError **error)
{
  const char *wanted = name != NULL ? name : ph_config_get_default_name (config);
  PhProfileEntry *entry = wanted != NULL ? ph_config_find_entry (config, wanted) : NULL;

  if (name == NULL && !ph_config_check_general (config, "default-profile", error))
    return NULL;
  if (entry == NULL)
    set_unknown_profile (config, wanted, name == NULL, error);
  return entry;
}

PhProfile *
ph_config_peek_profile (PhConfig *config, const char *name, GError **error)
{
  PhProfileEntry *entry = get_entry (config, name, error);

  return entry != NULL ? entry->profile : NULL;
}

const char *
ph_config_get_saved_text (PhConfig *config, const char *profile, const char *key)
{
  PhProfileEntry *entry = ph_config_find_entry (config, profile);

  return entry != NULL ? ph_config_section_get_saved (entry->section, key) : NULL;
}

PhProfile *
ph_config_get_profile (PhConfig *config, const char *name, GError **error)
{
  PhProfileEntry *entry = get_entry (config, name, error);
  const GError *bad = entry != NULL ? ph_config_section_get_error (entry->section) : NULL;

  if (bad != NULL && error != NULL)
    *error = g_error_copy (bad);
  return entry != NULL && bad == NULL ? entry->profile : NULL;
}

void
ph_config_put_profile (PhConfig *config, PhProfile *profile)
{
  const char *name = ph_profile_get_name (profile);
  PhProfileEntry *old = ph_config_find_entry (config, name);
  PhProfileEntry *entry;

  if (old != NULL && old->profile == profile)
    return;
  entry = ph_profile_entry_new (g_object_ref (profile));
  if (config->profiles->len == 0 && ph_config_peek_default_profile (config) == NULL)
    g_object_set (config, "default-profile", name, NULL);
  if (old != NULL)
    {
      ph_config_section_adopt (entry->section, old->section);
      ph_config_drop_entry (config, old);
    }
  g_ptr_array_add (config->profiles, entry);
}

gboolean
ph_config_remove_profile (PhConfig *config, const char *name, GError **error)
{
  PhProfileEntry *entry = ph_config_find_entry (config, name);
  const char *preset = ph_config_peek_default_profile (config);

  if (entry == NULL)
    {
      set_unknown_profile (config, name, FALSE, error);
      return FALSE;
    }
  g_hash_table_add (config->removed, g_strdup (name));
  if (g_strcmp0 (preset, name) == 0)
    g_object_set (config, "default-profile", NULL, NULL);
  ph_config_drop_entry (config, entry);
  return TRUE;
}
