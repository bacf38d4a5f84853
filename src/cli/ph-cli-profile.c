/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-cli-check.h"
#include "ph-cli-secret.h"
#include "ph-cli-session.h"
#include "ph-credentials.h"
#include "ph-error.h"
#include "ph-key-template.h"
#include "ph-link.h"
#include "ph-proxy-url.h"
#include "ph-secret-store.h"
#include "ph-target.h"

typedef struct
{
  PhCliSession *session;
  PhConfig *config;
  gboolean secret_stdin;
  char *secret_file;
} Context;

static void
context_clear (Context *context)
{
  g_clear_pointer (&context->session, ph_cli_session_free);
  g_free (context->secret_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Context, context_clear)

static PhSecretStore *
open_store (PhConfig *config)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  PhSecretPlace place;

  g_object_get (config, "secret-store", &place, NULL);
  return ph_secret_store_new (place, dir);
}

static int
list (Context *context)
{
  g_autofree const char **names = ph_config_list_profiles (context->config);
  const char *standard = ph_config_get_default_name (context->config);

  for (guint i = 0; names[i] != NULL; i++)
    printf ("%s%s\n", names[i], g_strcmp0 (names[i], standard) == 0 ? _ (" (default)") : "");
  if (names[0] == NULL)
    ph_cli_report (_ ("there is no profile yet: “pichoist profile add” makes one"));
  return PH_EXIT_OK;
}

static gboolean
is_secret_key (const char *key)
{
  static const char *const keys[]
      = { "secret", "secret-key", "secret-access-key", "secret_access_key", "password", NULL };
  g_autofree char *lower = g_ascii_strdown (key, -1);

  return g_strv_contains (keys, lower);
}

