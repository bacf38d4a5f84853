/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "ph-cli-cells.h"
#include "ph-cli-desktop.h"
#include "ph-cli-output.h"
#include "ph-cli-session.h"
#include "ph-credentials.h"
#include "ph-destination.h"
#include "ph-error.h"
#include "ph-key-template.h"
#include "ph-proxy-password.h"
#include "ph-secret-store.h"
#include "ph-target.h"

/* What works on this machine, and why not where it doesn't.  Names and states are the words of
 * `--json`; for people they are translated. */

#define YES NC_ ("status", "yes")
#define NO NC_ ("status", "no")
#define LIMITED NC_ ("status", "limited")
#define LABEL_CELLS 14

typedef struct
{
  const char *name;
  const char *state;
  char *reason; /* (nullable) */
} Capability;

static void
capability_free (Capability *capability)
{
  g_free (capability->reason);
  g_free (capability);
}

/* @reason: (nullable) (transfer full) */
static void
add (GPtrArray *capabilities, const char *name, const char *state, char *reason)
{
  Capability *capability = g_new0 (Capability, 1);

  capability->name = name;
  capability->state = state;
  capability->reason = reason;
  g_ptr_array_add (capabilities, capability);
}

/* What it may say, as a word that outlives its answer. */
static const char *
get_state (const char *said)
{
  if (g_str_equal (said, YES))
    return YES;
  return g_str_equal (said, LIMITED) ? LIMITED : NO;
}

/* @reason: (transfer full) (nullable) */
static void
find_capability (GVariant *told, const char *name, const char **state, char **reason)
{
  const char *its_name, *its_state, *its_reason;
  GVariantIter iter;

  g_variant_iter_init (&iter, told);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &its_name, &its_state, &its_reason))
    if (g_str_equal (its_name, name))
      {
        *state = get_state (its_state);
        *reason = *its_reason != '\0' ? g_strdup (its_reason) : NULL;
      }
}

/* The desktop program knows best what works in its session; where it doesn't run, nothing of it
 * does. */
static void
add_desktop (GPtrArray *capabilities)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) told = ph_cli_desktop_get_capabilities (&error);
  static const char *const names[] = {
    NC_ ("status", "tray"),   NC_ ("status", "watching"),   NC_ ("status", "hotkey"),
    NC_ ("status", "drop"),   NC_ ("status", "screenshot"), NC_ ("status", "notifications"),
    NC_ ("status", "server"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *state = NO;
      g_autofree char *reason = error != NULL ? ph_cli_describe_error (error) : NULL;

      if (told != NULL)
        find_capability (told, names[i], &state, &reason);
      add (capabilities, names[i], state, g_steal_pointer (&reason));
    }
}

/* --- secrets --- */

/* What is known of the default profile's secret, asked once: a keyring that hangs costs seconds. */
typedef struct
{
  PhSecretPlace place;
  PhSecretPresence presence;
  GError *error; /* (nullable): why it is unknown */
} Secrets;

static void
secrets_clear (Secrets *secrets)
{
  g_clear_error (&secrets->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Secrets, secrets_clear)

/* The only way to know whether a keyring works is to ask it for something; where there is no
 * profile a name that none can have does. */
static void
ask_for_secret (Secrets *secrets, PhConfig *config)
{
  PhProfile *profile = ph_config_peek_profile (config, NULL, NULL);
  const char *name = profile != NULL ? ph_profile_get_name (profile) : "[status]";
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, &secrets->error);

  g_object_get (config, "secret-store", &secrets->place, NULL);
  if (store != NULL)
    secrets->presence = ph_secret_store_probe (store, name, PH_SECRET_PURPOSE_S3, &secrets->error);
}

static void
add_keyring (GPtrArray *capabilities, const Secrets *secrets)
{
  if (secrets->error == NULL && secrets->place == PH_SECRET_PLACE_FILE)
    add (capabilities, "keyring", LIMITED,
         g_strdup (_ ("secrets are kept in a file that only you can read (secret-store=file)")));
  else if (secrets->error != NULL)
    add (capabilities, NC_ ("status", "keyring"), NO, ph_cli_describe_error (secrets->error));
  else if (secrets->presence == PH_SECRET_LOCKED)
    add (capabilities, "keyring", LIMITED,
         g_strdup (_ ("it is locked, and asks for its password when a secret is needed")));
  else
    add (capabilities, "keyring", YES, NULL);
}

/* --- upload --- */

/* All that an upload looks at before it sends anything, but for a secret in a keyring. */
static gboolean
check_settings (PhCliSession *session, PhProfile *profile, PhTarget **target, GError **error)
{
  g_autoptr (PhLinkFormat) format = NULL;
  g_autoptr (PhKeyTemplate) key_template = NULL;

  *target = ph_target_new (profile, error);
  if (*target == NULL)
    return FALSE;
  if ((*target)->folder != NULL && !g_file_test ((*target)->folder, G_FILE_TEST_IS_DIR))
    {
      ph_error_set (error, PH_ERROR_SETTINGS, NULL,
                    _ ("%s doesn't exist yet: make it before the first upload"), (*target)->folder);
      return FALSE;
    }
  key_template = ph_key_template_new (ph_profile_get_text (profile, "key-template"), error);
  if (key_template != NULL)
    format = ph_cli_session_new_format (session, (*target)->profile, error);
  return format != NULL;
}

