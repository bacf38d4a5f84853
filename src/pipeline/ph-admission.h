/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"
#include "ph-history.h"
#include "ph-job.h"
#include "ph-key-template.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* Admission: one decision for a job whose bytes are known, taken in one transaction: is the picture
 * already there, is another open job sending it, or which key does it get?  A key is given out
 * once: no two open jobs and no history row of other bytes have the same one. */

typedef enum
{
  PH_ADMISSION_SEND,  /* the job has its key and is written to the queue */
  PH_ADMISSION_REUSE, /* @same is there already; the job is still in the queue */
  PH_ADMISSION_JOIN,  /* job @joined brings the same bytes */
} PhAdmissionVerdict;

typedef struct
{
  /* In.  Borrowed; nobody else touches them until the work is done. */
  PhJob *job;
  const PhKeyTemplate *key_template;
  PhDigest digest;
  const char *holder; /* (nullable): of the job's row */
  const PhTarget
      *promise;      /* (nullable): its link to the key is given out before anything is sent */
  gboolean is_new;   /* the job has no row yet: SEND inserts it */
  gboolean no_reuse; /* the row that was found is known to be gone: send again */
  gint64 not_joined; /* a job that was joined and failed; 0: none */

  /* Out. */
  PhAdmissionVerdict verdict;
  PhHistoryRow *same; /* (transfer full) for REUSE */
  gint64 joined;      /* for JOIN */
} PhAdmission;

void ph_admission_clear (PhAdmission *admission);

/* A PhDatabaseFunc; @data is a PhAdmission. */
gboolean ph_admission_decide (PhDatabase *database, gpointer data, GError **error);

/* A PhDatabaseFunc: the key turned out to hold other bytes; gives the job the next free one.
 * PH_ERROR_EXISTS where its key is fixed. */
gboolean ph_admission_rename (PhDatabase *database, gpointer data, GError **error);

G_END_DECLS
