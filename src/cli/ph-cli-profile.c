/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-profile.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-cells.h"
#include "ph-cli-check.h"
#include "ph-cli-forget.h"
#include "ph-cli-proxy.h"
#include "ph-cli-save.h"
#include "ph-cli-secret.h"
#include "ph-cli.h"
#include "ph-config-text.h"
#include "ph-credentials.h"
#include "ph-error.h"
#include "ph-proxy-url.h"
#include "ph-target.h"

#define NAME_CELLS 16

typedef struct
{
  PhCliSession *session;
  PhConfig *config;
  gboolean secret_stdin;
  char *secret_file;
  PhCliProxy proxy;
} Context;

static void
context_clear (Context *context)
{
  g_clear_pointer (&context->session, ph_cli_session_free);
  g_free (context->secret_file);
  ph_cli_proxy_clear (&context->proxy);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Context, context_clear)

/* --- list --- */

/* For a person; scripts and completions get the names alone. */
static void
print_row (PhConfig *config, const char *name)
{
  PhProfile *profile = ph_config_peek_profile (config, name, NULL);
  g_autoptr (PhTarget) target = ph_target_new (profile, NULL);
  const PhPreset *preset = ph_preset_get (ph_profile_get_provider (profile));
  gboolean standard = g_strcmp0 (ph_config_get_default_name (config), name) == 0;
  g_autofree char *padded = ph_cli_cells_pad (name, NAME_CELLS);
  const char *place = NULL;

  if (target != NULL)
    place = target->folder != NULL ? target->folder : target->bucket;
  printf ("%s %s %-8s %s\n", standard ? "*" : " ", padded, preset->nick,
          place != NULL ? place : _ ("(not complete)"));
}

static int
list (Context *context)
{
  g_autofree const char **names = ph_config_list_profiles (context->config);
  gboolean table = isatty (STDOUT_FILENO);

  for (guint i = 0; names[i] != NULL; i++)
    if (table)
      print_row (context->config, names[i]);
    else
      puts (names[i]);
  if (names[0] == NULL)
    ph_cli_report (_ ("there is no profile yet: “pichoist profile add” makes one"));
  return PH_EXIT_OK;
}

/* --- add and set --- */

static gboolean
set_value (Context *context, PhProfile *profile, const char *assignment, GError **error)
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
set_values (Context *context, PhProfile *profile, int argc, char **argv, GError **error)
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

static gboolean
needs_secret (PhProfile *profile)
{
  return ph_profile_get_provider (profile) != PH_PROVIDER_FOLDER;
}

/* The settings first: a keyring that fails must not lose them. */
static int
store (Context *context, PhProfile *profile, const char *secret)
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
save (Context *context, PhProfile *profile, const char *missing)
{
  const char *name = ph_profile_get_name (profile);
  gboolean by_option = context->secret_stdin || context->secret_file != NULL;
  g_autofree char *prompt = g_strdup_printf (_ ("Secret access key of “%s”: "), name);
  PhCliSecretResult result = PH_CLI_SECRET_NONE;
  g_autoptr (GError) error = NULL;
  char *secret = NULL;
  int status;

  if (by_option && !needs_secret (profile))
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

static int
add (Context *context, int argc, char **argv)
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
  return save (context, profile, needs_secret (profile) ? missing : NULL);
}

/* A keyring that can't be asked may have it. */
static gboolean
may_have_secret (Context *context, PhProfile *profile)
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
describe_missing (Context *context, PhProfile *profile, const char *old_key, int assignments)
{
  const char *key = ph_profile_get_text (profile, "access-key-id");

  if (!needs_secret (profile))
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

static int
set (Context *context, int argc, char **argv)
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
  if (argc == 1 && !by_option && !for_proxy && !(isatty (STDIN_FILENO) && needs_secret (profile)))
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
  if (status == PH_EXIT_OK && keyed && missing == NULL && !by_option && needs_secret (profile)
      && ph_profile_get_text (profile, "access-key-id") != NULL)
    ph_cli_report (_ ("%s: this is the access key that it had, and its secret stays: “pichoist "
                      "profile set '%s'” asks for a new one"),
                   argv[0], argv[0]);
  return status;
}

/* --- remove and default --- */

