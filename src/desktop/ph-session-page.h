/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* What works in this session, and why not where it doesn't, as it changes: PhCapabilities and the
 * keyring. */

#define PH_TYPE_SESSION_PAGE (ph_session_page_get_type ())
G_DECLARE_FINAL_TYPE (PhSessionPage, ph_session_page, PH, SESSION_PAGE, GtkBox)

GtkWidget *ph_session_page_new (const PhSettingsParts *parts);

G_END_DECLS
