/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-cli-ask.h"
#include "ph-cli-save.h"
#include "ph-cli-session.h"
#include "ph-cli-verb.h"
#include "ph-error.h"
#include "ph-forget.h"
#include "ph-proxy-password.h"
#include "ph-secret-store.h"
#include "ph-setting.h"

static int
get (PhConfig *config, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ph_config_get_as_text (config, key, &error);

  if (error != NULL)
    return ph_cli_fail (NULL, error);
  puts (text);
  return PH_EXIT_OK;
}

/* What can't be told of the value by itself. */
static gboolean
check_value (PhConfig *config, const char *key, GError **error)
{
  g_autofree char *value = ph_config_get_as_text (config, key, NULL);

  return *value == '\0' || !g_str_equal (key, "default-profile")
         || ph_config_peek_profile (config, value, error) != NULL;
}

/* Secrets don't move by themselves: where they go is for their owner to say. */
static void
tell_of_secrets (PhConfig *config)
{
  g_autofree char *dir = g_path_get_dirname (ph_config_get_path (config));
  PhSecretPlace place;

  g_object_get (config, "secret-store", &place, NULL);
  if (place == PH_SECRET_PLACE_FILE)
    ph_cli_report (
        _ ("secrets are kept in %s/secrets.ini from now on, unencrypted, in a file that "
           "only you can read; store those of your profiles again: “pichoist profile set NAME”"),
        dir);
  else
    ph_cli_report (_ ("secrets are kept in the keyring from now on; store those of your profiles "
                      "again: “pichoist profile set NAME”"));
}

/* Profiles whose proxy may have a stored password.  (transfer full) */
static GPtrArray *
list_proxies (PhConfig *config)
{
  g_autofree const char **names = ph_config_list_profiles (config);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *proxy
          = ph_profile_get_text (ph_config_peek_profile (config, names[i], NULL), "proxy");

      if (proxy != NULL && ph_proxy_url_get_login (proxy) == PH_PROXY_LACKS_PASSWORD)
        g_ptr_array_add (list, g_strdup (names[i]));
    }
  return list;
}

static void
tell_of_proxies (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    ph_cli_report (_ ("%s: the password of its proxy as well: “pichoist profile set '%s' "
                      "--proxy-password-stdin”"),
                   (const char *) names->pdata[i], (const char *) names->pdata[i]);
}

static int
set (PhConfig *config, const char *key, const char *value)
{
  /* What stands in the file is moved on the way. */
  g_autoptr (GPtrArray) proxies = list_proxies (config);
  g_autofree char *before = ph_config_get_as_text (config, "secret-store", NULL);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  if (!ph_config_set_from_text (config, key, value, &error) || !check_value (config, key, &error)
      || !ph_cli_save (config, &error))
    return ph_cli_fail (NULL, error);
  after = ph_config_get_as_text (config, "secret-store", NULL);
  if (g_strcmp0 (before, after) != 0)
    {
      tell_of_secrets (config);
      tell_of_proxies (proxies);
    }
  return PH_EXIT_OK;
}

static int
list (PhConfig *config)
{
  int status = PH_EXIT_OK;

  for (const char *const *key = ph_config_list_keys (); *key != NULL; key++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = ph_config_get_as_text (config, *key, &error);

      if (text != NULL)
        printf ("%s=%s\n", *key, text);
      else
        status = ph_cli_fail (NULL, error);
    }
  return status;
}

static int
export_all (PhConfig *config)
{
  g_autofree char *text = ph_config_export (config);

  fputs (text, stdout);
  return PH_EXIT_OK;
}

static int
ask (void)
{
  return ph_cli_ask (_ ("Remove all secrets, the autostart entry and the pictures that wait in the "
                        "queue? [y/N] "),
                     _ ("forgetting needs a yes: run it in a terminal, or add --yes"));
}

static int
say_all (gboolean done, const GPtrArray *said)
{
  for (guint i = 0; i < said->len; i++)
    ph_cli_report ("%s", (const char *) said->pdata[i]);
  return done ? PH_EXIT_OK : PH_EXIT_FAILED;
}

static int
forget (PhConfig *config, gboolean yes)
{
  g_autofree char *data_dir = ph_config_dup_data_dir ();
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  int status = yes ? PH_EXIT_OK : ask ();

  if (status != PH_EXIT_OK)
    return status;
  return say_all (ph_forget_everything (config, data_dir, said), said);
}

/* --- the command --- */

