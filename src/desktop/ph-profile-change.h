/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config-watch.h"

G_BEGIN_DECLS

/* Changes of profiles for ph_config_watch_change_async (), whose _finish () ends them all: nothing
 * but what is named is changed in the file, whatever else has been written there meanwhile. */

typedef enum
{
  PH_PROFILE_ADD = 0,
  PH_PROFILE_MAKE_DEFAULT = 1 << 0, /* also if there are others */
  PH_PROFILE_MAKE_FOLDER = 1 << 1,  /* that it is to put pictures into */
} PhProfileAddFlags;

void ph_profile_change_add_async (PhConfigWatch *watch, PhProfile *profile, PhProfileAddFlags flags,
                                  GAsyncReadyCallback callback, gpointer user_data);

/* Gives the saved profile the values that @profile has for @keys. */
void ph_profile_change_set_async (PhConfigWatch *watch, PhProfile *profile, const char *const *keys,
                                  GAsyncReadyCallback callback, gpointer user_data);

void ph_profile_change_remove_async (PhConfigWatch *watch, const char *name,
                                     GAsyncReadyCallback callback, gpointer user_data);

/* @base, or @base with a number behind it, that no profile has.  (transfer full) */
char *ph_profile_change_find_name (PhConfig *config, const char *base);

G_END_DECLS
