/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* The editor of one destination.  What is right is saved as one types; a new one is saved when the
 * person says so.
 *
 * Signals:
 *   "done" (): the person wants to go back to the list
 *   "checked" (): what is saved has been tried out and works */

#define PH_TYPE_DESTINATION_EDITOR (ph_destination_editor_get_type ())
G_DECLARE_FINAL_TYPE (PhDestinationEditor, ph_destination_editor, PH, DESTINATION_EDITOR, GtkBox)

PhDestinationEditor *ph_destination_editor_new (const PhSettingsParts *parts);

/* @profile: its settings are where the new one begins */
void ph_destination_editor_begin_new (PhDestinationEditor *editor, PhProfile *profile);
void ph_destination_editor_open (PhDestinationEditor *editor, PhProfile *profile);

/* Puts the settings back to what they were when the editor was opened.  FALSE where they are. */
gboolean ph_destination_editor_revert (PhDestinationEditor *editor);

/* ph_destination_editor_leave:
 * @closing: with the whole window, which is closed then
 *
 * What is right is saved.  FALSE where leaving would lose something: the person is asked, and it
 * leaves by itself ("done") if that is what they say, or once the secret has been stored. */
gboolean ph_destination_editor_leave (PhDestinationEditor *editor, gboolean closing);

G_END_DECLS
