/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The second word of `profile`, `config`, `queue` and `history`: what each takes, and what is said
 * where it got something else. */

typedef struct
{
  const char *name;      /* "add"; NULL ends a table */
  const char *arguments; /* marked for translation: "NAME [KEY=VALUE…]"; NULL: none */
  const char *summary;   /* marked for translation */
  const char *options;   /* its long options, space between; NULL: none */
  int least, most;       /* words behind it; most -1: any number */
} PhCliVerb;

typedef struct
{
  const char *arguments;  /* translated: what the usage line of the whole command says */
  const char *summary;    /* translated */
  const PhCliVerb *verbs; /* ended by one without a name */
  const char *standard;   /* the verb that is meant where none is given; NULL: one is needed */
  /* (nullable): (transfer full) (nullable): what `VERB --help` says below its options */
  char *(*describe) (const PhCliVerb *verb);
  /* (nullable): (transfer full) (nullable): the right command where @word is no verb and resembles
   * none */
  char *(*guess) (const char *word, int argc, char **argv);
} PhCliVerbs;

/* ph_cli_verb_parse:
 *
 * Like ph_cli_parse (), and looks the verb up, the first word that is left.  It comes with as many
 * words as it takes and with no option of another verb: words are at (*argv)[2] and behind, of
 * which there are *argc - 2 (none where that is negative).
 *
 * Returns: NULL after an error was reported (*status 2) or help was printed (*status 0) */
const PhCliVerb *ph_cli_verb_parse (int *argc, char ***argv, const GOptionEntry *entries,
                                    const PhCliVerbs *verbs, int *status);

/* Says "“pichoist profile add” @problem: write “pichoist profile add NAME…”" on stderr; returns
 * PH_EXIT_USAGE.  @right: (nullable): instead of the usage; without "pichoist" */
int ph_cli_verb_report (const char *command, const PhCliVerb *verb, const char *problem,
                        const char *right);

G_END_DECLS
