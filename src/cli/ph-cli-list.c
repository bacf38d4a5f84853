/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-cli-cells.h"
#include "ph-cli-output.h"
#include "ph-cli-session.h"
#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-history.h"
#include "ph-picture-link.h"

/* Rows are read in portions, so that a long history needs no more memory than a short one. */
#define PAGE_ROWS 1000
/* A longer name pushes its link to the right rather than all of them. */
#define NAME_COLUMNS_MAX 40
#define DEFAULT_LIMIT 20

typedef struct
{
  /* options */
  char *text;
  int limit; /* 0: all */
  char *format_text;
  gboolean json;

  PhCliSession *session; /* borrowed */
  PhPlaces *places;      /* borrowed */
  PhDatabase *database;
  PhLinkFormat *format; /* -f; NULL: each profile's own: */
  GHashTable *formats;  /* char* (a profile's name) -> PhLinkFormat */
} List;

/* --- links --- */

/* Once, not for each of its rows. */
static void
say_why_no_link (const PhHistoryRow *row, const PhPlace *place)
{
  g_autoptr (GError) error = NULL;

  if (place->error != NULL)
    error = g_error_copy (place->error);
  else if (place->target->is_private)
    error = ph_error_new (PH_ERROR_UNSUPPORTED, _ ("“pichoist copy ID” makes one"),
                          _ ("pictures of a private profile have no lasting link"));
  if (error != NULL)
    ph_cli_report_error (row->profile, error);
}

static const PhLinkFormat *
get_format (List *list, const char *profile)
{
  PhLinkFormat *format
      = list->format != NULL ? list->format : g_hash_table_lookup (list->formats, profile);

  if (format == NULL)
    {
      /* It is a right one: prepare () has asked. */
      format = ph_cli_session_new_format (list->session, profile, NULL);
      g_hash_table_insert (list->formats, g_strdup (profile), format);
    }
  return format;
}

/* Both NULL where the place is gone. */
static void
build_link (List *list, const PhHistoryRow *row, char **url, char **link)
{
  gboolean is_new;
  const PhPlace *place = ph_places_get (list->places, row, &is_new);

  if (is_new)
    say_why_no_link (row, place);
  if (place->target == NULL || place->target->is_private)
    return;
  *url = ph_target_build_public_url (place->target, row->key);
  *link = ph_picture_link_of_row (get_format (list, place->profile), row, *url);
}

/* --- the three forms of output --- */

static char *
format_time (gint64 microseconds, gboolean for_machine)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup ("");
  return for_machine ? g_date_time_format_iso8601 (utc)
                     : g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static char *
build_json (const PhHistoryRow *row, const char *url, const char *link)
{
  g_autofree char *created = format_time (row->created, TRUE);

  return ph_cli_output_row_json (row, url, link, created);
}

static char *
build_table_line (const PhHistoryRow *row, const char *link, guint id_width, guint name_width)
{
  g_autofree char *name = ph_display_name_escape (row->name);
  g_autofree char *created = format_time (row->created, FALSE);
  g_autofree char *padded = ph_cli_cells_pad (name, link != NULL ? name_width : 0);

  return g_strdup_printf ("%*" G_GINT64_FORMAT "  %s  %s%s%s", (int) id_width, row->id, created,
                          padded, link != NULL ? "  " : "", link != NULL ? link : "");
}

/* --- listing --- */

static void
measure_page (GPtrArray *rows, guint *id_width, guint *name_width)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PhHistoryRow *row = g_ptr_array_index (rows, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);
      g_autofree char *name = ph_display_name_escape (row->name);

      *id_width = MAX (*id_width, (guint) strlen (id));
      *name_width = MAX (*name_width, MIN (ph_cli_cells_measure (name), NAME_COLUMNS_MAX));
    }
}

