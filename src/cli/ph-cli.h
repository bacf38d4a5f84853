/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the commands share: exit statuses, messages, and the list of commands.
 *
 * A command is one file and one function, ph_cli_<command> (argc, argv), where argv[0] is the word
 * of the command; it returns the exit status.  Results go to stdout, all else to stderr. */

typedef enum
{
  PH_EXIT_OK = 0,
  PH_EXIT_FAILED = 1,       /* at least one input failed */
  PH_EXIT_USAGE = 2,        /* wrong usage or settings; nothing was sent */
  PH_EXIT_NO_PICTURE = 3,   /* no picture on the clipboard */
  PH_EXIT_INTERRUPTED = 130 /* stopped by Ctrl-C */
} PhExit;

/* Prints "pichoist: SUBJECT: what happened: what to do" on stderr, in one line, control characters
 * and invalid bytes as C escapes, what is secret in URLs as "***".
 * @subject: (nullable): the file, profile or setting that it is about */
void ph_cli_report_error (const char *subject, const GError *error);

/* "what happened: what to do" on one line, in the same way; of what is very long (a server may have
 * its say in it) the middle is left out.  (transfer full) */
char *ph_cli_describe_error (const GError *error);

/* Prints "pichoist: MESSAGE" on stderr in the same way. */
void ph_cli_report (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* 2 for usage, settings and missing secrets, 130 where the person stopped it, 1 for anything else.
 */
int ph_cli_exit_status (const GError *error);

/* Reports @error and returns its exit status; for `return ph_cli_fail (...)`. */
int ph_cli_fail (const char *subject, const GError *error);

/* ph_cli_parse:
 * @summary: translated; what `--help` says of the command
 * @arguments: "FILE|URL|-...": what follows the options in the usage line
 *
 * Parses the options in @entries out of @argv (what is left stays in it; a "--" that ended the
 * options is taken out). Returns: TRUE to go on; FALSE after an error was reported (*status 2) or
 * --help was printed (*status 0) */
gboolean ph_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *arguments,
                       const char *summary, int *status);

/* The two halves of it, for commands whose help depends on their words. */

/* FALSE after an error was reported (PH_EXIT_USAGE). */
gboolean ph_cli_parse_options (int *argc, char ***argv, const GOptionEntry *entries,
                               gboolean *help);
/* @description: (nullable): what stands below the options; the others are as with ph_cli_parse ()
 */
void ph_cli_print_help (const GOptionEntry *entries, const char *arguments, const char *summary,
                        const char *description);

/* The commands, by name; `report` has a word more, ph_cli_report () being what prints a message. */
int ph_cli_config (int argc, char **argv);
int ph_cli_copy (int argc, char **argv);
int ph_cli_delete (int argc, char **argv);
int ph_cli_desktop (int argc, char **argv);
int ph_cli_history (int argc, char **argv);
int ph_cli_list (int argc, char **argv);
int ph_cli_profile (int argc, char **argv);
int ph_cli_queue (int argc, char **argv);
int ph_cli_report_command (int argc, char **argv);
int ph_cli_status (int argc, char **argv);
int ph_cli_upload (int argc, char **argv);

G_END_DECLS
