/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-profile.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-cells.h"
#include "ph-cli-check.h"
#include "ph-cli-save.h"
#include "ph-cli-verb.h"
#include "ph-cli.h"
#include "ph-config-text.h"
#include "ph-forget.h"
#include "ph-provider-settings.h"

#define NAME_CELLS 16

static void
context_clear (PhCliProfileContext *context)
{
  g_clear_pointer (&context->session, ph_cli_session_free);
  g_free (context->secret_file);
  ph_cli_proxy_clear (&context->proxy);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhCliProfileContext, context_clear)

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
list (PhCliProfileContext *context)
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

/* --- remove and default --- */

static int
remove_profile (PhCliProfileContext *context, const char *name)
{
  PhProfile *profile = ph_config_peek_profile (context->config, name, NULL);
  /* A folder without a proxy never had a secret, and no keyring needs to be asked. */
  gboolean keyed = profile != NULL
                   && (ph_cli_profile_needs_secret (profile)
                       || ph_profile_get_text (profile, "proxy") != NULL);
  g_autoptr (GPtrArray) said = NULL;
  g_autoptr (GError) error = NULL;
  gboolean forgotten;

  if (!ph_config_remove_profile (context->config, name, &error)
      || !ph_cli_save (context->config, &error))
    return ph_cli_fail (NULL, error);
  if (!keyed)
    return PH_EXIT_OK;
  said = g_ptr_array_new_with_free_func (g_free);
  forgotten = ph_forget_secrets (context->config, name, said);
  for (guint i = 0; i < said->len; i++)
    ph_cli_report ("%s", (const char *) said->pdata[i]);
  return forgotten ? PH_EXIT_OK : PH_EXIT_FAILED;
}

static int
choose_default (PhCliProfileContext *context, const char *name)
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

/* --- what each takes --- */

#define SECRET_OPTIONS "secret-stdin secret-file proxy-password-stdin proxy-password-file"

enum
{
  VERB_LIST,
  VERB_ADD,
  VERB_SET,
  VERB_SHOW,
  VERB_REMOVE,
  VERB_DEFAULT,
  VERB_CHECK,
};

static const PhCliVerb verbs[] = {
  [VERB_LIST] = { "list", NULL, N_ ("Names all profiles"), NULL, 0, 0 },
  [VERB_ADD] = { "add", N_ ("NAME KEY=VALUE…"), N_ ("Makes a profile"), SECRET_OPTIONS, 1, -1 },
  [VERB_SET] = { "set", N_ ("NAME [KEY=VALUE…]"), N_ ("Changes a profile or its secret"),
                 SECRET_OPTIONS, 1, -1 },
  [VERB_SHOW] = { "show", N_ ("[NAME]"), N_ ("Prints what a profile comes to"), NULL, 0, 1 },
  [VERB_REMOVE] = { "remove", N_ ("NAME"), N_ ("Removes a profile and its secret"), NULL, 1, 1 },
  [VERB_DEFAULT] = { "default", N_ ("[NAME]"),
                     N_ ("Makes a profile the default one, or prints which one is"), NULL, 0, 1 },
  [VERB_CHECK] = { "check", N_ ("[NAME]"), N_ ("Tries a profile out"), NULL, 0, 1 },
  { NULL, NULL, NULL, NULL, 0, 0 },
};

/* "pichoist profile blog", "pichoist profile provider=r2 …" */
static char *
guess_verb (const char *word, int argc, char **argv)
{
  g_autoptr (PhCliSession) session = NULL;
  PhConfig *config;

  if (strchr (word, '=') != NULL)
    return g_strdup (_ ("profile add NAME KEY=VALUE…"));
  session = ph_cli_session_new ();
  config = ph_cli_session_get_config (session, NULL);
  if (config == NULL || ph_config_peek_profile (config, word, NULL) == NULL)
    return NULL;
  return g_strdup_printf (argc > 0 ? _ ("profile set %s KEY=VALUE…") : "profile show %s", word);
}

