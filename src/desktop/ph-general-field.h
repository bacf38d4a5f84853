/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-setting-field.h"
#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* A general setting as a row of a form: shows what the settings file has, and saves what the person
 * makes of it as soon as it is right. */
PhSettingField *ph_general_field_new (const PhSettingsParts *parts, const char *key,
                                      GtkSizeGroup *labels);

G_END_DECLS
