/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

void
ph_csv_append (GString *line, const char *value)
{
  if (line->len > 0 && line->str[line->len - 1] != '\n')
    g_string_append_c (line, ',');
  /* An only field that is empty would else look like an empty line. */
  if (*value != '\0' && strpbrk (value, ",\"\r\n") == NULL && *value != ' ')
    {
      g_string_append (line, value);
      return;
    }
  g_string_append_c (line, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *value);
    }
  g_string_append_c (line, '"');
}

static gboolean
is_line_end (const PhCsvReader *reader)
{
  return reader->at < reader->end && (*reader->at == '\n' || *reader->at == '\r');
}

static void
skip_line_end (PhCsvReader *reader)
{
  if (reader->at < reader->end && *reader->at == '\r')
    reader->at++;
  if (reader->at < reader->end && *reader->at == '\n')
    reader->at++;
  reader->line++;
}

static void
skip_line (PhCsvReader *reader)
{
  while (reader->at < reader->end && !is_line_end (reader))
    reader->at++;
  if (reader->at < reader->end)
    skip_line_end (reader);
}

/* Stands behind the first quote.  FALSE where the last one is missing. */
static gboolean
read_quoted (PhCsvReader *reader, GString *field)
{
  for (; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '\n')
        reader->line++;
      if (*reader->at == '"')
        {
          reader->at++;
          if (reader->at == reader->end || *reader->at != '"')
            return TRUE;
        }
      g_string_append_c (field, *reader->at);
    }
  return FALSE;
}

static void
read_plain (PhCsvReader *reader, GString *field)
{
  for (; reader->at < reader->end && *reader->at != ',' && !is_line_end (reader); reader->at++)
    g_string_append_c (field, *reader->at);
}

/* FALSE: the field doesn't end where it should. */
static gboolean
read_field (PhCsvReader *reader, GPtrArray *fields)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean good = TRUE;

  if (reader->at < reader->end && *reader->at == '"')
    {
      reader->at++;
      good = read_quoted (reader, field);
    }
  else
    read_plain (reader, field);
  g_ptr_array_add (fields, g_string_free (g_steal_pointer (&field), FALSE));
  return good && (reader->at == reader->end || *reader->at == ',' || is_line_end (reader));
}

/* A quote that is never closed swallows all that follows: the search for the next record begins
 * anew behind the line where the bad one began. */
static void
step_back (PhCsvReader *reader, const PhCsvReader *start)
{
  *reader = *start;
  skip_line (reader);
}

GPtrArray *
ph_csv_read_record (PhCsvReader *reader, GError **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  PhCsvReader start;

  while (is_line_end (reader))
    skip_line_end (reader);
  if (reader->at == reader->end)
    return NULL;
  start = *reader;
  for (;;)
    {
      if (!read_field (reader, fields))
        {
          ph_error_set (error, PH_ERROR_INPUT, _ ("double each \" that is inside a value"),
                        _ ("a quoted value does not end where it should"));
          step_back (reader, &start);
          return NULL;
        }
      if (reader->at == reader->end || *reader->at != ',')
        break;
      reader->at++;
    }
  if (reader->at < reader->end)
    skip_line_end (reader);
  return g_steal_pointer (&fields);
}
