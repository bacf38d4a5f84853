/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"
#include "ph-job.h"

G_BEGIN_DECLS

/* The history's table: one row a picture that was put up.  Links are not kept: they are built from
 * today's settings.  Every function runs inside a PhDatabaseFunc. */

typedef struct
{
  gint64 id;      /* that of its job */
  gint64 created; /* microseconds since 1970 */
  gint64 checked; /* microseconds since 1970: the object was last known to be there */
  char *profile;
  char *endpoint, *bucket, *key;
  char *name, *alt; /* UTF-8 */
  char *mime, *extension;
  char *sha256; /* (nullable) hex */
  char *etag;   /* (nullable) */
  gint64 size;  /* bytes, -1: unknown */
  guint width, height;
  gboolean created_object; /* this row's own PUT made the object */
} PhHistoryRow;

void ph_history_row_free (PhHistoryRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhHistoryRow, ph_history_row_free)

/* ph_history_finish_job:
 *
 * Removes @job from the queue and writes its row, in one transaction: exactly once, whatever
 * happens.  Done twice (same id) it changes nothing. */
gboolean ph_history_finish_job (PhDatabase *database, const PhJob *job, const char *etag,
                                gboolean created_object, GError **error);

/* A row without a job (import); gets an id of its own where @row->id is 0. */
gboolean ph_history_add (PhDatabase *database, PhHistoryRow *row, GError **error);

/* The same, unless a row with the same object and time of creation is there (which was exported
 * from here, or imported before). */
gboolean ph_history_merge (PhDatabase *database, PhHistoryRow *row, gboolean *added,
                           GError **error);

/* (transfer full) (nullable): NULL without an error where there is none. */
PhHistoryRow *ph_history_get (PhDatabase *database, gint64 id, GError **error);
/* The newest row with these bytes there.  (transfer full) (nullable) */
PhHistoryRow *ph_history_find_same (PhDatabase *database, const char *endpoint, const char *bucket,
                                    const char *sha256, GError **error);
/* Rows that name this object, newest first.  (transfer full) (element-type PhHistoryRow) */
GPtrArray *ph_history_find_object (PhDatabase *database, const char *endpoint, const char *bucket,
                                   const char *key, GError **error);
/* Rows whose key ends @url's path, as candidates for "which row has this link?"; the caller
 * compares the built links. (transfer full) (element-type PhHistoryRow) */
GPtrArray *ph_history_find_by_url (PhDatabase *database, const char *url, GError **error);

/* ph_history_search:
 * @text: (nullable): words, all of which occur somewhere in name, alt text or key, as substrings of
 * one character and up, in any script, case folded
 * @limit: rows, 0: all;  @before: only rows with a smaller id (0: from the newest): for paging
 *
 * Newest first.  (transfer full) (element-type PhHistoryRow) */
GPtrArray *ph_history_search (PhDatabase *database, const char *text, guint limit, gint64 before,
                              GError **error);

/* Up to @limit rows with an id over @after, oldest first.
 * (transfer full) (element-type PhHistoryRow) */
GPtrArray *ph_history_list_after (PhDatabase *database, gint64 after, guint limit, GError **error);

gboolean ph_history_set_checked (PhDatabase *database, gint64 id, gint64 checked, GError **error);
gboolean ph_history_remove (PhDatabase *database, gint64 id, gboolean *found, GError **error);

G_END_DECLS