static int
remove_profile (Context *context, const char *name)
{
  PhProfile *profile = ph_config_peek_profile (context->config, name, NULL);
  /* A folder without a proxy never had a secret, and no keyring needs to be asked. */
  gboolean keyed = profile != NULL
                   && (needs_secret (profile) || ph_profile_get_text (profile, "proxy") != NULL);
  g_autoptr (GError) error = NULL;

  if (!ph_config_remove_profile (context->config, name, &error)
      || !ph_cli_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  return keyed ? ph_cli_forget_secrets (context->config, name) : PH_EXIT_OK;
}

static int
choose_default (Context *context, const char *name)
{
  g_autoptr (GError) error = NULL;

  if (name == NULL)
    {
      PhProfile *profile = ph_config_peek_profile (context->config, NULL, &error);

      if (profile == NULL)
        return ph_cli_fail (NULL, error);
      puts (ph_profile_get_name (profile));
      return PH_EXIT_OK;
    }
  if (ph_config_peek_profile (context->config, name, &error) == NULL
      || !ph_config_set_from_text (context->config, "default-profile", name, &error)
      || !ph_cli_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  return PH_EXIT_OK;
}

/* --- the command --- */

static int
dispatch (Context *context, int argc, char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "list";
  int count = argc - 2;
  char **rest = argv + 2;
  const char *name = count > 0 ? rest[0] : NULL;

  if (g_str_equal (verb, "list") && count <= 0)
    return list (context);
  if (g_str_equal (verb, "check") && count <= 1)
    return ph_cli_check_profile (context->session, name);
  if (g_str_equal (verb, "show") && count <= 1)
    return ph_cli_profile_show (context->config, name);
  if (g_str_equal (verb, "add") && count >= 1)
    return add (context, count, rest);
  if (g_str_equal (verb, "set") && count >= 1)
    return set (context, count, rest);
  if (g_str_equal (verb, "remove") && count == 1)
    return remove_profile (context, name);
  if (g_str_equal (verb, "default") && count <= 1)
    return choose_default (context, name);
  ph_cli_report (_ ("“pichoist profile %s” isn't known, lacks a name or has too many: “pichoist "
                    "profile --help” says more"),
                 verb);
  return PH_EXIT_USAGE;
}

static gboolean
check_options (const Context *context)
{
  const char *excluded = NULL;

  if (context->secret_stdin && context->secret_file != NULL)
    excluded = _ ("--secret-stdin and --secret-file exclude each other: use one of them");
  else if (context->proxy.from_stdin && context->proxy.file != NULL)
    excluded = _ ("--proxy-password-stdin and --proxy-password-file exclude each other: use one "
                  "of them");
  else if (context->secret_stdin && context->proxy.from_stdin)
    excluded = _ ("--secret-stdin and --proxy-password-stdin both read standard input: give one of "
                  "the two by a file");
  if (excluded != NULL)
    ph_cli_report ("%s", excluded);
  return excluded == NULL;
}

int
ph_cli_profile (int argc, char **argv)
{
  g_auto (Context) context = { 0 };
  const GOptionEntry entries[] = {
    { "secret-stdin", 0, 0, G_OPTION_ARG_NONE, &context.secret_stdin,
      N_ ("Read the secret access key from standard input"), NULL },
    { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &context.secret_file,
      N_ ("Read the secret access key from a file"), N_ ("FILE") },
    { "proxy-password-stdin", 0, 0, G_OPTION_ARG_NONE, &context.proxy.from_stdin,
      N_ ("Read the password of the proxy from standard input"), NULL },
    { "proxy-password-file", 0, 0, G_OPTION_ARG_FILENAME, &context.proxy.file,
      N_ ("Read the password of the proxy from a file"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries,
                     _ ("list|add|set|show|remove|default|check [NAME] [KEY=VALUE…]"),
                     _ ("Lists and changes the places to upload to."), &status))
    return status;
  if (!check_options (&context))
    return PH_EXIT_USAGE;
  context.session = ph_cli_session_new ();
  context.config = ph_cli_session_get_config (context.session, &error);
  if (context.config == NULL)
    return ph_cli_fail (NULL, error);
  return dispatch (&context, argc, argv);
}
