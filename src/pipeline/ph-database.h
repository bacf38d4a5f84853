/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* pichoist.db: SQLite in WAL mode with synchronous=FULL, shared by several processes at once.
 *
 * The connection belongs to one worker thread.  Work is given to it as functions; each runs inside
 * a transaction (its own SAVEPOINT), and functions that wait while a commit is under way share the
 * next one.  A result is handed back only after its commit is on the disk.
 *
 * A damaged file is set aside as pichoist.db.broken-<time>, one from a newer Pichoist as
 * pichoist.db.newer-<version>-<time>, and a new one is begun; ph_database_get_warnings () says so.
 *
 * Where the disk is full a function is run again, alone, after a small reserve has been given up.
 */

#define PH_TYPE_DATABASE (ph_database_get_type ())
G_DECLARE_FINAL_TYPE (PhDatabase, ph_database, PH, DATABASE, GObject)

/* @dir: the data folder; made (0700) where missing.  NULL with PH_ERROR_DISK or PH_ERROR_DATABASE.
 */
PhDatabase *ph_database_open (const char *dir, GError **error);

const char *ph_database_get_dir (PhDatabase *database);
/* When a database of @dir that was set aside was last written to, in seconds since 1970: the
 * latest, where there are several; 0: there is none.  It may know jobs that the present one
 * doesn't, none of them later than that, and somebody may bring it back. */
gint64 ph_database_get_aside_time (const char *dir);
/* (transfer none) (array zero-terminated) */
const char *const *ph_database_get_warnings (PhDatabase *database);

/* A statement being run, only inside a PhDatabaseFunc. */
typedef struct _PhStatement PhStatement;

/* Runs on the database's thread, inside a transaction.  Returns FALSE with @error to roll its own
 * work back.  May run again, after its work was rolled back, where the file turned out to be
 * damaged or the disk full: so it sets its results afresh and does nothing but database work.
 * @data must not be touched elsewhere meanwhile. */
typedef gboolean (*PhDatabaseFunc) (PhDatabase *database, gpointer data, GError **error);

/* @free_data: (nullable): called when the callback has been, in the caller's thread. */
void ph_database_run_async (PhDatabase *database, PhDatabaseFunc func, gpointer data,
                            GDestroyNotify free_data, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean ph_database_run_finish (PhDatabase *database, GAsyncResult *result, GError **error);

/* The same, blocking.  For the command line and tests. */
gboolean ph_database_run (PhDatabase *database, PhDatabaseFunc func, gpointer data, GError **error);

/* Inside a PhDatabaseFunc.  Statements are prepared once and kept by their text (a literal).
 * ph_database_prepare () resets and returns it; bind by position from 1. */
PhStatement *ph_database_prepare (PhDatabase *database, const char *sql, GError **error);
void ph_statement_bind_int (PhStatement *statement, int position, gint64 value);
void ph_statement_bind_text (PhStatement *statement, int position,
                             const char *value); /* (nullable) */
void ph_statement_bind_blob (PhStatement *statement, int position, const void *data, gsize length);
/* TRUE with *has_row; FALSE with PH_ERROR_DATABASE or PH_ERROR_DISK. */
gboolean ph_statement_step (PhStatement *statement, gboolean *has_row, GError **error);
/* Runs a statement whose rows, if there are any, don't matter. */
gboolean ph_statement_run (PhStatement *statement, GError **error);
gint64 ph_statement_get_int (PhStatement *statement, int column); /* from 0 */
const char *ph_statement_get_text (PhStatement *statement,
                                   int column); /* (nullable), until the next step */
const void *ph_statement_get_blob (PhStatement *statement, int column, gsize *length);
gboolean ph_statement_is_null (PhStatement *statement, int column);

/* Ask before a new job is begun: FALSE with PH_ERROR_DISK where the disk has room for no more than
 * the jobs that are there. */
gboolean ph_database_check_room (PhDatabase *database, GError **error);

/* The next number of a named counter, from 1; never given twice.  "id" numbers jobs and history
 * rows together. */
gint64 ph_database_next (PhDatabase *database, const char *counter, GError **error);

G_END_DECLS
