/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-save.h"
#include "ph-cli-secret.h"
#include "ph-cli.h"
#include "ph-config-text.h"
#include "ph-credentials.h"
#include "ph-error.h"
#include "ph-proxy-url.h"

gboolean
ph_cli_profile_needs_secret (PhProfile *profile)
{
  return ph_profile_get_provider (profile) != PH_PROVIDER_FOLDER;
}

static gboolean
set_value (PhCliProfileContext *context, PhProfile *profile, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *key = NULL;

  /* A proxy that stands there without its key, maybe with a “=” in its password. */
  if (equals == NULL || memchr (assignment, ':', (gsize) (equals - assignment)) != NULL)
    {
      g_autofree char *masked = ph_proxy_url_mask (assignment);

      ph_error_set (error, PH_ERROR_USAGE, _ ("write KEY=VALUE"), _ ("“%s” has no “=”"), masked);
      return FALSE;
    }
  key = g_strndup (assignment, (gsize) (equals - assignment));
  if (ph_config_text_is_secret_key (key))
    {
      ph_error_set (error, PH_ERROR_USAGE,
                    _ ("leave it out and type it when asked, or use --secret-stdin or "
                       "--secret-file FILE"),
                    _ ("secrets aren't taken from the command line, where other users and the "
                       "shell's history can read them"));
      return FALSE;
    }
  if (g_str_equal (key, "proxy"))
    return ph_cli_proxy_take (&context->proxy, profile, equals + 1, error);
  return ph_profile_set_from_text (profile, key, equals + 1, error);
}

static gboolean
set_values (PhCliProfileContext *context, PhProfile *profile, int argc, char **argv, GError **error)
{
  for (int i = 0; i < argc; i++)
    if (!set_value (context, profile, argv[i], error))
      return FALSE;
  return TRUE;
}

/* Whatever is wrong is told now and not at the first upload.  @before: (nullable): what was told of
 * is not told again. */
static gboolean
check_profile (PhProfile *profile, const PhTarget *before, GError **error)
{
  g_autoptr (PhTarget) target = ph_target_new (profile, error);
  const char *access_key_id = ph_profile_get_text (profile, "access-key-id");

  if (target == NULL
      || (access_key_id != NULL
          && !ph_credentials_check_access_key_id (access_key_id, target->preset, error)))
    return FALSE;
  ph_cli_profile_report_notes (target, before);
  return TRUE;
}

/* TRUE for a secret that can be right, and for none. */
static gboolean
check_secret (PhProfile *profile, const char *secret, GError **error)
{
  const PhPreset *preset = ph_preset_get (ph_profile_get_provider (profile));
  const char *access_key_id = ph_profile_get_text (profile, "access-key-id");
  g_autoptr (PhCredentials) credentials = NULL;

  if (secret == NULL)
    return TRUE;
  if (access_key_id == NULL)
    return ph_credentials_check_secret (secret, preset, error);
  credentials = ph_credentials_new (access_key_id, secret, NULL);
  return ph_credentials_check (credentials, preset, error);
}

