/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-job.h"

G_BEGIN_DECLS

/* How a job ended: with a link or with an error. */
typedef struct
{
  PhJob *job;
  GError *error;   /* (nullable): NULL: the picture is there (or, queued only, accepted) */
  gint64 id;       /* of the history row, or of the job where it is not done; 0: neither */
  char *key;       /* (nullable) */
  char *url;       /* (nullable) */
  gboolean reused; /* it was there already: nothing was sent */
  /* The row could not be told the end: this program's lock still holds it, and another try finds it
   * as it was. */
  gboolean is_stranded;
} PhOutcome;

#define PH_TYPE_OUTCOME (ph_outcome_get_type ())
GType ph_outcome_get_type (void);

/* Takes over @error. */
PhOutcome *ph_outcome_new (PhJob *job, GError *error);
PhOutcome *ph_outcome_copy (const PhOutcome *outcome);
void ph_outcome_free (PhOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhOutcome, ph_outcome_free)

G_END_DECLS
