/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-verb.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-cli-guess.h"
#include "ph-cli.h"

#define WORDS_MAX 16

/* "add NAME [KEY=VALUE…]" */
static char *
describe_usage (const PhCliVerb *verb)
{
  return g_strdup_printf ("%s%s%s", verb->name, verb->arguments != NULL ? " " : "",
                          verb->arguments != NULL ? _ (verb->arguments) : "");
}

int
ph_cli_verb_report (const char *command, const PhCliVerb *verb, const char *problem,
                    const char *right)
{
  g_autofree char *usage = describe_usage (verb);
  g_autofree char *written
      = right != NULL ? g_strdup (right) : g_strdup_printf ("%s %s", command, usage);
  g_autofree char *whole = g_strdup_printf ("%s %s", command, verb->name);

  /* Translators: the first %s is a command such as “profile add”, the second what is wrong with it,
   * the third the right command */
  ph_cli_report (_ ("“pichoist %s” %s: write “pichoist %s”"), whole, problem, written);
  return PH_EXIT_USAGE;
}

/* --- the verb --- */

static const PhCliVerb *
find (const PhCliVerb *verbs, const char *name)
{
  for (; verbs->name != NULL; verbs++)
    if (g_str_equal (verbs->name, name))
      return verbs;
  return NULL;
}

static void
report_unknown (const char *command, const PhCliVerbs *verbs, int argc, char **argv)
{
  const char *names[WORDS_MAX] = { NULL };
  const char *near;
  /* Of KEY=VALUE the key alone: the value may be a secret. */
  g_autofree char *key = g_strndup (argv[1], strcspn (argv[1], "="));
  g_autofree char *shown = g_strconcat (key, strchr (argv[1], '=') != NULL ? "=…" : NULL, NULL);
  g_autofree char *right = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; verbs->verbs[i].name != NULL; i++)
    {
      g_assert (i < WORDS_MAX - 1);
      names[i] = verbs->verbs[i].name;
    }
  near = ph_cli_guess (argv[1], names);
  if (near != NULL)
    right = g_strdup_printf ("%s %s", command, near);
  else if (verbs->guess != NULL)
    right = verbs->guess (argv[1], argc - 2, argv + 2);
  all = g_strjoinv (_ (", "), (char **) names);
  if (right != NULL)
    ph_cli_report (_ ("there is no “pichoist %s %s”: did you mean “pichoist %s”?"), command, shown,
                   right);
  else
    ph_cli_report (_ ("there is no “pichoist %s %s”: it is one of %s"), command, shown, all);
}

/* @count: that are there */
static gboolean
check_words (const char *command, const PhCliVerb *verb, int count)
{
  g_auto (GStrv) words
      = g_strsplit (verb->arguments != NULL ? _ (verb->arguments) : "", " ", WORDS_MAX);
  g_autofree char *problem = NULL;

  if (count < verb->least)
    problem = g_strdup_printf (_ ("lacks %s"), words[count]);
  else if (verb->most >= 0 && count > verb->most)
    problem = g_strdup (_ ("has a word too many"));
  if (problem != NULL)
    ph_cli_verb_report (command, verb, problem, NULL);
  return problem == NULL;
}

/* --- options --- */

static gboolean
takes (const PhCliVerb *verb, const char *option)
{
  g_auto (GStrv) options = g_strsplit (verb->options != NULL ? verb->options : "", " ", -1);

  return g_strv_contains ((const char *const *) options, option);
}

/* What a variable of @entry holds, to be compared with what it held before. */
static gint64
read_value (const GOptionEntry *entry)
{
  if (entry->arg == G_OPTION_ARG_NONE || entry->arg == G_OPTION_ARG_INT)
    return *(int *) entry->arg_data;
  return *(char **) entry->arg_data != NULL;
}

static void
read_values (const GOptionEntry *entries, gint64 *values)
{
  for (guint i = 0; entries[i].long_name != NULL; i++)
    {
      g_assert (i < WORDS_MAX);
      values[i] = read_value (&entries[i]);
    }
}

/* One that is taken and does nothing would leave the person in error. */
static gboolean
check_options (const char *command, const PhCliVerb *verb, const GOptionEntry *entries,
               const gint64 *before)
{
  for (guint i = 0; entries[i].long_name != NULL; i++)
    if (read_value (&entries[i]) != before[i] && !takes (verb, entries[i].long_name))
      {
        g_autofree char *problem = g_strdup_printf (_ ("has no option --%s"), entries[i].long_name);

        ph_cli_verb_report (command, verb, problem, NULL);
        return FALSE;
      }
  return TRUE;
}

/* --- help --- */

static char *
list_verbs (const PhCliVerb *verbs)
{
  GString *text = g_string_new (NULL);

  for (; verbs->name != NULL; verbs++)
    g_string_append_printf (text, "%s  %-8s %s", text->len > 0 ? "\n" : "", verbs->name,
                            _ (verbs->summary));
  return g_string_free (text, FALSE);
}

static void
print_help (const char *command, const GOptionEntry *entries, const PhCliVerbs *verbs)
{
  g_autofree char *list = list_verbs (verbs->verbs);
  g_autofree char *more
      = g_strdup_printf (_ ("“pichoist %s VERB --help” says more of one."), command);
  g_autofree char *summary = g_strdup_printf ("%s\n\n%s\n\n%s", verbs->summary, list, more);

  ph_cli_print_help (entries, verbs->arguments, summary, NULL);
}

static void
print_verb_help (const GOptionEntry *entries, const PhCliVerbs *verbs, const PhCliVerb *verb)
{
  g_autofree char *usage = describe_usage (verb);
  g_autofree char *summary = g_strdup_printf (_ ("%s."), _ (verb->summary));
  g_autofree char *description = verbs->describe != NULL ? verbs->describe (verb) : NULL;
  GOptionEntry kept[WORDS_MAX + 1] = { 0 };
  guint n_kept = 0;

  for (guint i = 0; entries[i].long_name != NULL; i++)
    if (takes (verb, entries[i].long_name))
      kept[n_kept++] = entries[i];
  ph_cli_print_help (kept, usage, summary, description);
}

/* --- all of it --- */

const PhCliVerb *
ph_cli_verb_parse (int *argc, char ***argv, const GOptionEntry *entries, const PhCliVerbs *verbs,
                   int *status)
{
  const char *command = (*argv)[0];
  gint64 before[WORDS_MAX];
  const PhCliVerb *verb;
  const char *word;
  gboolean help;

  *status = PH_EXIT_USAGE;
  read_values (entries, before);
  if (!ph_cli_parse_options (argc, argv, entries, &help))
    return NULL;
  word = *argc > 1 ? (*argv)[1] : help ? NULL : verbs->standard;
  verb = word != NULL ? find (verbs->verbs, word) : NULL;
  if (help && (word == NULL || verb != NULL))
    {
      if (verb != NULL)
        print_verb_help (entries, verbs, verb);
      else
        print_help (command, entries, verbs);
      *status = PH_EXIT_OK;
      return NULL;
    }
  if (word == NULL)
    ph_cli_report (_ ("“pichoist %s” lacks a word: write “pichoist %s %s”"), command, command,
                   verbs->arguments);
  else if (verb == NULL)
    report_unknown (command, verbs, *argc, *argv);
  else if (check_words (command, verb, MAX (*argc - 2, 0))
           && check_options (command, verb, entries, before))
    return verb;
  return NULL;
}
