/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"

G_BEGIN_DECLS

/* Carries a struct to and from a table's row.  For ph-queue.c and ph-history.c only.
 *
 * Each table writes its columns down once, as a macro
 *   #define JOB_COLUMNS(X) X (TEXT, profile) X (INT, size) ...
 * of kinds and members (which are named as the columns are); the SQL text and the table of
 * PhColumn both come from it, so that they can't differ. */

typedef enum
{
  PH_COLUMN_TEXT,  /* char *, UTF-8 */
  PH_COLUMN_BYTES, /* char *, any bytes but NUL: a BLOB */
  PH_COLUMN_INT,   /* gint64 */
  PH_COLUMN_UINT,  /* guint, flags or gboolean */
} PhColumnKind;

typedef struct
{
  PhColumnKind kind;
  glong offset;
} PhColumn;

/* To be applied by such a macro: ", a, b"; ", ?, ?"; and the PhColumns. */
#define PH_RECORD_NAME(kind, member) ", " #member
#define PH_RECORD_MARK(kind, member) ", ?"
#define PH_RECORD_COLUMN(struct_type, kind, member)                                                \
  { PH_COLUMN_##kind, G_STRUCT_OFFSET (struct_type, member) },

/* Binds all members from @position on. */
void ph_record_bind (PhStatement *statement, int position, const PhColumn *columns, gsize n_columns,
                     gconstpointer record);
/* Reads all members from @column on; @record must be empty. */
void ph_record_read (PhStatement *statement, int column, const PhColumn *columns, gsize n_columns,
                     gpointer record);

G_END_DECLS
