/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-guess.h"
#include "ph-cli.h"
#include "ph-config.h"
#include "ph-environment.h"
#include "ph-log.h"

typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary; /* marked for translation */
} Command;

static const Command commands[] = {
  { "upload", ph_cli_upload, N_ ("Upload pictures and print their links") },
  { "list", ph_cli_list, N_ ("List and search what was uploaded") },
  { "copy", ph_cli_copy, N_ ("Print and copy the link of a picture") },
  { "delete", ph_cli_delete, N_ ("Delete pictures from bucket and history") },
  { "queue", ph_cli_queue, N_ ("Show the queue, or send what waits in it") },
  { "profile", ph_cli_profile, N_ ("List and change the places to upload to") },
  { "config", ph_cli_config, N_ ("Show and change the general settings") },
  { "history", ph_cli_history, N_ ("Write the history out, or merge one into it") },
  { "desktop", ph_cli_desktop, N_ ("Open the window of the desktop program") },
  { "status", ph_cli_status, N_ ("Say what works on this machine") },
  { "report", ph_cli_report_command, N_ ("Print what a bug report needs") },
  { NULL, NULL, NULL },
};

static void
print_help (FILE *stream)
{
  fprintf (stream,
           _ ("Usage: %s\n\nPuts pictures into your own bucket and prints their links.\n\n"),
           _ ("pichoist COMMAND [OPTION…] [ARGUMENT…]"));
  for (guint i = 0; commands[i].name != NULL; i++)
    fprintf (stream, "  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (stream, "\n%s\n%s\n%s\n",
           _ ("“pichoist COMMAND --help” says more; “pichoist --version” the version."),
           _ ("“pichoist profile add --help” lists the settings of a profile, what each provider "
              "needs first."),
           _ ("“man pichoist” is the whole manual."));
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; commands[i].name != NULL; i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

/* What it was probably to be: an option before its command, a file without one, a slip of the
 * keyboard.  (nullable) (transfer full) */
static char *
guess_command (int argc, char **argv)
{
  const char *names[G_N_ELEMENTS (commands)] = { NULL };
  const char *near;
  const Command *command = NULL;

  for (guint i = 0; commands[i].name != NULL; i++)
    names[i] = commands[i].name;
  near = ph_cli_guess (argv[1], names);
  if (near != NULL)
    return g_strdup (near);
  for (int i = 2; argv[1][0] == '-' && i < argc && command == NULL; i++)
    command = find_command (argv[i]);
  if (command != NULL)
    return g_strdup_printf ("%s %s …", command->name, argv[1]);
  if (strstr (argv[1], "://") != NULL)
    return g_strdup (_ ("upload URL"));
  if (g_str_equal (argv[1], "-"))
    return g_strdup ("upload -");
  if (g_file_test (argv[1], G_FILE_TEST_EXISTS))
    return g_strdup (_ ("upload FILE"));
  return NULL;
}

static int
report_unknown (int argc, char **argv)
{
  g_autofree char *right = guess_command (argc, argv);
  gboolean is_option = argv[1][0] == '-' && argv[1][1] != '\0';

  if (is_option && right != NULL)
    ph_cli_report (_ ("options stand behind their command: write “pichoist %s”"), right);
  else if (is_option)
    ph_cli_report (_ ("there is no option “%s”: “pichoist --help” lists the commands"), argv[1]);
  else if (right != NULL)
    ph_cli_report (_ ("there is no command “%s”: did you mean “pichoist %s”?"), argv[1], right);
  else
    ph_cli_report (_ ("there is no command “%s”: “pichoist --help” lists the commands"), argv[1]);
  return PH_EXIT_USAGE;
}

/* A file that we open must never get the number of a standard stream that our caller has closed:
 * what is meant for the one would go into the other.  Reading ends at once then, writing fails. */
static void
occupy_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", O_RDONLY) != fd)
      return;
}

/* "pichoist help upload" is "pichoist upload --help". */
static int
help (int argc, char **argv)
{
  const Command *command = argc > 2 ? find_command (argv[2]) : NULL;
  char option[] = "--help";
  char *words[] = { argc > 2 ? argv[2] : NULL, option, NULL };

  if (command != NULL)
    return command->run (2, words);
  print_help (stdout);
  return PH_EXIT_OK;
}

static int
run (int argc, char **argv)
{
  static const char *const for_version[] = { "--version", "version", "-V", "-v", NULL };
  static const char *const for_help[] = { "--help", "help", "-h", "-?", NULL };
  const Command *command;
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    {
      print_help (stderr);
      return PH_EXIT_USAGE;
    }
  if (g_strv_contains (for_version, argv[1]))
    {
      printf ("pichoist %s\n", PH_VERSION);
      return PH_EXIT_OK;
    }
  if (g_strv_contains (for_help, argv[1]))
    return help (argc, argv);
  command = find_command (argv[1]);
  if (command == NULL)
    return report_unknown (argc, argv);
  if (!ph_environment_check (&error))
    return ph_cli_fail (NULL, error);
  return command->run (argc - 1, argv + 1);
}

/* Results that could not be written are lost, whatever else went well. */
static int
check_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (status == PH_EXIT_OK)
    ph_cli_report (_ ("standard output can't be written to: %s"), g_strerror (errno));
  return status == PH_EXIT_OK ? PH_EXIT_FAILED : status;
}

int
main (int argc, char **argv)
{
  g_autofree char *state_dir = NULL;

  occupy_standard_streams ();
  /* A write beyond ulimit -f is to fail with a message, as on a full disk, and not to kill. */
  signal (SIGXFSZ, SIG_IGN);
  ph_environment_settle ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ph_environment_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  state_dir = ph_config_dup_state_dir ();
  ph_log_install (state_dir);

  return check_output (run (argc, argv));
}
