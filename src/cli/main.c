/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
  fprintf (stream, "\n%s\n",
           _ ("“pichoist COMMAND --help” says more; “pichoist --version” the version."));
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; commands[i].name != NULL; i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
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

static int
run (int argc, char **argv)
{
  const Command *command;
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    {
      print_help (stderr);
      return PH_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("pichoist %s\n", PH_VERSION);
      return PH_EXIT_OK;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
      || g_str_equal (argv[1], "help"))
    {
      print_help (stdout);
      return PH_EXIT_OK;
    }
  command = find_command (argv[1]);
  if (command == NULL)
    {
      ph_cli_report (_ ("there is no command “%s”: “pichoist --help” lists the commands"), argv[1]);
      return PH_EXIT_USAGE;
    }
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
  ph_environment_settle ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ph_environment_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  state_dir = ph_config_dup_state_dir ();
  ph_log_install (state_dir);

  return check_output (run (argc, argv));
}