static gboolean
set_values (PhProfile *profile, int argc, char **argv, GError **error)
{
  for (int i = 0; i < argc; i++)
    {
      const char *equals = strchr (argv[i], '=');
      g_autofree char *key
          = equals != NULL ? g_strndup (argv[i], (gsize) (equals - argv[i])) : NULL;

      if (key == NULL)
        {
          ph_error_set (error, PH_ERROR_USAGE, _ ("write KEY=VALUE"), _ ("“%s” has no “=”"),
                        argv[i]);
          return FALSE;
        }
      if (is_secret_key (key))
        {
          ph_error_set (
              error, PH_ERROR_USAGE,
              _ ("use --secret-stdin or --secret-file, or type it when asked"),
              _ ("secrets are not taken from the command line, where others can read them"));
          return FALSE;
        }
      if (!ph_profile_set_from_text (profile, key, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_argument (int argc, char **argv, const char *prefix)
{
  for (int i = 0; i < argc; i++)
    if (g_str_has_prefix (argv[i], prefix))
      return TRUE;
  return FALSE;
}

/* A wrong template is told now and not at the first upload. */
static gboolean
check_profile (PhProfile *profile, GError **error)
{
  g_autoptr (PhTarget) target = ph_target_new (profile, error);
  const char *format = ph_profile_get_text (profile, "link-format");
  g_autoptr (PhKeyTemplate) key_template = NULL;
  g_autoptr (PhLinkFormat) link_format = NULL;

  if (target == NULL)
    return FALSE;
  key_template = ph_key_template_new (ph_profile_get_text (profile, "key-template"), error);
  if (key_template == NULL)
    return FALSE;
  link_format = format != NULL ? ph_link_format_new (format, error) : NULL;
  if (format != NULL && link_format == NULL)
    return FALSE;
  for (char **note = target->notes; note != NULL && *note != NULL; note++)
    ph_cli_report ("%s", *note);
  if (target->public_base == NULL && target->preset->public_url_note != NULL)
    ph_cli_report ("%s", _ (target->preset->public_url_note));
  return TRUE;
}

/* What may be said of @secret without knowing the key is said before it is kept. */
static gboolean
save_secret (Context *context, PhProfile *profile, const char *secret, GError **error)
{
  const char *access_key_id = ph_profile_get_text (profile, "access-key-id");
  g_autoptr (PhSecretStore) store = NULL;

  if (access_key_id != NULL)
    {
      g_autoptr (PhCredentials) credentials = ph_credentials_new (access_key_id, secret, NULL);

      if (!ph_credentials_check (credentials, ph_preset_get (ph_profile_get_provider (profile)),
                                 error))
        return FALSE;
    }
  store = open_store (context->config);
  return ph_secret_store_save (store, ph_profile_get_name (profile), PH_SECRET_PURPOSE_S3, secret,
                               error);
}

static gboolean
needs_secret (PhProfile *profile)
{
  return ph_profile_get_provider (profile) != PH_PROVIDER_FOLDER;
}

/* The settings are kept first: a keyring that fails must not lose them. */
static int
save (Context *context, PhProfile *profile, gboolean ask)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *prompt
      = g_strdup_printf (_ ("Secret access key of “%s”: "), ph_profile_get_name (profile));
  char *secret = NULL;
  PhCliSecretResult result = PH_CLI_SECRET_NONE;
  int status = PH_EXIT_OK;

  if (context->secret_stdin || context->secret_file != NULL || ask)
    result
        = ph_cli_secret_read (context->secret_stdin, context->secret_file, prompt, &secret, &error);
  if (result == PH_CLI_SECRET_FAILED)
    return ph_cli_fail (NULL, error);
  ph_config_put_profile (context->config, profile);
  if (!ph_config_save (context->config, &error))
    status = ph_cli_fail (NULL, error);
  else if (result == PH_CLI_SECRET_GIVEN && !save_secret (context, profile, secret, &error))
    {
      ph_cli_report (_ ("the profile is saved, its secret is not"));
      status = ph_cli_fail (NULL, error);
    }
  else if (result == PH_CLI_SECRET_NONE && ask)
    ph_cli_report (
        _ ("the profile is saved without a secret: “pichoist profile set %s --secret-stdin” "
           "stores one"),
        ph_profile_get_name (profile));
  ph_secret_free (secret);
  return status;
}

static int
add (Context *context, int argc, char **argv)
{
  g_autoptr (PhProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = ph_config_list_profiles (context->config);

  if (!ph_profile_check_name (argv[0], &error))
    return ph_cli_fail (NULL, error);
  if (g_strv_contains (names, argv[0]))
    {
      ph_cli_report (_ ("there is a profile “%s” already: “pichoist profile set” changes it"),
                     argv[0]);
      return PH_EXIT_USAGE;
    }
  profile = ph_profile_new (argv[0]);
  if (!set_values (profile, argc - 1, argv + 1, &error) || !check_profile (profile, &error))
    return ph_cli_fail (NULL, error);
  return save (context, profile, needs_secret (profile));
}

static int
set (Context *context, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_peek_profile (context->config, argv[0], &error);
  gboolean has_secret = context->secret_stdin || context->secret_file != NULL;

  if (profile == NULL)
    return ph_cli_fail (NULL, error);
  if (argc < 2 && !has_secret)
    {
      ph_cli_report (_ ("there is nothing to set: write KEY=VALUE, or --secret-stdin"));
      return PH_EXIT_USAGE;
    }
  if (!set_values (profile, argc - 1, argv + 1, &error) || !check_profile (profile, &error))
    return ph_cli_fail (NULL, error);
  /* A new key comes with a new secret. */
  return save (context, profile, has_argument (argc, argv, "access-key-id="));
}

static void
print_link_preview (const PhTarget *target, PhProfile *profile)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (PhKeyTemplate) key_template
      = ph_key_template_new (ph_profile_get_text (profile, "key-template"), NULL);
  PhKeyValues values = {
    .time = now,
    .file_name = "picture.png",
    .extension = "png",
    .folder = "",
    .width = 1280,
    .height = 720,
    .counter = 1,
  };
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;

  memset (values.digest.sha256, 'a', 64);
  memset (values.digest.sha1, 'a', 40);
  memset (values.digest.md5, 'a', 32);
  key = key_template != NULL ? ph_key_template_expand (key_template, &values, NULL) : NULL;
  if (key == NULL)
    return;
  url = ph_target_build_public_url (target, key);
  printf (_ ("example link: %s\n"), url);
}

static void
print_secret_state (PhConfig *config, PhProfile *profile)
{
  g_autoptr (PhSecretStore) store = open_store (config);
  g_autoptr (GError) error = NULL;
  char *secret
      = ph_secret_store_lookup (store, ph_profile_get_name (profile), PH_SECRET_PURPOSE_S3, &error);

  if (error != NULL)
    printf (_ ("secret: unknown, %s\n"), error->message);
  else
    puts (secret != NULL ? _ ("secret: stored") : _ ("secret: not stored"));
  ph_secret_free (secret);
}

static void
print_values (PhProfile *profile)
{
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_profile_get_as_text (profile, *key);
      g_autofree char *masked = NULL;

      if (text != NULL && g_str_equal (*key, "access-key-id"))
        masked = ph_credentials_mask (text);
      else if (text != NULL && g_str_equal (*key, "proxy"))
        masked = ph_proxy_url_mask (text);
      if (text != NULL)
        printf ("%s = %s\n", *key, masked != NULL ? masked : text);
    }
}

static int
show (Context *context, const char *name)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (context->config, name, &error);
  g_autoptr (PhTarget) target = NULL;
  g_autofree char *endpoint = NULL;

  if (profile == NULL)
    return ph_cli_fail (NULL, error);
  printf ("[profile %s]\n", ph_profile_get_name (profile));
  print_values (profile);
  target = ph_target_new (profile, &error);
  if (target == NULL)
    return ph_cli_fail (name, error);
  endpoint = ph_target_dup_endpoint (target);
  printf (_ ("leads to: %s\n"), endpoint);
  print_link_preview (target, profile);
  if (needs_secret (profile))
    print_secret_state (context->config, profile);
  for (char **note = target->notes; note != NULL && *note != NULL; note++)
    puts (*note);
  if (target->preset->public_url_note != NULL)
    puts (_ (target->preset->public_url_note));
  return PH_EXIT_OK;
}

static int
remove_profile (Context *context, const char *name)
{
  g_autoptr (PhSecretStore) store = open_store (context->config);
  g_autoptr (GError) error = NULL;

  if (!ph_config_remove_profile (context->config, name, &error)
      || !ph_config_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  if (!ph_secret_store_remove (store, name, PH_SECRET_PURPOSE_S3, &error))
    {
      ph_cli_report (_ ("the profile is gone, its secret may still be stored"));
      ph_cli_report_error (name, error);
    }
  return PH_EXIT_OK;
}

static int
make_default (Context *context, const char *name)
{
  g_autoptr (GError) error = NULL;

  if (ph_config_get_profile (context->config, name, &error) == NULL
      || !ph_config_set_from_text (context->config, "default-profile", name, &error)
      || !ph_config_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  return PH_EXIT_OK;
}

static int
dispatch (Context *context, int argc, char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "list";
  int n_rest = argc - 2;
  char **rest = argv + 2;

  if (g_str_equal (verb, "list") && n_rest <= 0)
    return list (context);
  if (g_str_equal (verb, "check") && n_rest <= 1)
    return ph_cli_check_profile (context->session, n_rest == 1 ? rest[0] : NULL);
  if (g_str_equal (verb, "show") && n_rest <= 1)
    return show (context, n_rest == 1 ? rest[0] : NULL);
  if (g_str_equal (verb, "add") && n_rest >= 1)
    return add (context, n_rest, rest);
  if (g_str_equal (verb, "set") && n_rest >= 1)
    return set (context, n_rest, rest);
  if (g_str_equal (verb, "remove") && n_rest == 1)
    return remove_profile (context, rest[0]);
  if (g_str_equal (verb, "default") && n_rest == 1)
    return make_default (context, rest[0]);
  ph_cli_report (_ ("“pichoist profile %s” is not known or lacks a name: “pichoist profile --help” "
                    "says more"),
                 verb);
  return PH_EXIT_USAGE;
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
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries,
                     _ ("list|add|set|show|remove|default|check [NAME] [KEY=VALUE…]"),
                     _ ("Lists and changes the places to upload to."), &status))
    return status;
  context.session = ph_cli_session_new ();
  context.config = ph_cli_session_get_config (context.session, &error);
  if (context.config == NULL)
    return ph_cli_fail (NULL, error);
  return dispatch (&context, argc, argv);
}
