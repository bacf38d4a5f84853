/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-config-file.h"
#include "ph-error.h"
#include "ph-proxy-url.h"
#include "ph-secret-store.h"
#include "ph-setting.h"

#define GENERAL "general"
#define PROFILE_PREFIX "profile "

enum
{
  PROP_DEFAULT_PROFILE = 1,
  PROP_LINK_FORMAT,
  PROP_COPY_LINK,
  PROP_SECRET_STORE,
  N_PROPERTIES
};

struct _PhConfig
{
  GObject parent_instance;

  char *path;
  GKeyFile *file;       /* as it was read, or written last */
  GHashTable *profiles; /* name -> PhProfile: those that were asked for or put */
  GHashTable *removed;  /* set of names */
  GPtrArray *warnings;  /* of char *, with a NULL at the end once it is handed out */

  char *default_profile;
  char *link_format;
  gboolean copy_link;
  PhSecretPlace secret_store;
};

G_DEFINE_FINAL_TYPE (PhConfig, ph_config, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];

/* --- properties --------------------------------------------------------------------------------
 */

static void
ph_config_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PhConfig *config = PH_CONFIG (object);

  switch (id)
    {
    case PROP_DEFAULT_PROFILE:
      g_value_set_string (value, config->default_profile);
      break;
    case PROP_LINK_FORMAT:
      g_value_set_string (value, config->link_format);
      break;
    case PROP_COPY_LINK:
      g_value_set_boolean (value, config->copy_link);
      break;
    case PROP_SECRET_STORE:
      g_value_set_enum (value, config->secret_store);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ph_config_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  PhConfig *config = PH_CONFIG (object);

  switch (id)
    {
    case PROP_DEFAULT_PROFILE:
      g_free (config->default_profile);
      config->default_profile = g_value_dup_string (value);
      break;
    case PROP_LINK_FORMAT:
      g_free (config->link_format);
      config->link_format = g_value_dup_string (value);
      break;
    case PROP_COPY_LINK:
      config->copy_link = g_value_get_boolean (value);
      break;
    case PROP_SECRET_STORE:
      config->secret_store = (PhSecretPlace) g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ph_config_finalize (GObject *object)
{
  PhConfig *config = PH_CONFIG (object);

  g_free (config->path);
  g_clear_pointer (&config->file, g_key_file_unref);
  g_hash_table_unref (config->profiles);
  g_hash_table_unref (config->removed);
  g_ptr_array_unref (config->warnings);
  g_free (config->default_profile);
  g_free (config->link_format);
  G_OBJECT_CLASS (ph_config_parent_class)->finalize (object);
}

static void
ph_config_class_init (PhConfigClass *config_class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (config_class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ph_config_get_property;
  object_class->set_property = ph_config_set_property;
  object_class->finalize = ph_config_finalize;
  properties[PROP_DEFAULT_PROFILE]
      = g_param_spec_string ("default-profile", _ ("Default profile"),
                             _ ("The profile that is used where none is named"), NULL, flags);
  properties[PROP_LINK_FORMAT] = g_param_spec_string (
      "link-format", _ ("Link format"),
      _ ("markdown, html, url, bbcode, rst, asciidoc, org or a template"), "markdown", flags);
  properties[PROP_COPY_LINK] = g_param_spec_boolean (
      "copy-link", _ ("Copy links"), _ ("Whether each link is put on the clipboard"), FALSE, flags);
  properties[PROP_SECRET_STORE]
      = g_param_spec_enum ("secret-store", _ ("Secrets are kept in"),
                           _ ("The keyring, or a file that only you can read"),
                           PH_TYPE_SECRET_PLACE, PH_SECRET_PLACE_KEYRING, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ph_config_init (PhConfig *config)
{
  config->profiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  config->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  config->warnings = g_ptr_array_new_with_free_func (g_free);
  config->link_format = g_strdup ("markdown");
}

/* --- folders -------------------------------------------------------------------------------------
 */

static char *
dup_folder (const char *variable, const char *base)
{
  const char *set = variable != NULL ? g_getenv (variable) : NULL;

  if (set != NULL && *set != '\0')
    return g_canonicalize_filename (set, NULL);
  return g_build_filename (base, "pichoist", NULL);
}

char *
ph_config_dup_dir (void)
{
  return dup_folder ("PICHOIST_CONFIG_DIR", g_get_user_config_dir ());
}

char *
ph_config_dup_data_dir (void)
{
  return dup_folder ("PICHOIST_DATA_DIR", g_get_user_data_dir ());
}

char *
ph_config_dup_state_dir (void)
{
  return dup_folder (NULL, g_get_user_state_dir ());
}

/* --- reading
 * -------------------------------------------------------------------------------------- */

/* "config.ini, [profile blog]: bucket can't be ..." with the hint kept. */
static void
name_place (PhConfig *config, const char *group, GError *error)
{
  char *message = g_strdup_printf ("%s, [%s]: %s", config->path, group, error->message);

  g_free (error->message);
  error->message = message;
}

static void
add_warning (PhConfig *config, const GError *error)
{
  const char *hint = ph_error_get_hint (error);

  g_ptr_array_add (config->warnings, hint != NULL ? g_strdup_printf ("%s: %s", error->message, hint)
                                                  : g_strdup (error->message));
}

/* A wrong general value leaves the default in force: it must not keep anyone from uploading. */
static void
read_general (PhConfig *config)
{
  g_auto (GStrv) keys = g_key_file_get_keys (config->file, GENERAL, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (config->file, GENERAL, keys[i], NULL);
      g_autoptr (GError) error = NULL;

      if (text != NULL && ph_setting_set_from_text (G_OBJECT (config), keys[i], text, &error))
        continue;
      if (error == NULL)
        error = ph_error_new (PH_ERROR_SETTINGS, _ ("write it in UTF-8"),
                              _ ("%s is not valid text"), keys[i]);
      name_place (config, GENERAL, error);
      add_warning (config, error);
    }
}

PhConfig *
ph_config_load (const char *dir, GError **error)
{
  g_autoptr (PhConfig) config = g_object_new (PH_TYPE_CONFIG, NULL);

  config->path = g_build_filename (dir, "config.ini", NULL);
  config->file = ph_config_file_read (config->path, config->warnings, error);
  if (config->file == NULL)
    return NULL;
  read_general (config);
  return g_steal_pointer (&config);
}

const char *const *
ph_config_get_warnings (PhConfig *config)
{
  if (config->warnings->len == 0 || config->warnings->pdata[config->warnings->len - 1] != NULL)
    g_ptr_array_add (config->warnings, NULL);
  return (const char *const *) config->warnings->pdata;
}

const char *
ph_config_get_path (PhConfig *config)
{
  return config->path;
}

static char *
dup_group (const char *name)
{
  return g_strconcat (PROFILE_PREFIX, name, NULL);
}

const char **
ph_config_list_profiles (PhConfig *config)
{
  g_auto (GStrv) groups = g_key_file_get_groups (config->file, NULL);
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  const char *name;
  gpointer kept;

  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], PROFILE_PREFIX))
      {
        name = groups[i] + strlen (PROFILE_PREFIX);
        if (!g_hash_table_contains (config->removed, name))
          g_ptr_array_add (names, (gpointer) g_intern_string (name));
      }
  /* Those that were put and are not saved yet come last. */
  g_hash_table_iter_init (&iter, config->profiles);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, &kept))
    {
      g_autofree char *group = dup_group (name);

      if (!g_key_file_has_group (config->file, group))
        g_ptr_array_add (names, (gpointer) g_intern_string (name));
    }
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static gboolean
read_value (PhConfig *config, PhProfile *profile, const char *group, const char *key,
            GError **error)
{
  g_autofree char *text = g_key_file_get_string (config->file, group, key, NULL);

  /* What a later version wrote is not ours to judge; it stays in the file. */
  if (!g_strv_contains (ph_profile_list_keys (), key)
      || !g_key_file_has_key (config->file, group, key, NULL))
    return TRUE;
  if (text == NULL)
    {
      ph_error_set (error, PH_ERROR_SETTINGS, _ ("write it in UTF-8, and each backslash twice"),
                    _ ("%s is not valid text"), key);
      return FALSE;
    }
  return ph_profile_set_from_text (profile, key, text, error);
}

static PhProfile *
read_profile (PhConfig *config, const char *name, GError **error)
{
  g_autofree char *group = dup_group (name);
  g_auto (GStrv) keys = g_key_file_get_keys (config->file, group, NULL, NULL);
  g_autoptr (PhProfile) profile = NULL;
  GError *local_error = NULL;

  if (!ph_profile_check_name (name, error))
    return NULL;
  profile = ph_profile_new (name);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!read_value (config, profile, group, keys[i], &local_error))
      {
        name_place (config, group, local_error);
        g_propagate_error (error, local_error);
        return NULL;
      }
  g_hash_table_insert (config->profiles, g_strdup (name), g_object_ref (profile));
  /* The table keeps it alive. */
  return profile;
}

