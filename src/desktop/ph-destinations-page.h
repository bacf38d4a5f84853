/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-settings-parts.h"

G_BEGIN_DECLS

/* The destinations: their list, and the editor of one of them (ph-destination-editor.h). */

#define PH_TYPE_DESTINATIONS_PAGE (ph_destinations_page_get_type ())
G_DECLARE_FINAL_TYPE (PhDestinationsPage, ph_destinations_page, PH, DESTINATIONS_PAGE, GtkStack)

PhDestinationsPage *ph_destinations_page_new (const PhSettingsParts *parts);

/* Takes back what was done last: a removal, or the changes of the open editor.  FALSE where there
 * is nothing. */
gboolean ph_destinations_page_undo (PhDestinationsPage *page);

/* The window is to be closed.  FALSE where that would lose something: then the person is asked
 * here, and the window closes once they have answered. */
gboolean ph_destinations_page_leave (PhDestinationsPage *page);

G_END_DECLS
