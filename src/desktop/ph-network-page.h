/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* How each destination is reached: proxy, certificates, time-outs. */

#define PH_TYPE_NETWORK_PAGE (ph_network_page_get_type ())
G_DECLARE_FINAL_TYPE (PhNetworkPage, ph_network_page, PH, NETWORK_PAGE, GtkBox)

GtkWidget *ph_network_page_new (const PhSettingsParts *parts);

G_END_DECLS