/* None is made where there is none yet. */
static gboolean
check_database (PhCliSession *session, GError **error)
{
  g_autofree char *dir = ph_config_dup_data_dir ();

  return !g_file_test (dir, G_FILE_TEST_EXISTS)
         || ph_cli_session_get_database (session, error) != NULL;
}

static gboolean
check_secret (PhConfig *config, PhProfile *profile, const Secrets *secrets, gboolean *is_locked,
              GError **error)
{
  g_autoptr (GError) half = NULL;
  g_autoptr (PhCredentials) environment = ph_credentials_new_from_environment (&half);
  g_autoptr (PhCredentials) credentials = NULL;
  gboolean from_store = environment == NULL && half == NULL
                        && ph_profile_get_text (profile, "access-key-id") != NULL;

  if (from_store && secrets->error != NULL)
    {
      g_propagate_error (error, g_error_copy (secrets->error));
      return FALSE;
    }
  /* Looking a locked one up would ask the person for a password. */
  *is_locked = from_store && secrets->presence == PH_SECRET_LOCKED;
  if (*is_locked)
    return TRUE;
  credentials = ph_destination_lookup_credentials (config, profile, error);
  return credentials != NULL;
}

/* A keyring that didn't answer a moment ago isn't asked in vain once more. */
static gboolean
check_proxy (PhConfig *config, PhTarget *target, const Secrets *secrets, gboolean *is_locked,
             GError **error)
{
  g_autoptr (PhSecretStore) store = NULL;

  if (*is_locked)
    return TRUE;
  if (target->proxy_login == PH_PROXY_LACKS_PASSWORD && secrets->error == NULL
      && ph_proxy_password_get_from_environment () == NULL)
    store = ph_config_open_secret_store (config, NULL);
  *is_locked = store != NULL
               && ph_secret_store_probe (store, target->profile, PH_SECRET_PURPOSE_PROXY, NULL)
                      == PH_SECRET_LOCKED;
  return *is_locked || ph_proxy_password_complete (config, target, error);
}

static void
add_upload (GPtrArray *capabilities, PhCliSession *session, PhConfig *config,
            const Secrets *secrets)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (config, NULL, &error);
  g_autoptr (PhTarget) target = NULL;
  gboolean is_locked = FALSE;
  gboolean works
      = profile != NULL && check_settings (session, profile, &target, &error)
        && check_database (session, &error)
        && (target->folder != NULL || check_secret (config, profile, secrets, &is_locked, &error))
        && check_proxy (config, target, secrets, &is_locked, &error);

  if (!works)
    add (capabilities, NC_ ("status", "upload"), NO, ph_cli_describe_error (error));
  else if (is_locked)
    add (capabilities, "upload", LIMITED,
         g_strdup (_ ("the keyring is locked, and asks for its password at the first upload")));
  else
    add (capabilities, "upload", YES, NULL);
}

/* --- output --- */

static void
print_lines (GPtrArray *capabilities)
{
  for (guint i = 0; i < capabilities->len; i++)
    {
      const Capability *capability = capabilities->pdata[i];
      const char *state = g_dpgettext2 (GETTEXT_PACKAGE, "status", capability->state);
      g_autofree char *label = ph_cli_cells_pad (
          g_dpgettext2 (GETTEXT_PACKAGE, "status", capability->name), LABEL_CELLS);
      g_autofree char *text = capability->reason != NULL
                                  ? g_strdup_printf (_ ("%s: %s"), state, capability->reason)
                                  : g_strdup (state);

      printf ("%s %s\n", label, text);
    }
}

static void
print_json (GPtrArray *capabilities)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;

  for (guint i = 0; i < capabilities->len; i++)
    {
      const Capability *capability = capabilities->pdata[i];
      JsonObject *member = json_object_new ();

      ph_cli_output_set_text (member, "state", capability->state);
      ph_cli_output_set_text (member, "reason", capability->reason);
      json_object_set_object_member (object, capability->name, member);
    }
  line = ph_cli_output_object_to_line (object);
  puts (line);
}

int
ph_cli_status (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GPtrArray) capabilities
      = g_ptr_array_new_with_free_func ((GDestroyNotify) capability_free);
  g_auto (Secrets) secrets = { 0 };
  g_autoptr (GError) error = NULL;
  PhConfig *config;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Says what works on this machine, and why not where it doesn't."), &status))
    return status;
  config = ph_cli_session_get_config (session, &error);
  if (config == NULL)
    return ph_cli_fail (NULL, error);
  ask_for_secret (&secrets, config);
  add_upload (capabilities, session, config, &secrets);
  add_keyring (capabilities, &secrets);
  add_desktop (capabilities);
  if (json)
    print_json (capabilities);
  else
    print_lines (capabilities);
  return PH_EXIT_OK;
}
