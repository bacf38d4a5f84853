/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-copied.h"
#include "ph-notification.h"
#include "ph-outcome.h"

G_BEGIN_DECLS

/* What notifications say, in words and buttons.  Everything is built from what is given; all are
 * (transfer full).  Names that come from anybody are on one line and not too long, and of the
 * person's own folders only what is below home is named. */

/* What goes up of where the pictures were taken. */
typedef enum
{
  PH_LOCATION_NONE, /* they don't tell it */
  PH_LOCATION_REMOVED,
  PH_LOCATION_KEPT,
} PhAskedLocation;

/* Pictures have turned up: shall they be put up?
 * @thumbnail: (nullable)
 * @accept, @ignore: actions, with @target (nullable) (transfer floating) */
PhNotification *ph_announcement_new_question (const PhCopied *copied, GdkPixbuf *thumbnail,
                                              PhAskedLocation location, const char *accept,
                                              const char *ignore, GVariant *target);

typedef struct
{
  const char *note;       /* (nullable): what the person should know, a sentence */
  gboolean copied;        /* the links are on the clipboard */
  gboolean has_link;      /* one that lasts; of a single picture */
  const gint64 *undoable; /* those of them that can be undone */
  guint n_undoable;
} PhAnnouncementDetails;

/* One picture is there, or failed. */
PhNotification *ph_announcement_new_outcome (const PhOutcome *outcome,
                                             const PhAnnouncementDetails *details);

/* @outcomes: (element-type PhOutcome): several */
PhNotification *ph_announcement_new_summary (const GPtrArray *outcomes,
                                             const PhAnnouncementDetails *details);

/* Nothing was accepted at all. */
PhNotification *ph_announcement_new_refusal (const GError *error);

/* @delivery: its id, for Cancel
 * @percent: -1: unknown yet */
PhNotification *ph_announcement_new_progress (guint delivery, guint n_pictures, int percent);

/* Jobs wait until the network, or the server, works again. */
PhNotification *ph_announcement_new_waiting (guint n_pictures, const char *reason);

/* Uploads were undone, or not.
 * @name: of the first picture;  @error: (nullable): why the others were not */
PhNotification *ph_announcement_new_removed (const char *name, guint n_pictures, guint n_removed,
                                             const GError *error);

G_END_DECLS
