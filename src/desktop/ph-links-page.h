/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* How links are written and pictures are named, with a preview as one types. */

#define PH_TYPE_LINKS_PAGE (ph_links_page_get_type ())
G_DECLARE_FINAL_TYPE (PhLinksPage, ph_links_page, PH, LINKS_PAGE, GtkBox)

GtkWidget *ph_links_page_new (const PhSettingsParts *parts);

G_END_DECLS
