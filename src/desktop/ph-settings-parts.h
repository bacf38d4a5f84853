/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-capabilities.h"
#include "ph-config-watch.h"
#include "ph-desk.h"
#include "ph-hotkeys.h"
#include "ph-secret-keeper.h"

G_BEGIN_DECLS

/* The parts of the program that settings window and assistant look at and change.  Not owned: the
 * application destroys its windows before it lets go of its parts. */
typedef struct
{
  PhConfig *config;
  PhConfigWatch *watch;
  PhEngine *engine;
  PhSecretKeeper *secrets;
  PhDesk *desk;
  PhHotkeys *hotkeys; /* (nullable) */
  PhCapabilities *capabilities;
  GActionGroup *actions; /* of the application */
} PhSettingsParts;

G_END_DECLS
