/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"
#include "ph-outcome.h"
#include "ph-profile-check.h"
#include "ph-removal.h"
#include "ph-uploader.h"

G_BEGIN_DECLS

/* The pipeline on a thread of its own, for a program whose own thread must never wait: settings,
 * database, network and uploader live there.  Every call returns at once; callbacks and signals
 * come in the main context that was the thread's default when the engine was made.
 *
 * All its jobs are meant to outlive the moment (PH_JOB_BACKGROUND): they go on when the program is
 * started again, and passing faults are retried for ever.  It also sends what other programs have
 * put into the queue to be sent by any program.
 *
 * Signals:
 *   "outcome" (PhOutcome *): a job has ended, whoever asked for it
 *   "stray-outcome" (PhOutcome *): the same, where no ph_engine_upload_async () waits for it: it
 *                                  was retried, or is from an earlier run or another program
 *   "progress" (): ph_engine_get_progress () has changed
 *   "changed" (): queue or history have changed, by this program or another */

#define PH_TYPE_ENGINE (ph_engine_get_type ())
G_DECLARE_FINAL_TYPE (PhEngine, ph_engine, PH, ENGINE, GObject)

/* @config_dir, @data_dir: as ph_config_dup_dir () and ph_config_dup_data_dir () give them */
PhEngine *ph_engine_new (const char *config_dir, const char *data_dir);

/* Opens settings and database, and begins to send what is open.  Errors: those of ph_config_load
 * (), ph_database_open () and ph_process_lock_new (); everything else then fails with
 * PH_ERROR_DATABASE.  To be called once, first. */
void ph_engine_open_async (PhEngine *engine, GAsyncReadyCallback callback, gpointer user_data);
/* *warnings: (nullable) (transfer full): what the person should know, in whole lines */
gboolean ph_engine_open_finish (PhEngine *engine, GAsyncResult *result, char ***warnings,
                                GError **error);

/* One picture to put up. */
typedef struct
{
  char
      *input; /* a path, a file: address or a URL; what the picture is called where it has @bytes */
  GBytes *bytes; /* (nullable): the picture itself */
  char *name;    /* (nullable): that the person has given it; then it is always a new object */
} PhEngineInput;

PhEngineInput *ph_engine_input_new (const char *input, GBytes *bytes);
void ph_engine_input_free (PhEngineInput *input);

typedef struct
{
  const char *profile; /* (nullable): NULL: the default one */
  const char *name;    /* (nullable): replaces the file name that key template and link see */
  PhJobFlags flags;    /* PH_JOB_ANY_TYPE, PH_JOB_NO_REUSE */
  guint expires;       /* seconds of a presigned link; 0: none */
} PhEngineOptions;

/* ph_engine_upload_async:
 * @inputs: (element-type PhEngineInput) (transfer full)
 * @cancellable: (nullable): what isn't up when it is cancelled is not sent later either, and has an
 *               outcome with PH_ERROR_CANCELLED
 *
 * Puts them up.  Ends when each of them has its outcome. */
void ph_engine_upload_async (PhEngine *engine, GPtrArray *inputs, const PhEngineOptions *options,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
/* (transfer full) (element-type PhOutcome): in the order of the inputs; NULL where nothing was
 * accepted (no destination, no database). */
GPtrArray *ph_engine_upload_finish (PhEngine *engine, GAsyncResult *result, GError **error);

/* Sends the failed job @id once more; 0: all failed ones.  What becomes of it comes by "outcome".
 */
void ph_engine_retry (PhEngine *engine, gint64 id);
/* Takes the job @id out of the queue; 0: all that this program sends. */
void ph_engine_cancel (PhEngine *engine, gint64 id);

/* ph_engine_remove_async: deletes a picture of the history, as ph_removal_run_async () does. */
void ph_engine_remove_async (PhEngine *engine, gint64 row_id, PhRemovalScope scope,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_engine_remove_finish (PhEngine *engine, GAsyncResult *result, PhRemovalResult *removal,
                                  GError **error);

/* ph_database_run_async () on the engine's database. */
void ph_engine_query_async (PhEngine *engine, PhDatabaseFunc func, gpointer data,
                            GDestroyNotify free_data, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean ph_engine_query_finish (PhEngine *engine, GAsyncResult *result, GError **error);

/* ph_profile_check_async () with the settings as they were saved last. */
void ph_engine_check_async (PhEngine *engine, const char *profile, GCancellable *cancellable,
                            PhCheckFunc func, gpointer func_data, GAsyncReadyCallback callback,
                            gpointer user_data);
/* FALSE without an error where a step failed. */
gboolean ph_engine_check_finish (PhEngine *engine, GAsyncResult *result, GError **error);

/* Opens a connection to the destination of @profile ahead of an upload that is likely to come;
 * errors don't matter.  (nullable): the default one. */
void ph_engine_open_connection (PhEngine *engine, const char *profile);

/* ph_engine_reload:
 * @config: (nullable) (transfer full): the new settings, which nobody else uses any more; NULL:
 * they are the same, but secrets have changed
 *
 * Jobs that are added from now on go by them. */
void ph_engine_reload (PhEngine *engine, PhConfig *config);

/* While it is paused nothing new is sent; jobs are accepted all the same. */
void ph_engine_set_paused (PhEngine *engine, gboolean paused);

void ph_engine_get_progress (PhEngine *engine, PhUploadProgress *progress);

/* Stops sending (jobs go on next time) and ends the thread.  No signal comes after it. */
void ph_engine_close_async (PhEngine *engine, GAsyncReadyCallback callback, gpointer user_data);
void ph_engine_close_finish (PhEngine *engine, GAsyncResult *result);

G_END_DECLS
