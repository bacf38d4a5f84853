/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-secret-field.h"
#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* A destination as a form: the provider first, then only what it needs; what else there is stands
 * under "Advanced".  Errors are shown beside their field, the link that pictures will have as one
 * types.
 *
 * The form saves nothing but the secret.
 *
 * Signals:
 *   "edited" (): the person has changed something and paused */

#define PH_TYPE_PROFILE_FORM (ph_profile_form_get_type ())
G_DECLARE_FINAL_TYPE (PhProfileForm, ph_profile_form, PH, PROFILE_FORM, GtkBox)

PhProfileForm *ph_profile_form_new (const PhSettingsParts *parts);

/* Shows @profile.
 * @saved: whether it is one of the settings file; else what is missing is no error yet */
void ph_profile_form_load (PhProfileForm *form, PhProfile *profile, gboolean saved);

/* The saved profile has changed elsewhere: shows that, but for what the person has changed. */
void ph_profile_form_take_over (PhProfileForm *form, PhProfile *profile);

/* A password that was pasted with the proxy has been stored: it is shown no more. */
void ph_profile_form_hide_password (PhProfileForm *form);

/* What was new has been saved as @profile. */
void ph_profile_form_settle (PhProfileForm *form, PhProfile *profile);

/* What the form says, with whatever could be read.  (transfer none) */
PhProfile *ph_profile_form_get_profile (PhProfileForm *form);

/* Keys that differ from what was loaded.  (transfer container) (array zero-terminated): free with
 * g_free () */
const char **ph_profile_form_list_changes (PhProfileForm *form);

/* Has anything been typed or chosen since it was loaded? */
gboolean ph_profile_form_is_edited (PhProfileForm *form);

/* What was typed and can't be a value of its setting, so that saving leaves it out.  (transfer
 * full) (nullable) */
GError *ph_profile_form_find_loss (PhProfileForm *form);

/* Shows all that is wrong, what is missing too, and gives it the focus.  FALSE where there is
 * something. */
gboolean ph_profile_form_validate (PhProfileForm *form);

/* What makes the labels equally wide, for other rows beside these.  (transfer none) */
GtkSizeGroup *ph_profile_form_get_labels (PhProfileForm *form);

PhSecretField *ph_profile_form_get_secret (PhProfileForm *form);

G_END_DECLS
