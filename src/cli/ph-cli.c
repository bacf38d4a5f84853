/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-log.h"

static void
print_line (const char *text)
{
  g_autofree char *line = ph_display_name_escape (text);

  fprintf (stderr, "pichoist: %s\n", line);
}

void
ph_cli_report (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  print_line (text);
}

void
ph_cli_report_error (const char *subject, const GError *error)
{
  const char *hint = ph_error_get_hint (error);
  /* A URL may hold a password, or a signature; a file's name is shown as it is. */
  g_autofree char *shown = subject != NULL && strstr (subject, "://") != NULL
                               ? ph_log_redact (subject)
                               : g_strdup (subject);
  g_autoptr (GString) text = g_string_new (NULL);

  if (shown != NULL)
    g_string_append_printf (text, "%s: ", shown);
  g_string_append (text, error->message);
  if (hint != NULL)
    g_string_append_printf (text, ": %s", hint);
  print_line (text->str);
}

int
ph_cli_exit_status (const GError *error)
{
  if (ph_error_is_cancelled (error))
    return PH_EXIT_INTERRUPTED;
  if (g_error_matches (error, PH_ERROR, PH_ERROR_USAGE)
      || g_error_matches (error, PH_ERROR, PH_ERROR_SETTINGS)
      || g_error_matches (error, PH_ERROR, PH_ERROR_SECRET) || error->domain == G_OPTION_ERROR)
    return PH_EXIT_USAGE;
  return PH_EXIT_FAILED;
}

int
ph_cli_fail (const char *subject, const GError *error)
{
  ph_cli_report_error (subject, error);
  return ph_cli_exit_status (error);
}

/* GOption takes the "--" out only where nothing behind it begins with a dash; where it left one, it
 * is the first, since parsing ended there. */
static void
drop_separator (int *argc, char **argv)
{
  int i = 1;

  while (i < *argc && !g_str_equal (argv[i], "--"))
    i++;
  if (i == *argc)
    return;
  for (; i < *argc; i++)
    argv[i] = argv[i + 1];
  (*argc)--;
}

gboolean
ph_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *arguments,
              const char *summary, int *status)
{
  g_autofree char *program = g_strdup_printf ("pichoist %s", (*argv)[0]);
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_set_prgname (program);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_autofree char *hint = g_strdup_printf (_ ("“%s --help” lists the options"), program);

      ph_cli_report ("%s: %s", error->message, hint);
      *status = PH_EXIT_USAGE;
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      fputs (text, stdout);
      *status = PH_EXIT_OK;
      return FALSE;
    }
  drop_separator (argc, *argv);
  return TRUE;
}
