/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-target.h"

G_BEGIN_DECLS

/* A target in the making. */
typedef struct
{
  PhProfile *profile;
  const PhPreset *preset;
  PhTarget *target;
  GPtrArray *notes; /* of char */
} PhTargetDraft;

/* Adds what was put right: translated, no final full stop. */
void ph_target_draft_note (PhTargetDraft *draft, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Fills in scheme, host, port, base_path, region, bucket and path_style. */
gboolean ph_target_draft_fill_s3 (PhTargetDraft *draft, GError **error);

G_END_DECLS
