/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The desktop's own screenshots, by xdg-desktop-portal, where its implementation has them.
 *
 * Signals:
 *   "changed" (): ph_screenshot_portal_is_there () has */

#define PH_TYPE_SCREENSHOT_PORTAL (ph_screenshot_portal_get_type ())
G_DECLARE_FINAL_TYPE (PhScreenshotPortal, ph_screenshot_portal, PH, SCREENSHOT_PORTAL, GObject)

/* @app_id: as the desktop entry is called */
PhScreenshotPortal *ph_screenshot_portal_new (const char *app_id);

gboolean ph_screenshot_portal_is_there (PhScreenshotPortal *portal);

/* Lets the person choose what to take; one at a time.
 * @window: (nullable): that in which the person works */
void ph_screenshot_portal_take_async (PhScreenshotPortal *portal, GtkWindow *window,
                                      GAsyncReadyCallback callback, gpointer user_data);
/* The address of the file.  (transfer full).  Errors: PH_ERROR_CANCELLED; PH_ERROR_FAILED where the
 * portal can't or has gone. */
char *ph_screenshot_portal_take_finish (PhScreenshotPortal *portal, GAsyncResult *result,
                                        GError **error);

G_END_DECLS
