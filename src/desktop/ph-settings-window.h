/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* The settings window.  Everything takes effect at once, and what somebody else writes into the
 * settings file shows up while it is open. */

#define PH_TYPE_SETTINGS_WINDOW (ph_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (PhSettingsWindow, ph_settings_window, PH, SETTINGS_WINDOW,
                      GtkApplicationWindow)

/* @parts: lives longer than the window */
GtkWidget *ph_settings_window_new (GtkApplication *application, const PhSettingsParts *parts);

/* @page: "destinations", "about" ... */
void ph_settings_window_show_page (PhSettingsWindow *window, const char *page);

G_END_DECLS
