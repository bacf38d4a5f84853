/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-engine.h"
#include "ph-link.h"

G_BEGIN_DECLS

/* What is going on, for everything that shows it: the state, the last pictures, what failed.  Reads
 * queue and history anew whenever they have changed.
 *
 * Signals:
 *   "changed" (): something that can be asked here has changed */

#define PH_TYPE_ACTIVITY (ph_activity_get_type ())
G_DECLARE_FINAL_TYPE (PhActivity, ph_activity, PH, ACTIVITY, GObject)

typedef enum
{
  PH_ACTIVITY_IDLE,
  PH_ACTIVITY_SENDING,
  PH_ACTIVITY_ATTENTION, /* a job has failed, or waits after a failure, or the settings are wrong */
  PH_ACTIVITY_PAUSED,
} PhActivityState;

/* "idle", "sending", "attention", "paused" */
const char *ph_activity_state_to_nick (PhActivityState state);

/* A picture that was put up. */
typedef struct
{
  PhHistoryRow *row;
  char *url;  /* (nullable): NULL where no profile leads there any more */
  char *link; /* (nullable): in the format of its profile */
} PhRecent;

/* How many there are at most. */
#define PH_RECENT_MAX 5

PhActivity *ph_activity_new (PhEngine *engine, PhConfig *config);

PhActivityState ph_activity_get_state (PhActivity *activity);
void ph_activity_set_paused (PhActivity *activity, gboolean paused);

/* What a person has to see to besides pictures: attention until it is NULL.  (nullable) */
void ph_activity_set_trouble (PhActivity *activity, const char *trouble);

/* One line for a person: "Sending 2 of 5", "Nothing to do", "a.png: no connection ...".
 * (transfer none) */
const char *ph_activity_get_text (PhActivity *activity);

/* Newest first.  (transfer none) (element-type PhRecent): until the next "changed" */
GPtrArray *ph_activity_get_recent (PhActivity *activity);

guint ph_activity_get_failed (PhActivity *activity); /* jobs */

/* Jobs that this program sends, or will: what "cancel" ends. */
guint ph_activity_get_cancellable (PhActivity *activity);

/* Jobs that have been tried and wait to be tried again.  @reason: (nullable) (transfer none): why
 * the first of them does */
guint ph_activity_get_waiting (PhActivity *activity, const char **reason);

/* The link of @recent, which has a URL, in @format (nullable: that of its profile).  (transfer
 * full) */
char *ph_recent_build_link (const PhRecent *recent, const char *format, GError **error);

G_END_DECLS
