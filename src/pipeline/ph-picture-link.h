/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-history.h"
#include "ph-link.h"
#include "ph-outcome.h"

G_BEGIN_DECLS

/* The links of pictures, in a format, at a URL.  (transfer full) */
char *ph_picture_link_of_row (const PhLinkFormat *format, const PhHistoryRow *row, const char *url);
char *ph_picture_link_of_job (const PhLinkFormat *format, const PhJob *job, const char *key,
                              const char *url);

/* ph_picture_link_new_format:
 * @profile: (nullable)
 *
 * The format of the links of @profile: its own, else the general one.  (transfer full): NULL with
 * PH_ERROR_SETTINGS or PH_ERROR_USAGE where it is wrong */
PhLinkFormat *ph_picture_link_new_format (PhConfig *config, const char *profile, GError **error);
/* The same, and Markdown where it is wrong: for a picture that is up all the same. */
PhLinkFormat *ph_picture_link_new_safe_format (PhConfig *config, const char *profile);

/* Adds @link as one more line of @text. */
void ph_picture_link_append (GString *text, const char *link);

G_END_DECLS
