/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-url-mask.h"

/* Characters of a message, or of a hint, that are shown; of a longer one so many at its end, where
 * the reason stands. */
#define WORDS_MAX 600
#define WORDS_AT_END 200

/* The same of a line of our own and of what it is about: no path is longer. */
#define LINE_MAX_SHOWN 4096

/* @text on one line of at most @max characters: of more the middle is left out.
 * @masked: without what is secret in URLs
 * (transfer full) */
static char *
tidy (const char *text, gboolean masked, glong max)
{
  /* Escaped first: of bytes that are no UTF-8 each is to be seen. */
  g_autofree char *escaped = ph_display_name_escape (text);
  g_autofree char *line = masked ? ph_url_mask (escaped) : g_steal_pointer (&escaped);
  glong length = g_utf8_strlen (line, -1);
  g_autofree char *begin = NULL;

  if (length <= max)
    return g_steal_pointer (&line);
  begin = g_utf8_substring (line, 0, max - WORDS_AT_END - 1);
  return g_strconcat (begin, "…", g_utf8_offset_to_pointer (line, length - WORDS_AT_END), NULL);
}

void
ph_cli_report (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = tidy (text, TRUE, LINE_MAX_SHOWN);
  fprintf (stderr, "pichoist: %s\n", line);
}

char *
ph_cli_describe_error (const GError *error)
{
  const char *hint = ph_error_get_hint (error);
  char *message = tidy (error->message, TRUE, WORDS_MAX);
  g_autofree char *what_happened = NULL;
  g_autofree char *what_to_do = NULL;

  if (hint == NULL)
    return message;
  what_happened = message;
  what_to_do = tidy (hint, TRUE, WORDS_MAX);
  /* Translators: what happened, and what to do about it */
  return g_strdup_printf (_ ("%s: %s"), what_happened, what_to_do);
}

void
ph_cli_report_error (const char *subject, const GError *error)
{
  /* A URL may hold a password, or a signature; a file's name is shown as it is. */
  g_autofree char *shown
      = subject != NULL ? tidy (subject, strstr (subject, "://") != NULL, LINE_MAX_SHOWN) : NULL;
  g_autofree char *text = ph_cli_describe_error (error);

  fprintf (stderr, "pichoist: %s%s%s\n", shown != NULL ? shown : "", shown != NULL ? ": " : "",
           text);
}

int
ph_cli_exit_status (const GError *error)
{
  if (ph_error_is_cancelled (error))
    return PH_EXIT_INTERRUPTED;
  if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_PICTURE))
    return PH_EXIT_NO_PICTURE;
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

/* @arguments, @help: (nullable) */
static GOptionContext *
new_context (const GOptionEntry *entries, const char *arguments, gboolean *help)
{
  GOptionContext *context = g_option_context_new (arguments);
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_ ("Show this help"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  return context;
}

/* The entry of @argument, "-f" or "--format", maybe with its value behind.  (nullable) */
static const GOptionEntry *
find_entry (const GOptionEntry *entries, const char *argument)
{
  const gboolean is_long = argument[1] == '-';
  const size_t length = is_long ? strcspn (argument + 2, "=") : 1;

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    if (is_long ? strlen (entry->long_name) == length
                      && strncmp (entry->long_name, argument + 2, length) == 0
                : entry->short_name == argument[1])
      return entry;
  return NULL;
}

/* GOption knows "-f url" but not "-furl", as other programs do: that becomes "--format=url".
 * (transfer full): what is to live as long as the arguments */
static GPtrArray *
split_short_options (int argc, char **argv, const GOptionEntry *entries)
{
  GPtrArray *split = g_ptr_array_new_with_free_func (g_free);

  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      const GOptionEntry *entry
          = argv[i][0] == '-' && argv[i][1] != '\0' ? find_entry (entries, argv[i]) : NULL;

      if (entry == NULL || entry->arg == G_OPTION_ARG_NONE)
        continue;
      if (argv[i][1] != '-' && argv[i][2] != '\0')
        {
          argv[i] = g_strconcat ("--", entry->long_name, "=", argv[i] + 2, NULL);
          g_ptr_array_add (split, argv[i]);
        }
      else if (strchr (argv[i], '=') == NULL)
        i++; /* its value, whatever that looks like */
    }
  return split;
}

gboolean
ph_cli_parse_options (int *argc, char ***argv, const GOptionEntry *entries, gboolean *help)
{
  g_autofree char *program = g_strdup_printf ("pichoist %s", (*argv)[0]);
  g_autoptr (GOptionContext) context = new_context (entries, NULL, help);
  g_autoptr (GPtrArray) split = split_short_options (*argc, *argv, entries);
  g_autoptr (GError) error = NULL;

  *help = FALSE;
  g_set_prgname (program);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_autofree char *hint = g_strdup_printf (_ ("“%s --help” lists the options"), program);

      ph_cli_report (_ ("%s: %s"), error->message, hint);
      return FALSE;
    }
  drop_separator (argc, *argv);
  return TRUE;
}

void
ph_cli_print_help (const GOptionEntry *entries, const char *arguments, const char *summary,
                   const char *description)
{
  gboolean help = FALSE;
  g_autoptr (GOptionContext) context = new_context (entries, arguments, &help);
  g_autofree char *text = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  text = g_option_context_get_help (context, TRUE, NULL);
  fputs (text, stdout);
}

gboolean
ph_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *arguments,
              const char *summary, int *status)
{
  gboolean help;

  *status = PH_EXIT_USAGE;
  if (!ph_cli_parse_options (argc, argv, entries, &help))
    return FALSE;
  if (!help)
    return TRUE;
  ph_cli_print_help (entries, arguments, summary, NULL);
  *status = PH_EXIT_OK;
  return FALSE;
}
