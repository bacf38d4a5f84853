/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* pichoist-desktop: one for each session, found by its name on the session bus.  It owns the parts
 * and joins them: what a person can do is an action of the application (ph-application-actions.c),
 * so that tray, notifications, windows, hotkeys and D-Bus all call the same one. */

#define PH_APPLICATION_ID "io.github.pichoist.Pichoist"

#define PH_TYPE_APPLICATION (ph_application_get_type ())
G_DECLARE_FINAL_TYPE (PhApplication, ph_application, PH, APPLICATION, GtkApplication)

PhApplication *ph_application_new (void);

G_END_DECLS