static const char *
find_default (PhConfig *config)
{
  g_autofree const char **names = NULL;

  if (config->default_profile != NULL)
    return config->default_profile;
  names = ph_config_list_profiles (config);
  return names[0];
}

static void
set_unknown_error (PhConfig *config, const char *name, GError **error)
{
  g_autofree const char **names = ph_config_list_profiles (config);
  g_autofree char *known = g_strjoinv (", ", (char **) names);
  g_autofree char *hint = NULL;

  if (name == NULL || names[0] == NULL)
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("make one with “pichoist profile add NAME provider=r2 account-id=… bucket=… "
                       "public-url=… access-key-id=…”"),
                    _ ("there is no profile yet"));
      return;
    }
  hint = g_strdup_printf (_ ("the profiles are %s"), known);
  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("there is no profile “%s”"), name);
}

PhProfile *
ph_config_get_profile (PhConfig *config, const char *name, GError **error)
{
  const char *wanted = name != NULL ? name : find_default (config);
  g_autofree char *group = wanted != NULL ? dup_group (wanted) : NULL;
  PhProfile *profile = wanted != NULL ? g_hash_table_lookup (config->profiles, wanted) : NULL;

  if (profile != NULL)
    return profile;
  if (wanted == NULL || g_hash_table_contains (config->removed, wanted)
      || !g_key_file_has_group (config->file, group))
    {
      set_unknown_error (config, wanted, error);
      return NULL;
    }
  return read_profile (config, wanted, error);
}

