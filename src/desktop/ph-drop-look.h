/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* Tells folders from files and looks through them, on a thread. */

typedef struct
{
  GPtrArray *others;     /* of PhEngineInput: what is no folder, in its order */
  GPtrArray *in_folders; /* of PhEngineInput: the pictures that are in the folders */
  guint n_folders;
  char *folder; /* (nullable): the name of the first one, for a person */
} PhDropLook;

void ph_drop_look_free (PhDropLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhDropLook, ph_drop_look_free)

/* @inputs: (element-type PhEngineInput): kept by a reference, and no longer to be touched */
void ph_drop_look_async (GPtrArray *inputs, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
PhDropLook *ph_drop_look_finish (GAsyncResult *result);

G_END_DECLS
