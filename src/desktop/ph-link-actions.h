/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-desk.h"

G_BEGIN_DECLS

/* The actions that do something with the link of a picture of the history:
 *   copy-link (x: its id, s: a link format, "" for that of its profile)
 *   open-link (x: its id) */
void ph_link_actions_add (GActionMap *map, PhEngine *engine, PhConfig *config, PhDesk *desk);

G_END_DECLS