/* --- changing
 * ------------------------------------------------------------------------------------- */

void
ph_config_put_profile (PhConfig *config, PhProfile *profile)
{
  const char *name = ph_profile_get_name (profile);
  g_autofree const char **names = ph_config_list_profiles (config);

  if (names[0] == NULL && config->default_profile == NULL)
    config->default_profile = g_strdup (name);
  g_hash_table_remove (config->removed, name);
  g_hash_table_replace (config->profiles, g_strdup (name), g_object_ref (profile));
}

gboolean
ph_config_remove_profile (PhConfig *config, const char *name, GError **error)
{
  g_autofree const char **names = ph_config_list_profiles (config);
  g_autofree const char **left = NULL;

  if (!g_strv_contains (names, name))
    {
      set_unknown_error (config, name, error);
      return FALSE;
    }
  g_hash_table_remove (config->profiles, name);
  g_hash_table_add (config->removed, g_strdup (name));
  left = ph_config_list_profiles (config);
  if (g_strcmp0 (config->default_profile, name) == 0)
    {
      g_free (config->default_profile);
      config->default_profile = g_strdup (left[0]);
    }
  return TRUE;
}

gboolean
ph_config_set_from_text (PhConfig *config, const char *key, const char *text, GError **error)
{
  return ph_setting_set_from_text (G_OBJECT (config), key, text, error);
}

char *
ph_config_get_as_text (PhConfig *config, const char *key, GError **error)
{
  if (!g_strv_contains (ph_config_list_keys (), key))
    {
      ph_setting_set_unknown_error (error, ph_config_list_keys (), key);
      return NULL;
    }
  return ph_setting_get_as_text (G_OBJECT (config), key);
}

const char *const *
ph_config_list_keys (void)
{
  static gsize keys;

  if (g_once_init_enter (&keys))
    g_once_init_leave (&keys, (gsize) ph_setting_list_keys (g_type_class_ref (PH_TYPE_CONFIG)));
  return (const char *const *) keys;
}

/* Only what this program changed is written: what another program or an editor wrote meanwhile
 * stays, and so does the spelling of a value that stays the same. */