enum
{
  VERB_LIST,
  VERB_GET,
  VERB_SET,
  VERB_PATH,
  VERB_EXPORT,
  VERB_FORGET,
};

static const PhCliVerb verbs[] = {
  [VERB_LIST] = { "list", NULL, N_ ("Prints all settings"), NULL, 0, 0 },
  [VERB_GET] = { "get", N_ ("KEY"), N_ ("Prints a setting"), NULL, 1, 1 },
  [VERB_SET] = { "set", N_ ("KEY VALUE"), N_ ("Changes a setting"), NULL, 1, 2 },
  [VERB_PATH] = { "path", NULL, N_ ("Prints where the settings file is"), NULL, 0, 0 },
  [VERB_EXPORT]
  = { "export", NULL, N_ ("Prints all settings and profiles, without secrets"), NULL, 0, 0 },
  [VERB_FORGET]
  = { "forget", NULL, N_ ("Removes secrets, the queue and the start at log-in"), "yes", 0, 0 },
  { NULL, NULL, NULL, NULL, 0, 0 },
};

/* "pichoist config link-format html" */
static char *
guess_verb (const char *word, int argc, char **argv)
{
  g_autofree char *written = g_strndup (word, strcspn (word, "="));
  const char *key = ph_setting_guess_key (ph_config_list_keys (), written);

  if (key == NULL)
    return NULL;
  if (argc > 0 || strchr (word, '=') != NULL)
    return g_strdup_printf (_ ("config set %s VALUE"), key);
  return g_strdup_printf ("config get %s", key);
}

static char *
describe_verb (const PhCliVerb *verb)
{
  g_autofree char *keys = NULL;

  if (verb != &verbs[VERB_GET] && verb != &verbs[VERB_SET])
    return NULL;
  keys = g_strjoinv (_ (", "), (char **) ph_config_list_keys ());
  return g_strdup_printf (_ ("The settings are %s; “man pichoist” says what they mean."), keys);
}

/* "link-format=html", as profiles have it, is told apart from a value that is missing. */
static int
report_no_value (const char *word)
{
  g_autofree char *key = g_strndup (word, strcspn (word, "="));
  g_autofree char *right = g_strdup_printf (_ ("config set %s VALUE"), key);

  return ph_cli_verb_report ("config", &verbs[VERB_SET],
                             strchr (word, '=') != NULL
                                 ? _ ("takes the key and the value as two words")
                                 : _ ("lacks the value"),
                             right);
}

static gboolean
is_of_profiles (const char *key)
{
  return g_strv_contains (ph_profile_list_keys (), key)
         && !g_strv_contains (ph_config_list_keys (), key);
}

static int
dispatch (PhCliSession *session, const PhCliVerb *verb, int argc, char **argv, gboolean yes)
{
  g_autoptr (GError) error = NULL;
  PhConfig *config;

  if ((verb == &verbs[VERB_GET] || verb == &verbs[VERB_SET]) && is_of_profiles (argv[0]))
    {
      ph_cli_report (_ ("“%s” is a setting of each profile: “pichoist profile show” shows it, and "
                        "“pichoist profile set NAME %s=VALUE” sets it"),
                     argv[0], argv[0]);
      return PH_EXIT_USAGE;
    }
  if (verb == &verbs[VERB_SET] && argc == 1)
    return report_no_value (argv[0]);
  config = ph_cli_session_get_config (session, &error);
  if (config == NULL)
    return ph_cli_fail (NULL, error);
  switch (verb - verbs)
    {
    case VERB_GET:
      return get (config, argv[0]);
    case VERB_SET:
      return set (config, argv[0], argv[1]);
    case VERB_PATH:
      puts (ph_config_get_path (config));
      return PH_EXIT_OK;
    case VERB_EXPORT:
      return export_all (config);
    case VERB_FORGET:
      return forget (config, yes);
    case VERB_LIST:
    default:
      return list (config);
    }
}

int
ph_cli_config (int argc, char **argv)
{
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &yes, N_ ("Don't ask"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const PhCliVerbs command = {
    .arguments = _ ("get|set|list|path|export|forget [KEY] [VALUE]"),
    .summary = _ ("Shows and changes the general settings."),
    .verbs = verbs,
    .standard = "list",
    .describe = describe_verb,
    .guess = guess_verb,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  int status;
  const PhCliVerb *verb = ph_cli_verb_parse (&argc, &argv, entries, &command, &status);

  return verb != NULL ? dispatch (session, verb, argc - 2, argv + 2, yes) : status;
}
