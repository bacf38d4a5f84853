/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "ph-cli-output.h"
#include "ph-cli-session.h"
#include "ph-error.h"
#include "ph-secret-store.h"
#include "ph-target.h"

/* What works on this machine, and why not where it doesn't.  The words of state are also those of
 * `--json`. */

typedef struct
{
  const char *name;
  const char *state; /* "yes", "no", "limited" */
  char *reason;      /* (nullable) */
} Capability;

static void
capability_free (Capability *capability)
{
  g_free (capability->reason);
  g_free (capability);
}

static void
add (GPtrArray *capabilities, const char *name, const char *state, const char *reason)
{
  Capability *capability = g_new0 (Capability, 1);

  capability->name = name;
  capability->state = state;
  capability->reason = g_strdup (reason);
  g_ptr_array_add (capabilities, capability);
}

static void
add_desktop (GPtrArray *capabilities)
{
  static const char *const names[]
      = { "tray", "watching", "hotkey", "drop", "screenshot", "notifications", "server" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add (capabilities, names[i], "no",
         _ ("it needs the desktop program, pichoist-desktop, which isn't installed"));
}

/* The only way to know is to ask it for something; a name that no profile has does. */
static void
add_keyring (GPtrArray *capabilities, PhConfig *config)
{
  g_autoptr (PhSecretStore) store = NULL;
  g_autoptr (GError) error = NULL;
  PhSecretPlace place;

  g_object_get (config, "secret-store", &place, NULL);
  if (place == PH_SECRET_PLACE_FILE)
    {
      add (capabilities, "keyring", "limited",
           _ ("secrets are kept in a file that only you can read (secret-store=file)"));
      return;
    }
  store = ph_config_open_secret_store (config, &error);
  if (store != NULL)
    ph_secret_free (ph_secret_store_lookup (store, "[status]", PH_SECRET_PURPOSE_S3, &error));
  add (capabilities, "keyring", error == NULL ? "yes" : "no",
       error != NULL ? error->message : NULL);
}

/* Whatever stops `upload` before it has asked for a secret. */
static void
add_upload (GPtrArray *capabilities, PhCliSession *session, PhConfig *config)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (config, NULL, &error);
  g_autoptr (PhTarget) target = profile != NULL ? ph_target_new (profile, &error) : NULL;
  g_autoptr (PhLinkFormat) format
      = target != NULL ? ph_cli_session_new_format (session, target->profile, &error) : NULL;

  add (capabilities, "upload", error == NULL ? "yes" : "no", error != NULL ? error->message : NULL);
}

static void
print_lines (GPtrArray *capabilities)
{
  for (guint i = 0; i < capabilities->len; i++)
    {
      const Capability *capability = capabilities->pdata[i];

      printf ("%-14s %s%s%s\n", capability->name, capability->state,
              capability->reason != NULL ? ": " : "",
              capability->reason != NULL ? capability->reason : "");
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
  g_autoptr (GError) error = NULL;
  PhConfig *config;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Says what works on this machine, and why not where it doesn't."), &status))
    return status;
  config = ph_cli_session_get_config (session, &error);
  if (config == NULL)
    return ph_cli_fail (NULL, error);
  add_upload (capabilities, session, config);
  add_keyring (capabilities, config);
  add_desktop (capabilities);
  if (json)
    print_json (capabilities);
  else
    print_lines (capabilities);
  return PH_EXIT_OK;
}
