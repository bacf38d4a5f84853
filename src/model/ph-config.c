/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-config-private.h"
#include "ph-config-text.h"
#include "ph-error.h"
#include "ph-hotkey.h"
#include "ph-link.h"
#include "ph-screenshot-command.h"
#include "ph-secret-store.h"
#include "ph-setting.h"
#include "ph-settings-file.h"
#include "ph-watch-mode.h"

enum
{
  PROP_DEFAULT_PROFILE = 1,
  PROP_LINK_FORMAT,
  PROP_COPY_LINK,
  PROP_SECRET_STORE,
  PROP_HOTKEY_CLIPBOARD,
  PROP_HOTKEY_SCREENSHOT,
  PROP_HOTKEY_DROP_ZONE,
  PROP_WATCH_CLIPBOARD,
  PROP_SCREENSHOT_COMMAND,
  PROP_REMOVE_SCREENSHOT,
  PROP_WATCH_FOLDERS,
  PROP_WATCH_FOLDERS_MODE,
  PROP_KEEP_LOCATION,
  PROP_ASK_NAME,
  N_PROPERTIES
};

G_DEFINE_FINAL_TYPE (PhConfig, ph_config, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

static void
ph_config_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_copy (&PH_CONFIG (object)->values[id], value);
}

static void
ph_config_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GValue *slot = &PH_CONFIG (object)->values[id];
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  if (G_VALUE_HOLDS_STRING (value) && (text == NULL || *text == '\0'))
    g_param_value_set_default (spec, slot);
  else
    g_value_copy (value, slot);
}

/* The section listens to us, which ends between dispose and finalize. */
static void
ph_config_dispose (GObject *object)
{
  g_clear_pointer (&PH_CONFIG (object)->general, ph_config_section_free);
  G_OBJECT_CLASS (ph_config_parent_class)->dispose (object);
}

static void
ph_config_finalize (GObject *object)
{
  PhConfig *config = PH_CONFIG (object);

  g_ptr_array_unref (config->profiles);
  g_ptr_array_unref (config->dropped);
  g_ptr_array_unref (config->warnings);
  g_hash_table_unref (config->removed);
  g_clear_pointer (&config->file, g_key_file_unref);
  g_free (config->dir);
  g_free (config->path);
  for (guint id = 1; id < N_PROPERTIES; id++)
    g_value_unset (&config->values[id]);
  G_OBJECT_CLASS (ph_config_parent_class)->finalize (object);
}

static void
ph_config_init (PhConfig *config)
{
  G_STATIC_ASSERT (N_PROPERTIES <= G_N_ELEMENTS (config->values));
  for (guint id = 1; id < N_PROPERTIES; id++)
    {
      g_value_init (&config->values[id], properties[id]->value_type);
      g_param_value_set_default (properties[id], &config->values[id]);
    }
  config->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_profile_entry_free);
  config->dropped = g_ptr_array_new_with_free_func (g_object_unref);
  config->warnings = g_ptr_array_new_with_free_func (g_free);
  config->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  config->general = ph_config_section_new ("general", G_OBJECT (config), ph_config_list_keys ());
}

static void
install_hotkeys (void)
{
  static const PhSettingRule rule = { ph_hotkey_check };
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_HOTKEY_CLIPBOARD] = g_param_spec_string (
      "hotkey-clipboard", _ ("Upload the clipboard"),
      _ ("Keys that upload what is on the clipboard, such as <Primary><Alt>u, or off"),
      "<Primary><Alt>u", flags);
  properties[PROP_HOTKEY_SCREENSHOT] = g_param_spec_string (
      "hotkey-screenshot", _ ("Take a screenshot"),
      _ ("Keys that take a screenshot and upload it; none unless set"), NULL, flags);
  properties[PROP_HOTKEY_DROP_ZONE]
      = g_param_spec_string ("hotkey-drop-zone", _ ("Show the drop zone"),
                             _ ("Keys that show the drop zone; none unless set"), NULL, flags);
  for (guint id = PROP_HOTKEY_CLIPBOARD; id <= PROP_HOTKEY_DROP_ZONE; id++)
    ph_setting_set_rule (properties[id], &rule);
}

