/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-ask.h"
#include "ph-cli-session.h"
#include "ph-cli-verb.h"
#include "ph-csv.h"
#include "ph-error.h"
#include "ph-history-text.h"

/* So many rows are read, or written, in one transaction. */
#define PAGE_ROWS 2000

typedef struct
{
  gboolean csv;
  const char *file; /* NULL or "-": standard input or output */
  PhDatabase *database;
} Options;

static gboolean
is_stream (const Options *options)
{
  return options->file == NULL || g_str_equal (options->file, "-");
}

/* GIO's errors name no file and lack a hint. */
static gboolean
set_file_error (GError **error, const Options *options, GError *cause)
{
  const char *name = is_stream (options) ? NULL : options->file;
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : NULL;

  if (shown != NULL)
    ph_error_set (error, PH_ERROR_INPUT, NULL, "%s: %s", shown, cause->message);
  else
    ph_error_set (error, PH_ERROR_INPUT, NULL, "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

/* --- export --- */

typedef struct
{
  gint64 after;
  GPtrArray *rows;
} Page;

static gboolean
read_page (PhDatabase *database, gpointer data, GError **error)
{
  Page *page = data;

  g_clear_pointer (&page->rows, g_ptr_array_unref);
  page->rows = ph_history_list_after (database, page->after, PAGE_ROWS, error);
  return page->rows != NULL;
}

static gboolean
write_line (GOutputStream *stream, const Options *options, char *line, GError **error)
{
  g_autofree char *text = g_strconcat (line, options->csv ? "\r\n" : "\n", NULL);
  GError *cause = NULL;

  g_free (line);
  if (g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, &cause))
    return TRUE;
  return set_file_error (error, options, cause);
}

static gboolean
write_rows (GOutputStream *stream, const Options *options, GError **error)
{
  Page page = { 0 };
  gboolean good = TRUE;

  if (options->csv)
    good = write_line (stream, options, ph_history_csv_header (), error);
  do
    {
      good = good && ph_database_run (options->database, read_page, &page, error);
      for (guint i = 0; good && i < page.rows->len; i++)
        {
          const PhHistoryRow *row = g_ptr_array_index (page.rows, i);

          good = write_line (
              stream, options,
              options->csv ? ph_history_row_to_csv (row) : ph_history_row_to_json (row), error);
          page.after = row->id;
        }
    }
  while (good && page.rows->len == PAGE_ROWS);
  g_clear_pointer (&page.rows, g_ptr_array_unref);
  return good;
}

/* A file is replaced when it is complete, and is nobody else's to read. */
static GOutputStream *
open_output (const Options *options, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  GError *cause = NULL;

  if (is_stream (options))
    stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  else
    {
      file = g_file_new_for_commandline_arg (options->file);
      stream = G_OUTPUT_STREAM (
          g_file_replace (file, NULL, FALSE,
                          G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, &cause));
      if (cause != NULL)
        {
          set_file_error (error, options, cause);
          return NULL;
        }
    }
  return g_buffered_output_stream_new_sized (stream, 64 * 1024);
}

static int
export_history (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) stream = open_output (options, &error);
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  GError *cause = NULL;

  if (stream == NULL)
    return ph_cli_fail (NULL, error);
  if (!write_rows (stream, options, &error))
    {
      /* Closing a file in this way leaves the old one in its place. */
      g_cancellable_cancel (stopped);
      g_output_stream_close (stream, stopped, NULL);
      return ph_cli_fail (NULL, error);
    }
  if (!g_output_stream_close (stream, NULL, &cause))
    {
      set_file_error (&error, options, cause);
      return ph_cli_fail (NULL, error);
    }
  return PH_EXIT_OK;
}

/* --- import --- */

typedef struct
{
  const Options *options;
  GPtrArray *rows; /* of PhHistoryRow, read and not yet in the database */
  guint n_merged;  /* of the last transaction */
  guint n_added, n_known, n_bad;
} Import;

static gboolean
merge_rows (PhDatabase *database, gpointer data, GError **error)
{
  Import *import = data;

  import->n_merged = 0;
  for (guint i = 0; i < import->rows->len; i++)
    {
      PhHistoryRow *row = g_ptr_array_index (import->rows, i);
      gboolean added;

      row->id = 0;
      if (!ph_history_merge (database, row, &added, error))
        return FALSE;
      import->n_merged += added ? 1 : 0;
    }
  return TRUE;
}

static gboolean
flush_rows (Import *import, GError **error)
{
  if (!ph_database_run (import->options->database, merge_rows, import, error))
    return FALSE;
  import->n_added += import->n_merged;
  import->n_known += import->rows->len - import->n_merged;
  g_ptr_array_set_size (import->rows, 0);
  return TRUE;
}

