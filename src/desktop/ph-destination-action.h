/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config-watch.h"
#include "ph-desk.h"

G_BEGIN_DECLS

/* The action "destination": its state is the name of the default profile ("" where there is none);
 * changing it to the name of another profile makes that one the default. */
void ph_destination_action_add (GActionMap *map, PhConfig *config, PhConfigWatch *watch,
                                PhDesk *desk);

G_END_DECLS
