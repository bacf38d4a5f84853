/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config-watch.h"

G_BEGIN_DECLS

/* Changes of profiles for ph_config_watch_change_async (), whose _finish () ends them all: nothing
 * but what is named is changed in the file, whatever else has been written there meanwhile. */

/* Adds @profile.
 * @make_default: whether it becomes the default one even if there are others */
void ph_profile_change_add_async (PhConfigWatch *watch, PhProfile *profile, gboolean make_default,
                                  GAsyncReadyCallback callback, gpointer user_data);

/* Gives the saved profile the values that @profile has for @keys. */
void ph_profile_change_set_async (PhConfigWatch *watch, PhProfile *profile, const char *const *keys,
                                  GAsyncReadyCallback callback, gpointer user_data);

void ph_profile_change_remove_async (PhConfigWatch *watch, const char *name,
                                     GAsyncReadyCallback callback, gpointer user_data);

/* @base, or @base with a number behind it, that no profile has.  (transfer full) */
char *ph_profile_change_find_name (PhConfig *config, const char *base);

G_END_DECLS
