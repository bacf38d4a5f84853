/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-capabilities.h"
#include "ph-desk.h"
#include "ph-screenshot-portal.h"

G_BEGIN_DECLS

/* Takes a screenshot and hands it to the desk: by the person's own command where one is set, else
 * by the desktop's portal, else by a tool that is installed.  What can't be done is told by the
 * desk's "ended"; what the person cancels is no fault, and nothing is said. */

#define PH_TYPE_SCREENSHOT (ph_screenshot_get_type ())
G_DECLARE_FINAL_TYPE (PhScreenshot, ph_screenshot, PH, SCREENSHOT, GObject)

PhScreenshot *ph_screenshot_new (PhConfig *config, PhDesk *desk, PhScreenshotPortal *portal,
                                 PhCapabilities *capabilities);

/* @window: (nullable): that in which the person works.  While one is being taken nothing happens.
 */
void ph_screenshot_take (PhScreenshot *screenshot, GtkWindow *window);

G_END_DECLS
