/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-profile.h"

G_BEGIN_DECLS

/* What a made-up picture, "evening.png", would be called: for previews. */

/* Its key by a template.  (transfer full) (nullable): NULL with the errors of
 * ph_key_template_new () */
char *ph_sample_key_new (const char *key_template, GError **error);

/* Its URL at @profile.  (transfer full) (nullable): NULL while the settings make none */
char *ph_sample_link_new (PhProfile *profile);

/* That URL in a link format.  (transfer full) (nullable): NULL with the errors of
 * ph_link_format_new () */
char *ph_sample_link_format (const char *format, const char *url, GError **error);

G_END_DECLS
