/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-engine.h"
#include "ph-notifier.h"

G_BEGIN_DECLS

typedef struct
{
  PhNotifier *notifier;
  PhEngine *engine;
  PhConfig *config;
} PhResultParts;

/* ph_result_tell:
 * @tag: of the notification
 * @outcomes: (element-type PhOutcome): one or more
 * @note: (nullable): what the person should know, a sentence
 * @copied: the links are on the clipboard
 *
 * Tells what became of pictures, as soon as it is known which of them can be undone: those whose
 * object is their own. */
void ph_result_tell (const PhResultParts *parts, const char *tag, const GPtrArray *outcomes,
                     const char *note, gboolean copied);

G_END_DECLS
