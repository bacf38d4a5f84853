/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-record.h"

#include <string.h>

static void
bind_bytes (PhStatement *statement, int position, const char *bytes)
{
  if (bytes != NULL)
    ph_statement_bind_blob (statement, position, bytes, strlen (bytes));
  else
    ph_statement_bind_text (statement, position, NULL);
}

static void
bind_member (PhStatement *statement, int position, PhColumnKind kind, gconstpointer member)
{
  switch (kind)
    {
    case PH_COLUMN_TEXT:
      ph_statement_bind_text (statement, position, *(const char *const *) member);
      break;
    case PH_COLUMN_BYTES:
      bind_bytes (statement, position, *(const char *const *) member);
      break;
    case PH_COLUMN_INT:
      ph_statement_bind_int (statement, position, *(const gint64 *) member);
      break;
    case PH_COLUMN_UINT:
      ph_statement_bind_int (statement, position, *(const guint *) member);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
ph_record_bind (PhStatement *statement, int position, const PhColumn *columns, gsize n_columns,
                gconstpointer record)
{
  for (gsize i = 0; i < n_columns; i++)
    bind_member (statement, position + (int) i, columns[i].kind,
                 G_STRUCT_MEMBER_P (record, columns[i].offset));
}

/* An empty BLOB reads as NULL: there "" is what was written. */
static char *
dup_bytes (PhStatement *statement, int column)
{
  gsize length;
  const char *bytes = ph_statement_get_blob (statement, column, &length);

  if (bytes != NULL)
    return g_strndup (bytes, length);
  return ph_statement_is_null (statement, column) ? NULL : g_strdup ("");
}

static void
read_member (PhStatement *statement, int column, PhColumnKind kind, gpointer member)
{
  switch (kind)
    {
    case PH_COLUMN_TEXT:
      *(char **) member = g_strdup (ph_statement_get_text (statement, column));
      break;
    case PH_COLUMN_BYTES:
      *(char **) member = dup_bytes (statement, column);
      break;
    case PH_COLUMN_INT:
      *(gint64 *) member = ph_statement_get_int (statement, column);
      break;
    case PH_COLUMN_UINT:
      *(guint *) member = (guint) ph_statement_get_int (statement, column);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
ph_record_read (PhStatement *statement, int column, const PhColumn *columns, gsize n_columns,
                gpointer record)
{
  for (gsize i = 0; i < n_columns; i++)
    read_member (statement, column + (int) i, columns[i].kind,
                 G_STRUCT_MEMBER_P (record, columns[i].offset));
}
