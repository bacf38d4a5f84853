/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* A secret of a destination as a row of a form: that of its key or the password of its proxy.  What
 * is stored is looked up only when the person asks to see it; where there is no keyring a file is
 * offered, never taken by itself.
 *
 * Signals:
 *   "edited" (): by the person */

#define PH_TYPE_SECRET_FIELD (ph_secret_field_get_type ())
G_DECLARE_FINAL_TYPE (PhSecretField, ph_secret_field, PH, SECRET_FIELD, GtkGrid)

/* @purpose: of ph-secret-store.h
 * @labels: (nullable): makes labels of several rows equally wide */
PhSecretField *ph_secret_field_new (const PhSettingsParts *parts, const char *purpose,
                                    GtkSizeGroup *labels);

/* Empties it.
 * @profile: (nullable): whose secret it is; NULL: of none that is saved */
void ph_secret_field_set_profile (PhSecretField *field, const char *profile);

/* What was typed and is not stored yet; NULL for nothing.  (nullable) (transfer none) */
const char *ph_secret_field_get_text (PhSecretField *field);

/* As if the person had typed it, but for the signal. */
void ph_secret_field_set_text (PhSecretField *field, const char *text);

void ph_secret_field_set_error (PhSecretField *field, const GError *error);

/* ph_secret_field_save_async:
 * @callback: (nullable)
 *
 * Stores what was typed for @profile.  Whatever is in the way is shown in the field and can be
 * answered there; @callback comes once it is stored or given up. */
void ph_secret_field_save_async (PhSecretField *field, const char *profile,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_secret_field_save_finish (PhSecretField *field, GAsyncResult *result);

G_END_DECLS
