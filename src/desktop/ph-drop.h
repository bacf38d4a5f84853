/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-desk.h"

G_BEGIN_DECLS

/* What becomes of what was dropped: folders are looked through and asked about, pictures go to the
 * desk, links come back.  Without any window; everything that waits happens elsewhere.
 *
 * Signals:
 *   "changed" (): something that can be asked here has changed */

#define PH_TYPE_DROP (ph_drop_get_type ())
G_DECLARE_FINAL_TYPE (PhDrop, ph_drop, PH, DROP, GObject)

typedef enum
{
  PH_DROP_IDLE,
  PH_DROP_LOOKING, /* through folders */
  PH_DROP_ASKING,  /* ph_drop_answer () is waited for */
  PH_DROP_SENDING,
  PH_DROP_DONE,
} PhDropState;

typedef struct
{
  char *name;  /* for a person */
  char *link;  /* (nullable) */
  char *error; /* (nullable): why there is none */
} PhDropResult;

PhDrop *ph_drop_new (PhDesk *desk);

/* Something is being dragged here. */
void ph_drop_expect (PhDrop *drop);
/* @inputs: (element-type PhEngineInput) (transfer none): kept by a reference */
void ph_drop_take (PhDrop *drop, GPtrArray *inputs);
/* Nothing of what was dropped can be taken. */
void ph_drop_refuse (PhDrop *drop);
/* Shall the pictures of the folders go up? */
void ph_drop_answer (PhDrop *drop, gboolean upload);

PhDropState ph_drop_get_state (PhDrop *drop);

/* What is going on or being asked, for a person.  (transfer full) */
char *ph_drop_dup_text (PhDrop *drop);

/* Of the last drops, in their order.  (transfer none) (element-type PhDropResult) */
GPtrArray *ph_drop_get_results (PhDrop *drop);

/* All links, one a line.  (transfer full) */
char *ph_drop_dup_links (PhDrop *drop);

/* Puts text on the clipboard. */
void ph_drop_copy (PhDrop *drop, const char *text);

G_END_DECLS
