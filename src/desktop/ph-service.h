/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-activity.h"
#include "ph-capabilities.h"
#include "ph-clipboard-upload.h"
#include "ph-desk.h"

G_BEGIN_DECLS

/* io.github.pichoist.Pichoist1 on the session bus (data/io.github.pichoist.Pichoist1.xml): what the
 * command line and other programs ask the desktop program for. */

#define PH_TYPE_SERVICE (ph_service_get_type ())
G_DECLARE_FINAL_TYPE (PhService, ph_service, PH, SERVICE, GObject)

/* It is exported before the program owns its name, so that no early call is lost, and starts when
 * the parts are there: calls are dispatched after that. */
PhService *ph_service_new (void);
gboolean ph_service_export (PhService *service, GDBusConnection *connection, const char *path,
                            GError **error);
void ph_service_start (PhService *service, PhDesk *desk, PhActivity *activity,
                       PhClipboardUpload *clipboard_upload, PhCapabilities *capabilities,
                       PhConfig *config);
void ph_service_unexport (PhService *service);

G_END_DECLS
