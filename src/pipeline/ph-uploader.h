/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-database.h"
#include "ph-destination.h"
#include "ph-http.h"
#include "ph-outcome.h"
#include "ph-process-lock.h"

G_BEGIN_DECLS

/* Brings jobs from the queue to their destinations: intake, admission, sending with retries,
 * history.  All in the main context that was the thread's default when it was made; disk and
 * hashing run on worker threads.
 *
 * Signals:
 *   "outcome" (PhOutcome *): a job has ended
 *   "retry" (PhJob *, const GError *, guint): so many tries of a job have failed, the last one with
 *           this passing fault; it is tried again after a pause
 *   "progress" (): ph_uploader_get_progress () has changed
 *   "drained" (): the last job has ended */

#define PH_TYPE_UPLOADER (ph_uploader_get_type ())
G_DECLARE_FINAL_TYPE (PhUploader, ph_uploader, PH, UPLOADER, GObject)

PhUploader *ph_uploader_new (PhConfig *config, PhDatabase *database, PhHttp *http,
                             PhProcessLock *lock);

/* Passing faults are retried until there was no progress at all for so many seconds; 0: for ever.
 * Default 0. */
void ph_uploader_set_timeout (PhUploader *uploader, guint seconds);

/* The profile's destination, opened once.  (nullable) (transfer none): errors of
 * ph_destination_open () */
PhDestination *ph_uploader_get_destination (PhUploader *uploader, const char *profile,
                                            GError **error);

typedef enum
{
  PH_UPLOAD_NEW,    /* not in the queue yet: accepted, then sent */
  PH_UPLOAD_QUEUED, /* taken from the queue by ph_queue_take () with our lock's token */
  PH_UPLOAD_ENQUEUE /* not in the queue yet: its bytes are put into the spool, it is accepted with
                       its key fixed, and not sent */
} PhUploadMode;

/* @jobs: (element-type PhJob): with profile, input, name, alt, flags, created and one of path,
 * spool or (in @input) a URL */
void ph_uploader_add (PhUploader *uploader, GPtrArray *jobs, PhUploadMode mode);

/* Ends everything as soon as it can: jobs that are not done become failed (waiting, if any program
 * may send them by itself) and come as outcomes with PH_ERROR_CANCELLED. */
void ph_uploader_stop (PhUploader *uploader);

/* While it is paused no further picture begins to be sent; jobs are accepted all the same. */
void ph_uploader_set_paused (PhUploader *uploader, gboolean paused);

/* (transfer none) */
PhConfig *ph_uploader_get_config (PhUploader *uploader);
PhDatabase *ph_uploader_get_database (PhUploader *uploader);

typedef gboolean (*PhUploaderFilter) (const PhJob *job, gpointer user_data);

/* The person doesn't want those of its jobs any more that @filter is true of: they end with
 * PH_ERROR_CANCELLED and are nowhere kept.  One whose bytes are all on their way may still succeed.
 * Returns: how many there are */
guint ph_uploader_withdraw (PhUploader *uploader, PhUploaderFilter filter, gpointer user_data);

guint ph_uploader_get_pending (PhUploader *uploader); /* jobs that have not ended */

typedef struct
{
  guint jobs, ended;
  gint64 bytes, sent; /* of all jobs whose size is known */
} PhUploadProgress;

void ph_uploader_get_progress (PhUploader *uploader, PhUploadProgress *progress);

G_END_DECLS
