/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-profile.h"

G_BEGIN_DECLS

/* A destination in the list: its name, who keeps the pictures, where visitors find them. */

#define PH_TYPE_DESTINATION_ROW (ph_destination_row_get_type ())
G_DECLARE_FINAL_TYPE (PhDestinationRow, ph_destination_row, PH, DESTINATION_ROW, GtkListBoxRow)

GtkWidget *ph_destination_row_new (PhProfile *profile, gboolean standard);

const char *ph_destination_row_get_name (PhDestinationRow *row);

G_END_DECLS
