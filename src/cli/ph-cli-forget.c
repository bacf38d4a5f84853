/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-forget.h"

#include <glib/gi18n-lib.h>

#include "ph-cli.h"
#include "ph-credentials.h"
#include "ph-secret-store.h"

static gboolean
forget_in (PhSecretPlace place, PhConfig *config, const char *profile, gboolean *no_keyring,
           GError **error)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  g_autoptr (PhSecretStore) store = ph_secret_store_new (place, dir);

  if (profile == NULL)
    return ph_secret_store_forget (store, no_keyring, error);
  return ph_secret_store_remove (store, profile, NULL, no_keyring, error);
}

/* By the tool of libsecret, which works where Pichoist itself is gone, too. */
static char *
build_command (const char *profile)
{
  g_autofree char *quoted = profile != NULL ? g_shell_quote (profile) : NULL;

  return g_strconcat ("secret-tool clear xdg:schema io.github.pichoist.Pichoist",
                      quoted != NULL ? " profile " : NULL, quoted, NULL);
}

/* Of one profile, before it goes: then none is looked for elsewhere. */
static gboolean
is_in_file (PhConfig *config, const char *profile)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  g_autoptr (PhSecretStore) store = ph_secret_store_new (PH_SECRET_PLACE_FILE, dir);

  return profile != NULL
         && ph_secret_store_probe (store, profile, PH_SECRET_PURPOSE_S3, NULL) == PH_SECRET_STORED;
}

/* @elsewhere: the secret was found in the file */
static int
forget_in_keyring (PhConfig *config, const char *profile, gboolean elsewhere)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCredentials) environment = ph_credentials_new_from_environment (NULL);
  g_autofree char *command = NULL;
  gboolean no_keyring = FALSE;
  PhSecretPlace used;

  if (forget_in (PH_SECRET_PLACE_KEYRING, config, profile, &no_keyring, &error))
    return PH_EXIT_OK;
  g_object_get (config, "secret-store", &used, NULL);
  /* Whoever keeps secrets elsewhere has none in a keyring that isn't there. */
  if (no_keyring && (used != PH_SECRET_PLACE_KEYRING || environment != NULL || elsewhere))
    return PH_EXIT_OK;
  command = build_command (profile);
  if (no_keyring)
    ph_cli_report (
        _ ("this session has no keyring; if a secret was ever stored in one, “%s” removes "
           "it there"),
        command);
  else
    {
      ph_cli_report_error (profile, error);
      ph_cli_report (_ ("what was stored in the keyring still is: “%s” removes it once the keyring "
                        "is open"),
                     command);
    }
  return no_keyring ? PH_EXIT_OK : PH_EXIT_FAILED;
}

int
ph_cli_forget_secrets (PhConfig *config, const char *profile)
{
  g_autoptr (GError) error = NULL;
  gboolean in_file = is_in_file (config, profile);
  int status = PH_EXIT_OK;

  if (!forget_in (PH_SECRET_PLACE_FILE, config, profile, NULL, &error))
    {
      ph_cli_report_error (profile, error);
      status = PH_EXIT_FAILED;
    }
  return forget_in_keyring (config, profile, in_file) == PH_EXIT_OK ? status : PH_EXIT_FAILED;
}
