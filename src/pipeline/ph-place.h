/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-history.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* Where the rows of one profile, endpoint and bucket lead by the settings of today.  Finding that
 * out goes through all profiles, so it is kept: the rows of a history lead to a few places. */
typedef struct
{
  char *profile;    /* (nullable): NULL: none leads there any more, see error */
  PhTarget *target; /* (nullable): NULL: see error */
  GError *error;    /* (nullable) */
} PhPlace;

typedef struct _PhPlaces PhPlaces;

/* @config must outlive it. */
PhPlaces *ph_places_new (PhConfig *config);
void ph_places_free (PhPlaces *places);

/* ph_places_get:
 * @is_new: (nullable) (out): whether it is asked for the first time
 *
 * Returns: (transfer none) */
const PhPlace *ph_places_get (PhPlaces *places, const PhHistoryRow *row, gboolean *is_new);

G_END_DECLS