/* The settings first: a keyring that fails must not lose them. */
static int
store (PhCliProfileContext *context, PhProfile *profile, const char *secret)
{
  g_autoptr (PhSecretStore) secrets = NULL;
  g_autoptr (GError) error = NULL;

  ph_config_put_profile (context->config, profile);
  if (!ph_cli_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  if (secret == NULL)
    return ph_cli_proxy_store (&context->proxy, context->config, profile);
  secrets = ph_config_open_secret_store (context->config, &error);
  if (secrets != NULL
      && ph_secret_store_save (secrets, ph_profile_get_name (profile), PH_SECRET_PURPOSE_S3, secret,
                               &error))
    return ph_cli_proxy_store (&context->proxy, context->config, profile);
  ph_cli_report (_ ("the settings are saved, the secret is not"));
  return ph_cli_fail (ph_profile_get_name (profile), error);
}

/* @missing: what to say where no secret comes, NULL: nothing; then nobody is asked either */
static int
save (PhCliProfileContext *context, PhProfile *profile, const char *missing)
{
  const char *name = ph_profile_get_name (profile);
  gboolean by_option = context->secret_stdin || context->secret_file != NULL;
  g_autofree char *prompt = g_strdup_printf (_ ("Secret access key of “%s”: "), name);
  PhCliSecretResult result = PH_CLI_SECRET_NONE;
  g_autoptr (GError) error = NULL;
  char *secret = NULL;
  int status;

  if (by_option && !ph_cli_profile_needs_secret (profile))
    {
      ph_cli_report (_ ("%s: a folder needs no secret: leave out --secret-stdin and --secret-file"),
                     name);
      return PH_EXIT_USAGE;
    }
  if (by_option || missing != NULL)
    result
        = ph_cli_secret_read (context->secret_stdin, context->secret_file, prompt, &secret, &error);
  if (result == PH_CLI_SECRET_FAILED || !check_secret (profile, secret, &error)
      || !ph_cli_proxy_read (&context->proxy, profile, !context->secret_stdin, &error))
    status = ph_cli_fail (name, error);
  else
    status = store (context, profile, secret);
  ph_secret_free (secret);
  if (status == PH_EXIT_OK && result == PH_CLI_SECRET_NONE && missing != NULL)
    ph_cli_report ("%s: %s", name, missing);
  if (status == PH_EXIT_OK && result == PH_CLI_SECRET_GIVEN && !by_option)
    ph_cli_report (_ ("%s: saved, and the secret is stored"), name);
  if (status == PH_EXIT_OK && result == PH_CLI_SECRET_GIVEN
      && ph_profile_get_text (profile, "access-key-id") == NULL)
    ph_cli_report (_ ("%s: the access key ID that belongs to the secret is still missing: set "
                      "access-key-id"),
                   name);
  return status;
}

int
ph_cli_profile_add (PhCliProfileContext *context, int argc, char **argv)
{
  g_autoptr (PhProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = ph_config_list_profiles (context->config);
  g_autofree char *missing = g_strdup_printf (
      _ ("saved without a secret: “pichoist profile set '%s' --secret-stdin” stores one"), argv[0]);

  if (!ph_profile_check_name (argv[0], &error))
    return ph_cli_fail (argv[0], error);
  if (g_strv_contains (names, argv[0]))
    {
      ph_cli_report (_ ("there is a profile “%s” already: “pichoist profile set” changes it"),
                     argv[0]);
      return PH_EXIT_USAGE;
    }
  profile = ph_profile_new (argv[0]);
  if (!set_values (context, profile, argc - 1, argv + 1, &error)
      || !check_profile (profile, NULL, &error))
    return ph_cli_fail (argv[0], error);
  return save (context, profile, ph_cli_profile_needs_secret (profile) ? missing : NULL);
}

/* A keyring that can't be asked may have it. */
static gboolean
may_have_secret (PhCliProfileContext *context, PhProfile *profile)
{
  g_autoptr (PhCredentials) environment = ph_credentials_new_from_environment (NULL);
  g_autoptr (PhSecretStore) secrets = ph_config_open_secret_store (context->config, NULL);

  return environment != NULL || secrets == NULL
         || ph_secret_store_probe (secrets, ph_profile_get_name (profile), PH_SECRET_PURPOSE_S3,
                                   NULL)
                != PH_SECRET_MISSING;
}

/* A new key comes with a new secret, and so does "set NAME" alone; the key that is there already
 * only where it has none. */
static const char *
describe_missing (PhCliProfileContext *context, PhProfile *profile, const char *old_key,
                  int assignments)
{
  const char *key = ph_profile_get_text (profile, "access-key-id");

  if (!ph_cli_profile_needs_secret (profile))
    return NULL;
  if (assignments == 0)
    return _ ("nothing was changed");
  if (key != NULL && g_strcmp0 (old_key, key) != 0)
    return _ ("saved, but the secret that is stored is not that of the new access key: store it "
              "with --secret-stdin");
  if (key != NULL && !may_have_secret (context, profile))
    return _ ("saved, but no secret is stored: store it with --secret-stdin");
  return NULL;
}

static gboolean
names_key (int argc, char **argv)
{
  for (int i = 0; i < argc; i++)
    if (g_str_has_prefix (argv[i], "access-key-id="))
      return TRUE;
  return FALSE;
}

int
ph_cli_profile_set (PhCliProfileContext *context, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_peek_profile (context->config, argv[0], &error);
  gboolean by_option = context->secret_stdin || context->secret_file != NULL;
  gboolean for_proxy = ph_cli_proxy_has_option (&context->proxy);
  gboolean keyed = names_key (argc - 1, argv + 1);
  const char *missing = NULL;
  g_autoptr (PhTarget) before = NULL;
  g_autofree char *old_key = NULL;
  int status;

  if (profile == NULL)
    return ph_cli_fail (NULL, error);
  before = ph_target_new (profile, NULL);
  ph_cli_proxy_begin (&context->proxy, profile);
  if (argc == 1 && !by_option && !for_proxy
      && !(isatty (STDIN_FILENO) && ph_cli_profile_needs_secret (profile)))
    {
      ph_cli_report (_ ("there is nothing to set: write KEY=VALUE, or --secret-stdin"));
      return PH_EXIT_USAGE;
    }
  old_key = g_strdup (ph_profile_get_text (profile, "access-key-id"));
  if (!set_values (context, profile, argc - 1, argv + 1, &error)
      || ph_config_get_profile (context->config, argv[0], &error) == NULL
      || !check_profile (profile, before, &error))
    return ph_cli_fail (argv[0], error);
  if (keyed || (argc == 1 && !for_proxy))
    missing = describe_missing (context, profile, old_key, argc - 1);
  status = save (context, profile, missing);
  if (status == PH_EXIT_OK && keyed && missing == NULL && !by_option
      && ph_cli_profile_needs_secret (profile)
      && ph_profile_get_text (profile, "access-key-id") != NULL)
    ph_cli_report (_ ("%s: this is the access key that it had, and its secret stays: “pichoist "
                      "profile set '%s'” asks for a new one"),
                   argv[0], argv[0]);
  return status;
}
