/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-ask.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "ph-cli.h"

static gboolean
is_yes (const char *answer)
{
  /* Translators: what one types for yes; y and yes are taken in any language. */
  return g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0
         || g_str_equal (answer, C_ ("answer", "y"));
}

int
ph_cli_ask (const char *question, const char *nobody)
{
  char answer[16] = "";

  if (!isatty (STDIN_FILENO))
    {
      ph_cli_report ("%s", nobody);
      return PH_EXIT_USAGE;
    }
  fputs (question, stderr);
  fflush (stderr);
  if (fgets (answer, sizeof answer, stdin) != NULL && is_yes (g_strstrip (answer)))
    return PH_EXIT_OK;
  ph_cli_report (_ ("nothing was changed"));
  return PH_EXIT_FAILED;
}

void
ph_cli_ask_announce_stdin (const char *message)
{
  if (isatty (STDIN_FILENO))
    ph_cli_report ("%s", message);
}
