/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"
#include "ph-outcome.h"

G_BEGIN_DECLS

/* What is said on stderr of pictures that are up, but not all as the person may think. */

typedef struct _PhCliNotes PhCliNotes;

/* @session: borrowed */
PhCliNotes *ph_cli_notes_new (PhCliSession *session);
void ph_cli_notes_free (PhCliNotes *notes);

/* @outcome: without an error.  What goes for the whole profile is said once. */
void ph_cli_notes_say (PhCliNotes *notes, const char *input, const PhOutcome *outcome);

G_END_DECLS