static void
install_sources (void)
{
  static const PhSettingRule command = { ph_screenshot_command_check };
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WATCH_CLIPBOARD] = g_param_spec_enum (
      "watch-clipboard", _ ("Watch the clipboard"),
      _ ("What becomes of a picture that is copied: off (nothing), ask, or upload"),
      PH_TYPE_WATCH_MODE, PH_WATCH_ASK, flags);
  properties[PROP_SCREENSHOT_COMMAND] = g_param_spec_string (
      "screenshot-command", _ ("Screenshot command"),
      _ ("What takes a screenshot and writes it to %f; the desktop's own way unless set"), NULL,
      flags);
  ph_setting_set_rule (properties[PROP_SCREENSHOT_COMMAND], &command);
  properties[PROP_REMOVE_SCREENSHOT] = g_param_spec_boolean (
      "remove-screenshot", _ ("Remove the file"),
      _ ("Whether the file in which the desktop leaves a screenshot, such as one in "
         "Pictures/Screenshots, is removed once it is uploaded"),
      FALSE, flags);
  properties[PROP_WATCH_FOLDERS] = g_param_spec_string (
      "watch-folders", _ ("Watched folders"),
      _ ("Folders with a semicolon between; the folder for screenshots unless set"), NULL, flags);
  properties[PROP_WATCH_FOLDERS_MODE] = g_param_spec_enum (
      "watch-folders-mode", _ ("Watch folders"),
      _ ("What becomes of a new picture in a watched folder: off (nothing), ask, or upload"),
      PH_TYPE_WATCH_MODE, PH_WATCH_OFF, flags);
}

static void
install_pictures (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_KEEP_LOCATION] = g_param_spec_boolean (
      "keep-location", _ ("Keep the location"),
      _ ("Whether pictures go up with the coordinates (GPS) of where they were taken; whoever has "
         "the link can read those"),
      FALSE, flags);
  properties[PROP_ASK_NAME] = g_param_spec_boolean (
      "ask-name", _ ("Ask for names"),
      _ ("Whether the desktop program asks what pictures are to be called before each upload"),
      FALSE, flags);
}

