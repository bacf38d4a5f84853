/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-desk.h"

G_BEGIN_DECLS

/* Asks for names, one batch of pictures after the other, where the settings want it so: for
 * ph_desk_set_namer (). */

#define PH_TYPE_NAMER (ph_namer_get_type ())
G_DECLARE_FINAL_TYPE (PhNamer, ph_namer, PH, NAMER, GObject)

PhNamer *ph_namer_new (GtkApplication *application, PhConfig *config);

/* A PhDeskNamer; @data is the PhNamer. */
void ph_namer_ask_async (GPtrArray *inputs, const char *profile, gboolean unasked,
                         GAsyncReadyCallback callback, gpointer user_data, gpointer data);

/* Nothing of what it still asks about goes up. */
void ph_namer_end (PhNamer *namer);

G_END_DECLS
