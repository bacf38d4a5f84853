/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-copied.h"
#include "ph-notifier.h"

G_BEGIN_DECLS

/* Asks about pictures that have turned up by themselves, whether they are to be put up.  Each
 * question has a tag; the same one asked anew replaces it.  What the person answers comes as an
 * action of the application. */

#define PH_TYPE_ASKER (ph_asker_get_type ())
G_DECLARE_FINAL_TYPE (PhAsker, ph_asker, PH, ASKER, GObject)

PhAsker *ph_asker_new (PhNotifier *notifier, PhConfig *config);

/* @accept, @ignore: actions, static; with @target (nullable) (transfer floating) */
void ph_asker_ask (PhAsker *asker, const char *tag, PhCopied *copied, const char *accept,
                   const char *ignore, GVariant *target);

/* What was asked about; it isn't any more.  (transfer full) (nullable): NULL where it wasn't, or
 * the person has closed the question. */
PhCopied *ph_asker_take (PhAsker *asker, const char *tag);

G_END_DECLS
