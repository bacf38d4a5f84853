/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-activity.h"
#include "ph-desk.h"
#include "ph-notifier.h"
#include "ph-undo.h"

G_BEGIN_DECLS

/* Says what became of pictures, and when: one notification for those that were handed in together,
 * which shows how far they are where that takes long; what has failed stays until it was read; that
 * pictures wait is said once. */

#define PH_TYPE_ANNOUNCER (ph_announcer_get_type ())
G_DECLARE_FINAL_TYPE (PhAnnouncer, ph_announcer, PH, ANNOUNCER, GObject)

PhAnnouncer *ph_announcer_new (PhNotifier *notifier, PhDesk *desk, PhEngine *engine,
                               PhConfig *config, PhActivity *activity);

/* Pictures were removed again, or not. */
void ph_announcer_say_removed (PhAnnouncer *announcer, const gint64 *ids, guint n_ids,
                               const PhUndoResult *result);

G_END_DECLS
