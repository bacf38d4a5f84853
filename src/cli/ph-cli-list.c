/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "ph-cli-output.h"
#include "ph-cli-row.h"
#include "ph-display-name.h"
#include "ph-error.h"

#define DEFAULT_LIMIT 20

typedef struct
{
  char *search, *format;
  gboolean json;
  int limit;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->search);
  g_free (options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct
{
  const Options *options;
  GPtrArray *rows; /* of PhHistoryRow */
} ListWork;

static gboolean
search (PhDatabase *database, gpointer data, GError **error)
{
  ListWork *work = data;

  work->rows
      = ph_history_search (database, work->options->search, (guint) work->options->limit, 0, error);
  return work->rows != NULL;
}

static void
print_json (const PhHistoryRow *row, const char *url, const char *link)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (row->created / G_USEC_PER_SEC);
  g_autofree char *created_at = g_date_time_format_iso8601 (created);
  g_autofree char *line = ph_cli_output_row_json (row, url, link, created_at);

  puts (line);
}

static void
print_line (const PhHistoryRow *row, const char *link)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (row->created / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d %H:%M");

  printf ("%6" G_GINT64_FORMAT "  %s  %s\n", row->id, date, link);
}

static void
print_row (PhCliSession *session, const PhHistoryRow *row, const Options *options,
           const PhLinkFormat *format)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = ph_cli_row_build_public_url (session, row, &error);
  g_autofree char *link = url != NULL ? ph_cli_output_row_link (format, row, url) : NULL;

  if (error != NULL)
    {
      g_autofree char *subject = g_strdup_printf ("%" G_GINT64_FORMAT " (%s)", row->id, row->name);

      ph_cli_report_error (subject, error);
    }
  if (options->json)
    print_json (row, url, link);
  else if (options->format != NULL)
    puts (link != NULL ? link : "");
  else
    print_line (row, link != NULL ? link : row->name);
}

static int
list (PhCliSession *session, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhLinkFormat) format = ph_cli_session_new_format (session, options->format, &error);
  PhDatabase *database = format != NULL ? ph_cli_session_get_database (session, &error) : NULL;
  ListWork work = { options, NULL };

  if (database == NULL || !ph_database_run (database, search, &work, &error))
    return ph_cli_fail (NULL, error);
  for (guint i = 0; i < work.rows->len; i++)
    print_row (session, work.rows->pdata[i], options, format);
  g_ptr_array_unref (work.rows);
  return fflush (stdout) == 0 ? PH_EXIT_OK : PH_EXIT_FAILED;
}

int
ph_cli_list (int argc, char **argv)
{
  g_auto (Options) options = { .limit = DEFAULT_LIMIT };
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &options.search,
      N_ ("Only pictures whose name, text or key has these words"), N_ ("TEXT") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("So many at most (default 20, 0: all)"),
      N_ ("N") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options.format,
      N_ ("Print nothing but the links, in this format"), N_ ("FORMAT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print a JSON object for each picture"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Lists the pictures that were uploaded, the newest first."), &status))
    return status;
  if (argc > 1 || options.limit < 0)
    {
      ph_cli_report (options.limit < 0 ? _ ("--limit can't be negative")
                                       : _ ("list takes no names: use --search TEXT"));
      return PH_EXIT_USAGE;
    }
  if (options.search != NULL && !g_utf8_validate (options.search, -1, NULL))
    {
      ph_cli_report (_ ("--search needs valid UTF-8"));
      return PH_EXIT_USAGE;
    }
  return list (session, &options);
}