static gboolean
print_page (List *list, GPtrArray *rows, GError **error)
{
  guint id_width = 0, name_width = 0;

  measure_page (rows, &id_width, &name_width);
  for (guint i = 0; i < rows->len; i++)
    {
      const PhHistoryRow *row = g_ptr_array_index (rows, i);
      g_autofree char *url = NULL;
      g_autofree char *link = NULL;
      g_autofree char *line = NULL;

      build_link (list, row, &url, &link);
      if (list->json)
        line = build_json (row, url, link);
      else if (list->format != NULL)
        line = g_strdup (link != NULL ? link : "");
      else
        line = build_table_line (row, link, id_width, name_width);
      if (!ph_cli_output_write (line, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const char *text;
  guint limit;
  gint64 before;
  GPtrArray *rows;
} Page;

static gboolean
read_page (PhDatabase *database, gpointer data, GError **error)
{
  Page *page = data;

  g_clear_pointer (&page->rows, g_ptr_array_unref);
  page->rows = ph_history_search (database, page->text, page->limit, page->before, error);
  return page->rows != NULL;
}

static gboolean
print_all (List *list, GError **error)
{
  guint left = list->limit > 0 ? (guint) list->limit : G_MAXUINT;
  Page page = { .text = list->text };
  gboolean good = TRUE, more = TRUE, any = FALSE;

  while (good && more)
    {
      page.limit = MIN (left, PAGE_ROWS);
      good = ph_database_run (list->database, read_page, &page, error)
             && print_page (list, page.rows, error);
      any = any || !good || page.rows->len > 0;
      more = good && page.rows->len == page.limit && left > page.limit;
      left -= page.limit;
      if (more)
        page.before = ((PhHistoryRow *) g_ptr_array_index (page.rows, page.rows->len - 1))->id;
    }
  g_clear_pointer (&page.rows, g_ptr_array_unref);
  if (!any)
    ph_cli_report ("%s", list->text != NULL ? _ ("the history has no picture with these words")
                                            : _ ("nothing was uploaded yet"));
  return good;
}

static gboolean
check_options (const List *list, GError **error)
{
  if (list->limit < 0)
    ph_error_set (error, PH_ERROR_USAGE, _ ("name a number of rows, or 0 for all"),
                  _ ("--limit %d makes no sense"), list->limit);
  else if (list->text != NULL && !g_utf8_validate (list->text, -1, NULL))
    ph_error_set (error, PH_ERROR_USAGE, NULL, _ ("--search needs valid UTF-8"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
prepare (List *list, PhCliSession *session, GError **error)
{
  g_autoptr (PhLinkFormat) general = NULL;

  if (!check_options (list, error))
    return FALSE;
  if (list->format_text != NULL)
    list->format = ph_link_format_new (list->format_text, error);
  else
    general = ph_cli_session_new_format (session, NULL, error);
  if (list->format == NULL && general == NULL)
    return FALSE;
  list->session = session;
  list->places = ph_cli_session_get_places (session, error);
  if (list->places != NULL)
    list->database = ph_cli_session_get_database (session, error);
  return list->database != NULL;
}

static void
list_clear (List *list)
{
  g_free (list->text);
  g_free (list->format_text);
  g_clear_pointer (&list->format, ph_link_format_free);
  g_hash_table_unref (list->formats);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

int
ph_cli_list (int argc, char **argv)
{
  g_auto (List) list = {
    .limit = DEFAULT_LIMIT,
    .formats
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ph_link_format_free),
  };
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &list.text,
      N_ ("Only pictures whose name, text or key has these words"), N_ ("TEXT") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &list.limit, N_ ("So many at most (default 20, 0: all)"),
      N_ ("N") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &list.format_text,
      N_ ("Print nothing but the links, in this format"), N_ ("FORMAT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &list.json, N_ ("Print a JSON object for each picture"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, NULL,
                     _ ("Lists the pictures that were uploaded, the newest first."), &status))
    return status;
  if (argc > 1)
    {
      ph_cli_report (_ ("list takes no names: use --search TEXT"));
      return PH_EXIT_USAGE;
    }
  if (!prepare (&list, session, &error) || !print_all (&list, &error))
    return ph_cli_fail (NULL, error);
  return PH_EXIT_OK;
}
