/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether this session has something that shows tray icons: a StatusNotifierWatcher with a host
 * (org.kde.StatusNotifierWatcher), which may come, go and come again.
 *
 * Properties:
 *   "present" (boolean, read-only): it has one now
 * Signals:
 *   "missed" (): there has been none for some seconds after the start; once */

#define PH_TYPE_TRAY_HOST (ph_tray_host_get_type ())
G_DECLARE_FINAL_TYPE (PhTrayHost, ph_tray_host, PH, TRAY_HOST, GObject)

PhTrayHost *ph_tray_host_new (void);

gboolean ph_tray_host_is_present (PhTrayHost *host);

G_END_DECLS