static void
append_needs (GString *text, const PhPreset *preset)
{
  g_string_append_printf (text, "\n  %-8s", preset->nick);
  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    if (ph_preset_asks_for_setting (preset, *key))
      g_string_append_printf (text, " %s", *key);
}

/* A line for each key, with what it means. */
static void
append_keys (GString *text)
{
  GObjectClass *settings = g_type_class_ref (PH_TYPE_PROFILE);

  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      GParamSpec *spec = g_object_class_find_property (settings, *key);

      g_string_append_printf (text, "\n  %-20s %s", *key, g_param_spec_get_blurb (spec));
    }
  g_type_class_unref (settings);
}

static char *
describe_verb (const PhCliVerb *verb)
{
  GString *text;

  if (verb != &verbs[VERB_ADD] && verb != &verbs[VERB_SET])
    return NULL;
  text = g_string_new (_ ("What each provider needs:"));
  for (guint i = 0; i <= PH_PROVIDER_OTHER; i++)
    append_needs (text, ph_preset_get ((PhProvider) i));
  g_string_append_printf (text, "\n\n%s", _ ("All keys:"));
  append_keys (text);
  g_string_append_printf (text, "\n\n%s\n", _ ("“man pichoist” says more of them."));
  return g_string_free (text, FALSE);
}

/* --- the command --- */

/* A setting where the name has to be: the name was forgotten, or stands behind it. */
static gboolean
check_name (const PhCliVerb *verb, int argc, char **argv)
{
  const char *name = NULL;
  g_autofree char *right = NULL;

  if (argc == 0 || strchr (argv[0], '=') == NULL)
    return TRUE;
  for (int i = 1; i < argc && name == NULL; i++)
    if (strchr (argv[i], '=') == NULL)
      name = argv[i];
  if (name == NULL)
    name = _ ("NAME");
  /* No more of it is repeated: a key that is pasted here should not be. */
  if (g_str_has_prefix (argv[0], "provider="))
    right = g_strdup_printf ("profile %s %s %s …", verb->name, name, argv[0]);
  else if (verb == &verbs[VERB_ADD] || verb == &verbs[VERB_SET])
    right = g_strdup_printf (_ ("profile %s %s KEY=VALUE…"), verb->name, name);
  else
    right = g_strdup_printf ("profile %s %s", verb->name, name);
  ph_cli_verb_report ("profile", verb, _ ("lacks the profile's name, which comes first"), right);
  return FALSE;
}

static int
dispatch (PhCliProfileContext *context, const PhCliVerb *verb, int argc, char **argv)
{
  const char *name = argc > 0 ? argv[0] : NULL;

  switch (verb - verbs)
    {
    case VERB_ADD:
      return ph_cli_profile_add (context, argc, argv);
    case VERB_SET:
      return ph_cli_profile_set (context, argc, argv);
    case VERB_SHOW:
      return ph_cli_profile_show (context->config, name);
    case VERB_REMOVE:
      return remove_profile (context, name);
    case VERB_DEFAULT:
      return choose_default (context, name);
    case VERB_CHECK:
      return ph_cli_check_profile (context->session, name);
    case VERB_LIST:
    default:
      return list (context);
    }
}

static gboolean
check_options (const PhCliProfileContext *context)
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
  g_auto (PhCliProfileContext) context = { 0 };
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
  const PhCliVerbs command = {
    .arguments = _ ("list|add|set|show|remove|default|check [NAME] [KEY=VALUE…]"),
    .summary = _ ("Lists and changes the places to upload to."),
    .verbs = verbs,
    .standard = "list",
    .describe = describe_verb,
    .guess = guess_verb,
  };
  g_autoptr (GError) error = NULL;
  int status;
  const PhCliVerb *verb = ph_cli_verb_parse (&argc, &argv, entries, &command, &status);

  if (verb == NULL)
    return status;
  if (!check_options (&context) || !check_name (verb, argc - 2, argv + 2))
    return PH_EXIT_USAGE;
  context.session = ph_cli_session_new ();
  context.config = ph_cli_session_get_config (context.session, &error);
  if (context.config == NULL)
    return ph_cli_fail (NULL, error);
  return dispatch (&context, verb, argc - 2, argv + 2);
}
