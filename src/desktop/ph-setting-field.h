/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One setting as a row of a form: its label, the widget that fits its type, and below it what is
 * wrong, or a hint.  Label and explanation come from the GParamSpec of the property; values are
 * texts as config.ini has them, so that one rule reads them all.
 *
 * Signals:
 *   "edited" (): by the person */

#define PH_TYPE_SETTING_FIELD (ph_setting_field_get_type ())
G_DECLARE_FINAL_TYPE (PhSettingField, ph_setting_field, PH, SETTING_FIELD, GtkGrid)

/* @spec: of a PhProfile or a PhConfig
 * @label: (nullable): its nick with a mnemonic, by ph-field-label.h
 * @labels: (nullable): makes labels of several rows equally wide */
PhSettingField *ph_setting_field_new (GParamSpec *spec, const char *label, GtkSizeGroup *labels);

const char *ph_setting_field_get_key (PhSettingField *field);

/* No "edited" comes of it.
 * @text: (nullable): NULL: the default */
void ph_setting_field_set_text (PhSettingField *field, const char *text);
/* (transfer full) */
char *ph_setting_field_dup_text (PhSettingField *field);

/* What stands in an empty entry. */
void ph_setting_field_set_example (PhSettingField *field, const char *example);

/* @error: (nullable): NULL takes it away */
void ph_setting_field_set_error (PhSettingField *field, const GError *error);
/* Shown while there is no error.  (nullable) */
void ph_setting_field_set_hint (PhSettingField *field, const char *hint);

G_END_DECLS