/* @row: (nullable) (transfer full): NULL with @problem, which is taken too */
static gboolean
take_row (Import *import, guint line, PhHistoryRow *row, GError *problem, GError **error)
{
  g_autofree char *subject = g_strdup_printf (_ ("line %u"), line);

  if (row == NULL)
    {
      ph_cli_report_error (subject, problem);
      g_error_free (problem);
      import->n_bad++;
      return TRUE;
    }
  g_ptr_array_add (import->rows, row);
  return import->rows->len < PAGE_ROWS || flush_rows (import, error);
}

static gboolean
import_json (Import *import, const char *text, gsize length, GError **error)
{
  const char *end = text + length;

  for (guint line = 1; text < end; line++)
    {
      const char *line_end = memchr (text, '\n', (gsize) (end - text));
      g_autofree char *json
          = g_strndup (text, (gsize) ((line_end != NULL ? line_end : end) - text));
      GError *problem = NULL;
      PhHistoryRow *row;

      text = line_end != NULL ? line_end + 1 : end;
      if (*g_strstrip (json) == '\0')
        continue;
      row = ph_history_row_from_json (json, &problem);
      if (!take_row (import, line, row, problem, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
import_csv (Import *import, const char *text, gsize length, GError **error)
{
  PhCsvReader reader = { text, text + length, 1 };
  GError *local_error = NULL;
  g_autoptr (GPtrArray) names = ph_csv_read_record (&reader, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  if (names == NULL)
    return local_error == NULL; /* without an error it is empty */
  while (reader.at < reader.end)
    {
      guint line = reader.line;
      GError *problem = NULL;
      g_autoptr (GPtrArray) fields = ph_csv_read_record (&reader, &problem);
      PhHistoryRow *row = fields != NULL ? ph_history_row_from_csv (names, fields, &problem) : NULL;

      if (fields == NULL && problem == NULL)
        break;
      if (!take_row (import, line, row, problem, error))
        return FALSE;
    }
  return TRUE;
}

static char *
read_input (const Options *options, gsize *length, GError **error)
{
  g_autoptr (GInputStream) stdin_stream = NULL;
  g_autoptr (GOutputStream) memory = NULL;
  GError *cause = NULL;
  char *text = NULL;

  if (!is_stream (options))
    {
      if (!g_file_get_contents (options->file, &text, length, &cause))
        set_file_error (error, options, cause);
      return text;
    }
  ph_cli_ask_announce_stdin (
      _ ("a history is read from standard input, which is this terminal: Ctrl-D "
         "ends it, Ctrl-C stops"));
  stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  memory = g_memory_output_stream_new_resizable ();
  if (g_output_stream_splice (memory, stdin_stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
                              &cause)
      < 0)
    {
      set_file_error (error, options, cause);
      return NULL;
    }
  *length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

/* A mark that some programs put before UTF-8 text. */
static void
skip_mark (const char **text, gsize *length)
{
  if (*length >= 3 && memcmp (*text, "\xef\xbb\xbf", 3) == 0)
    {
      *text += 3;
      *length -= 3;
    }
}

static int
import_history (const Options *options)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_history_row_free);
  Import import = { .options = options, .rows = rows };
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *input = read_input (options, &length, &error);
  const char *text = input != NULL ? input : "";
  gboolean good;

  if (error != NULL)
    return ph_cli_fail (NULL, error);
  skip_mark (&text, &length);
  good = options->csv ? import_csv (&import, text, length, &error)
                      : import_json (&import, text, length, &error);
  good = good && flush_rows (&import, &error);
  ph_cli_report (_ ("%u rows added, %u were known, %u lines skipped"), import.n_added,
                 import.n_known, import.n_bad);
  if (!good)
    return ph_cli_fail (NULL, error);
  return import.n_bad > 0 ? PH_EXIT_FAILED : PH_EXIT_OK;
}

/* --- the command --- */

static const PhCliVerb verbs[] = {
  { "export", N_ ("[FILE]"), N_ ("Writes the history out"), "csv", 0, 1 },
  { "import", N_ ("[FILE]"), N_ ("Merges a history into this one"), "csv", 0, 1 },
  { NULL, NULL, NULL, NULL, 0, 0 },
};

int
ph_cli_history (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv,
      N_ ("Comma-separated values rather than JSON lines"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  const PhCliVerbs command = {
    .arguments = _ ("export|import [FILE]"),
    .summary = _ ("Writes the history to a file, or merges one into it."),
    .verbs = verbs,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  int status;
  const PhCliVerb *verb = ph_cli_verb_parse (&argc, &argv, entries, &command, &status);

  if (verb == NULL)
    return status;
  options.file = argc == 3 ? argv[2] : NULL;
  options.database = ph_cli_session_get_database (session, &error);
  if (options.database == NULL)
    return ph_cli_fail (NULL, error);
  return verb == &verbs[0] ? export_history (&options) : import_history (&options);
}
