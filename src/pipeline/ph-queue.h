/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"
#include "ph-job.h"

G_BEGIN_DECLS

/* The queue's table.  Every function runs inside a PhDatabaseFunc (on the database's thread, in a
 * transaction). */

/* Gives @job the id that ph_queue_add () will insert it with: the order of ids is that of
 * acceptance, whatever order the jobs get ready in. */
gboolean ph_queue_reserve_id (PhDatabase *database, PhJob *job, GError **error);

/* Inserts @job (state accepted, held by @holder; NULL: by nobody) and gives it its id.  FALSE with
 * PH_ERROR_DISK where there is hardly any room: that is for the jobs that are there. */
gboolean ph_queue_add (PhDatabase *database, PhJob *job, const char *holder, GError **error);

/* Writes all that may change of @job.  FALSE with PH_ERROR_CANCELLED where the row is gone (the
 * person cancelled it) or is no longer held by @holder. */
gboolean ph_queue_update (PhDatabase *database, const PhJob *job, const char *holder,
                          GError **error);

/* The first open job (accepted, sending, waiting) with the same endpoint, bucket and sha256 that
 * has its key already and is not
 * @except_id.  0 where there is none.  Jobs with PH_JOB_NO_REUSE are never joined. */
gboolean ph_queue_find_same (PhDatabase *database, const char *endpoint, const char *bucket,
                             const char *sha256, gint64 except_id, gint64 *id, GError **error);

/* Has another job than @except_id, in whatever state, this key for other bytes than @sha256? */
gboolean ph_queue_is_key_taken (PhDatabase *database, const char *endpoint, const char *bucket,
                                const char *key, const char *sha256, gint64 except_id,
                                gboolean *taken, GError **error);

/* Keeps what a storage needs to go on with an unfinished upload. */
gboolean ph_queue_set_checkpoint (PhDatabase *database, gint64 id, const char *checkpoint,
                                  GError **error);

/* (nullable) (transfer full) */
PhJob *ph_queue_get (PhDatabase *database, gint64 id, GError **error);
/* Is the job there and held by a live program?  A job that is gone or held by nobody: FALSE. */
gboolean ph_queue_is_held (PhDatabase *database, gint64 id, gboolean *held, GError **error);

/* All jobs in order of acceptance, with is_held: what a dead program was sending is accepted.
 * (transfer full) (element-type PhJob) */
GPtrArray *ph_queue_list (PhDatabase *database, GError **error);

typedef enum
{
  PH_QUEUE_OPEN = 1 << 0, /* accepted, sending, waiting */
  PH_QUEUE_FAILED = 1 << 1,
  PH_QUEUE_BACKGROUND_ONLY = 1 << 2, /* only jobs that any program may send by itself */
} PhQueueFilter;

/* ph_queue_take:
 * @ids: (nullable): only these (array of gint64, @n_ids of them)
 *
 * Takes all jobs that match and that no live program holds, for @holder; failed ones become
 * accepted, attempts and next_attempt begin anew.  (transfer full) (element-type PhJob) */
GPtrArray *ph_queue_take (PhDatabase *database, const char *holder, PhQueueFilter filter,
                          const gint64 *ids, gsize n_ids, GError **error);

/* Lets go of @id without changing its state. */
gboolean ph_queue_release (PhDatabase *database, gint64 id, const char *holder, GError **error);

/* Removes the row, whoever holds it.  *spool: (transfer full) (nullable): its spool file, to be
 * removed after the commit. */
gboolean ph_queue_remove (PhDatabase *database, gint64 id, gboolean *found, char **spool,
                          GError **error);

/* Names of all spool files that jobs need: a set.  (transfer full) */
GHashTable *ph_queue_list_spool (PhDatabase *database, GError **error);

G_END_DECLS
