/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-place.h"

#include "ph-destination.h"

struct _PhPlaces
{
  PhConfig *config;   /* borrowed */
  GHashTable *places; /* char* -> PhPlace */
};

static void
place_free (gpointer data)
{
  PhPlace *place = data;

  g_free (place->profile);
  g_clear_pointer (&place->target, ph_target_unref);
  g_clear_error (&place->error);
  g_free (place);
}

PhPlaces *
ph_places_new (PhConfig *config)
{
  PhPlaces *places = g_new0 (PhPlaces, 1);

  places->config = config;
  places->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  return places;
}

void
ph_places_free (PhPlaces *places)
{
  g_hash_table_unref (places->places);
  g_free (places);
}

static PhPlace *
place_new (PhConfig *config, const PhHistoryRow *row)
{
  PhPlace *place = g_new0 (PhPlace, 1);
  PhProfile *profile = NULL;

  place->profile = ph_destination_find_profile (config, row->endpoint, row->bucket, row->profile,
                                                &place->error);
  if (place->profile != NULL)
    profile = ph_config_get_profile (config, place->profile, &place->error);
  if (profile != NULL)
    place->target = ph_target_new (profile, &place->error);
  return place;
}

const PhPlace *
ph_places_get (PhPlaces *places, const PhHistoryRow *row, gboolean *is_new)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s\n%s", row->profile != NULL ? row->profile : "",
                                          row->endpoint, row->bucket);
  PhPlace *place = g_hash_table_lookup (places->places, key);

  if (is_new != NULL)
    *is_new = place == NULL;
  if (place == NULL)
    {
      place = place_new (places->config, row);
      g_hash_table_insert (places->places, g_steal_pointer (&key), place);
    }
  return place;
}
