/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* Tries a destination out and shows what became of each step, with the way out where one failed. */

#define PH_TYPE_CHECK_VIEW (ph_check_view_get_type ())
G_DECLARE_FINAL_TYPE (PhCheckView, ph_check_view, PH, CHECK_VIEW, GtkBox)

PhCheckView *ph_check_view_new (const PhSettingsParts *parts);

/* Stops what is under way and hides itself. */
void ph_check_view_clear (PhCheckView *view);

/* @callback: (nullable) */
void ph_check_view_run_async (PhCheckView *view, const char *profile, GAsyncReadyCallback callback,
                              gpointer user_data);
/* Did all steps succeed? */
gboolean ph_check_view_run_finish (PhCheckView *view, GAsyncResult *result);

G_END_DECLS