static void
ph_config_class_init (PhConfigClass *config_class)
{
  static const PhSettingRule link_format = { ph_link_format_check };
  GObjectClass *object_class = G_OBJECT_CLASS (config_class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ph_config_get_property;
  object_class->set_property = ph_config_set_property;
  object_class->dispose = ph_config_dispose;
  object_class->finalize = ph_config_finalize;
  properties[PROP_DEFAULT_PROFILE]
      = g_param_spec_string ("default-profile", _ ("Default profile"),
                             _ ("Where pictures go when nothing else is said"), NULL, flags);
  properties[PROP_LINK_FORMAT] = g_param_spec_string (
      "link-format", _ ("Link format"),
      _ ("markdown, html, url, bbcode, rst, asciidoc, org or a template"), "markdown", flags);
  ph_setting_set_rule (properties[PROP_LINK_FORMAT], &link_format);
  properties[PROP_COPY_LINK]
      = g_param_spec_boolean ("copy-link", _ ("Copy the link"),
                              _ ("Whether uploading puts the link on the clipboard"), FALSE, flags);
  properties[PROP_SECRET_STORE] = g_param_spec_enum (
      "secret-store", _ ("Secrets"),
      _ ("Where secrets are kept: in the keyring, or in a file that only you can read"),
      PH_TYPE_SECRET_PLACE, PH_SECRET_PLACE_KEYRING, flags);
  install_hotkeys ();
  install_sources ();
  install_pictures ();
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", PH_TYPE_CONFIG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

/* --- folders --- */

/* $@variable, else @base/pichoist. */
static char *
dup_folder (const char *variable, const char *base)
{
  const char *dir = g_getenv (variable);

  if (dir != NULL && *dir != '\0')
    return g_canonicalize_filename (dir, NULL);
  return g_build_filename (base, GETTEXT_PACKAGE, NULL);
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
  return g_build_filename (g_get_user_state_dir (), GETTEXT_PACKAGE, NULL);
}

/* --- reading --- */

static void
load_profile (PhConfig *config, const char *group)
{
  const char *name = group + strlen (PH_CONFIG_PROFILE_GROUP);
  g_autoptr (GError) error = NULL;
  PhProfileEntry *entry;

  if (!ph_profile_check_name (name, &error))
    {
      g_ptr_array_add (config->warnings,
                       g_strdup_printf ("%s, [%s]: %s", config->path, group, error->message));
      return;
    }
  entry = ph_config_find_entry (config, name);
  if (entry == NULL)
    {
      entry = ph_profile_entry_new (ph_profile_new (name));
      g_ptr_array_add (config->profiles, entry);
    }
  ph_config_section_load (entry->section, config->file, config->path, config->warnings);
}

static void
drop_what_is_gone (PhConfig *config)
{
  for (guint i = config->profiles->len; i > 0; i--)
    {
      PhProfileEntry *entry = config->profiles->pdata[i - 1];
      g_autofree char *group
          = g_strconcat (PH_CONFIG_PROFILE_GROUP, ph_profile_get_name (entry->profile), NULL);

      if (!g_key_file_has_group (config->file, group))
        ph_config_drop_entry (config, entry);
    }
}

/* Saving reads again; what was said isn't said twice. */
static void
drop_repeated_warnings (PhConfig *config)
{
  for (guint i = config->warnings->len; i > 1; i--)
    {
      guint first = 0;

      g_ptr_array_find_with_equal_func (config->warnings, config->warnings->pdata[i - 1],
                                        g_str_equal, &first);
      if (first < i - 1)
        g_ptr_array_remove_index (config->warnings, i - 1);
    }
}

void
ph_config_take_file (PhConfig *config, GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_clear_pointer (&config->file, g_key_file_unref);
  config->file = file;
  g_hash_table_remove_all (config->removed);
  ph_config_section_load (config->general, file, config->path, config->warnings);
  drop_what_is_gone (config);
  for (char **group = groups; *group != NULL; group++)
    if (g_str_has_prefix (*group, PH_CONFIG_PROFILE_GROUP))
      load_profile (config, *group);
  drop_repeated_warnings (config);
}

static PhConfig *
load (const char *dir, gboolean leaves_damage, GError **error)
{
  g_autoptr (PhConfig) config = g_object_new (PH_TYPE_CONFIG, NULL);
  char *exposed = ph_settings_file_check_folder (dir);
  GKeyFile *file;

  config->dir = g_strdup (dir);
  config->path = g_build_filename (dir, "config.ini", NULL);
  config->leaves_damage = leaves_damage;
  if (exposed != NULL)
    g_ptr_array_add (config->warnings, exposed);
  file = ph_config_read_file (config, FALSE, error);
  if (file == NULL)
    return NULL;
  ph_config_take_file (config, file);
  return g_steal_pointer (&config);
}

PhConfig *
ph_config_load (const char *dir, GError **error)
{
  return load (dir, FALSE, error);
}

PhConfig *
ph_config_load_again (const char *dir, GError **error)
{
  return load (dir, TRUE, error);
}

const GError *
ph_config_get_fault (PhConfig *config)
{
  const GError *fault = ph_config_section_get_error (config->general);

  for (guint i = 0; fault == NULL && i < config->profiles->len; i++)
    fault = ph_config_section_get_error (((PhProfileEntry *) config->profiles->pdata[i])->section);
  return fault;
}

gboolean
ph_config_take_over (PhConfig *config, PhConfig *fresh)
{
  g_autofree char *before = ph_config_text_format (config->file);
  g_autofree char *after = ph_config_text_format (fresh->file);
  gboolean differs = !g_str_equal (before, after);

  /* What was wrong before may be right now. */
  g_ptr_array_set_size (config->warnings, 0);
  g_ptr_array_extend_and_steal (config->warnings, g_steal_pointer (&fresh->warnings));
  fresh->warnings = g_ptr_array_new_with_free_func (g_free);
  ph_config_take_file (config, g_key_file_ref (fresh->file));
  if (differs)
    g_signal_emit (config, changed_signal, 0);
  return differs;
}

const char *const *
ph_config_get_warnings (PhConfig *config)
{
  /* The NULL behind the last one isn't counted, so that others can follow. */
  g_ptr_array_add (config->warnings, NULL);
  g_ptr_array_set_size (config->warnings, (gint) config->warnings->len - 1);
  return (const char *const *) config->warnings->pdata;
}

const char *
ph_config_get_path (PhConfig *config)
{
  return config->path;
}

gboolean
ph_config_check_general (PhConfig *config, const char *key, GError **error)
{
  const GError *bad = ph_config_section_get_key_error (config->general, key);

  if (bad != NULL && error != NULL)
    *error = g_error_copy (bad);
  return bad == NULL;
}

PhSecretStore *
ph_config_open_secret_store (PhConfig *config, GError **error)
{
  if (!ph_config_check_general (config, "secret-store", error))
    return NULL;
  return ph_secret_store_new ((PhSecretPlace) g_value_get_enum (&config->values[PROP_SECRET_STORE]),
                              config->dir);
}

/* --- [general] --- */

const char *
ph_config_peek_default_profile (PhConfig *config)
{
  return g_value_get_string (&config->values[PROP_DEFAULT_PROFILE]);
}

const char *const *
ph_config_list_keys (void)
{
  static gsize keys;

  if (g_once_init_enter (&keys))
    {
      GObjectClass *object_class = g_type_class_ref (PH_TYPE_CONFIG);

      g_once_init_leave (&keys, (gsize) ph_setting_list_keys (object_class));
    }
  return (const char *const *) keys;
}

gboolean
ph_config_set_from_text (PhConfig *config, const char *key, const char *text, GError **error)
{
  return ph_setting_set_from_text (G_OBJECT (config), key, text, error);
}

char *
ph_config_get_as_text (PhConfig *config, const char *key, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_strv_contains (ph_config_list_keys (), key))
    {
      ph_setting_set_unknown_error (error, ph_config_list_keys (), key);
      return NULL;
    }
  if (!ph_config_check_general (config, key, error))
    return NULL;
  text = ph_setting_get_as_text (G_OBJECT (config), key);
  return text != NULL ? g_steal_pointer (&text) : g_strdup ("");
}