static void
merge_value (GKeyFile *fresh, const char *group, const char *key, const char *before,
             const char *now)
{
  if (g_strcmp0 (before, now) == 0)
    return;
  if (now != NULL)
    g_key_file_set_string (fresh, group, key, now);
  else
    g_key_file_remove_key (fresh, group, key, NULL);
}

static void
merge_profile (PhConfig *config, GKeyFile *fresh, const char *name, PhProfile *profile)
{
  g_autofree char *group = dup_group (name);
  g_autoptr (PhProfile) before = ph_profile_new (name);

  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *old_text = NULL;
      g_autofree char *text = ph_profile_get_as_text (profile, *key);

      read_value (config, before, group, *key, NULL);
      old_text = ph_profile_get_as_text (before, *key);
      merge_value (fresh, group, *key, old_text, text);
    }
  /* A profile of defaults alone is a profile too. */
  if (!g_key_file_has_group (fresh, group))
    g_key_file_set_string (fresh, group, "provider", "r2");
}

static void
merge_profiles (PhConfig *config, GKeyFile *fresh)
{
  GHashTableIter iter;
  const char *name;
  PhProfile *profile;

  g_hash_table_iter_init (&iter, config->removed);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      g_autofree char *group = dup_group (name);

      g_key_file_remove_group (fresh, group, NULL);
    }
  g_hash_table_iter_init (&iter, config->profiles);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &profile))
    merge_profile (config, fresh, name, profile);
}

static char *
dup_general_text (PhConfig *config, const char *key)
{
  return ph_setting_is_default (G_OBJECT (config), key)
             ? NULL
             : ph_setting_get_as_text (G_OBJECT (config), key);
}

static void
merge_general (PhConfig *config, GKeyFile *fresh)
{
  g_autoptr (PhConfig) before = g_object_new (PH_TYPE_CONFIG, NULL);

  before->path = g_strdup (config->path);
  before->file = g_key_file_ref (config->file);
  read_general (before);
  for (const char *const *key = ph_config_list_keys (); *key != NULL; key++)
    {
      g_autofree char *old_text = dup_general_text (before, *key);
      g_autofree char *text = dup_general_text (config, *key);

      merge_value (fresh, GENERAL, *key, old_text, text);
    }
}

gboolean
ph_config_save (PhConfig *config, GError **error)
{
  int lock = ph_config_file_lock (config->path, error);
  g_autoptr (GKeyFile) fresh = NULL;
  gboolean written = FALSE;

  if (lock < 0)
    return FALSE;
  fresh = ph_config_file_read (config->path, config->warnings, error);
  if (fresh != NULL)
    {
      merge_general (config, fresh);
      merge_profiles (config, fresh);
      written = ph_config_file_write (config->path, fresh, error);
    }
  close (lock);
  if (!written)
    return FALSE;
  g_key_file_unref (config->file);
  config->file = g_steal_pointer (&fresh);
  g_hash_table_remove_all (config->removed);
  return TRUE;
}

/* --- export
 * ---------------------------------------------------------------------------------------- */

/* People do write secrets where they don't belong. */
static gboolean
looks_secret (const char *key)
{
  g_autofree char *lower = g_ascii_strdown (key, -1);

  return strstr (lower, "secret") != NULL || strstr (lower, "password") != NULL
         || strstr (lower, "token") != NULL;
}

char *
ph_config_export (PhConfig *config)
{
  g_autofree char *data = g_key_file_to_data (config->file, NULL, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_data (file, data, (gsize) -1, G_KEY_FILE_NONE, NULL);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (file, groups[i], NULL, NULL);
      g_autofree char *proxy = g_key_file_get_string (file, groups[i], "proxy", NULL);
      g_autofree char *shown = proxy != NULL ? ph_proxy_url_mask (proxy) : NULL;

      for (guint k = 0; keys[k] != NULL; k++)
        if (looks_secret (keys[k]) && !g_str_equal (keys[k], "secret-store"))
          g_key_file_remove_key (file, groups[i], keys[k], NULL);
      if (shown != NULL)
        g_key_file_set_string (file, groups[i], "proxy", shown);
    }
  return g_key_file_to_data (file, NULL, NULL);
}
