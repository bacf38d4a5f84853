/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config-section.h"

#include <glib/gi18n-lib.h>

#include "ph-config-text.h"
#include "ph-error.h"
#include "ph-setting.h"

struct _PhConfigSection
{
  char *group;
  GObject *object;
  const char *const *keys;
  gulong handler;
  gboolean is_new;   /* never read from the file */
  GHashTable *saved; /* key -> text as in the file; absent where it is the default */
  GHashTable *bad;   /* key -> GError */
};

/* Setting a bad value, even to what it now is, mends it. */
static void
on_notify (GObject *object, GParamSpec *spec, gpointer data)
{
  PhConfigSection *section = data;

  g_hash_table_remove (section->bad, spec->name);
}

PhConfigSection *
ph_config_section_new (const char *group, GObject *object, const char *const *keys)
{
  PhConfigSection *section = g_new0 (PhConfigSection, 1);

  section->group = g_strdup (group);
  section->object = object;
  section->keys = keys;
  section->is_new = TRUE;
  section->saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  section->bad
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_error_free);
  section->handler = g_signal_connect (object, "notify", G_CALLBACK (on_notify), section);
  return section;
}

void
ph_config_section_free (PhConfigSection *section)
{
  g_signal_handler_disconnect (section->object, section->handler);
  g_free (section->group);
  g_hash_table_unref (section->saved);
  g_hash_table_unref (section->bad);
  g_free (section);
}

void
ph_config_section_adopt (PhConfigSection *section, PhConfigSection *other)
{
  g_hash_table_unref (section->saved);
  section->saved = g_hash_table_ref (other->saved);
  section->is_new = other->is_new;
}

/* What config.ini is to hold for @key; NULL: nothing.  (transfer full) */
static char *
dup_text (PhConfigSection *section, const char *key)
{
  if (ph_setting_is_default (section->object, key))
    return NULL;
  return ph_setting_get_as_text (section->object, key);
}

static void
load_key (PhConfigSection *section, GKeyFile *file, const char *key, const char *path)
{
  g_autofree char *raw = g_key_file_get_value (file, section->group, key, NULL);
  g_autofree char *text
      = raw != NULL ? g_key_file_get_string (file, section->group, key, NULL) : NULL;
  GError *error = NULL;

  if (raw == NULL && ph_setting_is_default (section->object, key))
    return;
  if (raw != NULL && text == NULL)
    ph_error_set (&error, PH_ERROR_SETTINGS,
                  _ ("write it in UTF-8, and a backslash as two of them"), _ ("%s can't be read"),
                  key);
  if (error == NULL
      && ph_setting_set_from_text (section->object, key, text != NULL ? text : "", &error))
    {
      char *kept = dup_text (section, key);

      if (kept != NULL)
        g_hash_table_insert (section->saved, g_strdup (key), kept);
      return;
    }
  g_prefix_error (&error, _ ("%s, [%s]: "), path, section->group);
  g_hash_table_insert (section->saved, g_strdup (key), g_strdup (raw));
  g_hash_table_insert (section->bad, g_strdup (key), error);
}

static void
warn_of_key (PhConfigSection *section, const char *key, const char *path, GPtrArray *warnings)
{
  const char *guess = ph_setting_guess_key (section->keys, key);

  if (g_strv_contains (section->keys, key))
    return;
  if (ph_config_text_is_secret_key (key))
    g_ptr_array_add (
        warnings,
        g_strdup_printf (_ ("%s, [%s]: “%s” isn't read from here: remove it, and keep the secret "
                            "in the keyring with “pichoist profile set NAME”"),
                         path, section->group, key));
  else if (guess != NULL)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s, [%s]: “%s” isn't a setting: write “%s”"),
                                                path, section->group, key, guess));
}

void
ph_config_section_load (PhConfigSection *section, GKeyFile *file, const char *path,
                        GPtrArray *warnings)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, section->group, NULL, NULL);

  section->is_new = FALSE;
  g_hash_table_remove_all (section->saved);
  g_hash_table_remove_all (section->bad);
  for (const char *const *key = section->keys; *key != NULL; key++)
    load_key (section, file, *key, path);
  for (char **key = keys; keys != NULL && *key != NULL; key++)
    warn_of_key (section, *key, path, warnings);
}

const GError *
ph_config_section_get_error (PhConfigSection *section)
{
  for (const char *const *key = section->keys; *key != NULL; key++)
    {
      const GError *error = g_hash_table_lookup (section->bad, *key);

      if (error != NULL)
        return error;
    }
  return NULL;
}

const GError *
ph_config_section_get_key_error (PhConfigSection *section, const char *key)
{
  return g_hash_table_lookup (section->bad, key);
}

static gboolean
is_changed (PhConfigSection *section, const char *key)
{
  g_autofree char *text = dup_text (section, key);

  return !g_hash_table_contains (section->bad, key)
         && g_strcmp0 (text, g_hash_table_lookup (section->saved, key)) != 0;
}

static void
write_key (PhConfigSection *section, GKeyFile *file, const char *key)
{
  g_autofree char *text = dup_text (section, key);

  if (text != NULL)
    g_key_file_set_string (file, section->group, key, text);
  else
    g_key_file_remove_key (file, section->group, key, NULL);
}

/* The default too. */
static void
write_in_full (PhConfigSection *section, GKeyFile *file, const char *key)
{
  g_autofree char *text = ph_setting_get_as_text (section->object, key);

  if (text != NULL)
    g_key_file_set_string (file, section->group, key, text);
}

const char *
ph_config_section_get_saved (PhConfigSection *section, const char *key)
{
  return g_hash_table_lookup (section->saved, key);
}

gboolean
ph_config_section_apply (PhConfigSection *section, GKeyFile *file)
{
  gboolean everything = !g_key_file_has_group (file, section->group);
  gboolean changed = section->is_new;

  for (const char *const *key = section->keys; *key != NULL; key++)
    changed = changed || is_changed (section, *key);
  if (!changed)
    return FALSE;
  /* A group needs a line to be one, and the first one says most: a profile's provider. */
  if (everything)
    write_in_full (section, file, section->keys[0]);
  for (const char *const *key = section->keys; *key != NULL; key++)
    if (is_changed (section, *key)
        || (everything && !ph_setting_is_default (section->object, *key)))
      write_key (section, file, *key);
  return TRUE;
}
