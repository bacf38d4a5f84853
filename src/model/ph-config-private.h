/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config-section.h"
#include "ph-config.h"

G_BEGIN_DECLS

#define PH_CONFIG_PROFILE_GROUP "profile "

typedef struct
{
  PhProfile *profile;
  PhConfigSection *section;
} PhProfileEntry;

struct _PhConfig
{
  GObject parent;

  char *dir;
  char *path;
  gboolean leaves_damage; /* a damaged file is an error, and stays as it is */
  GKeyFile *file;         /* as read or written last; never changed, other threads may share it */
  GPtrArray *warnings;
  PhConfigSection *general;
  GPtrArray *profiles; /* of PhProfileEntry, in the file's order */
  GPtrArray *dropped;  /* of PhProfile: no longer in the file, maybe still in somebody's hand */
  GHashTable *removed; /* names of profiles that ph_config_save () is to remove */
  GValue values[32];   /* of [general], by property id */
};

/* ph_config_read_file:
 * @locked: whether the caller holds the lock
 *
 * What the file holds, nothing where there is none.  A damaged file is set aside and the last good
 * one takes its place, with a warning; or, with leaves_damage, it is PH_ERROR_SETTINGS.  (transfer
 * full) (nullable) */
GKeyFile *ph_config_read_file (PhConfig *config, gboolean locked, GError **error);

/* Brings general settings and profiles to what @file holds.  @file: (transfer full) */
void ph_config_take_file (PhConfig *config, GKeyFile *file);

/* FALSE where [general] has a wrong value for @key. */
gboolean ph_config_check_general (PhConfig *config, const char *key, GError **error);
/* As it is set.  (nullable) */
const char *ph_config_peek_default_profile (PhConfig *config);

/* Not in the array yet.  @profile: (transfer full) */
PhProfileEntry *ph_profile_entry_new (PhProfile *profile);
void ph_profile_entry_free (PhProfileEntry *entry);
/* (nullable) (transfer none) */
PhProfileEntry *ph_config_find_entry (PhConfig *config, const char *name);
/* Takes it out of the array; whoever holds the profile from before may still look at it. */
void ph_config_drop_entry (PhConfig *config, PhProfileEntry *entry);

G_END_DECLS
