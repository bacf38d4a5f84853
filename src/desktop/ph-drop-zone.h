/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-drop.h"
#include "ph-engine.h"

G_BEGIN_DECLS

/* A small window above all others, for drops; it shows what becomes of them. */

#define PH_TYPE_DROP_ZONE (ph_drop_zone_get_type ())
G_DECLARE_FINAL_TYPE (PhDropZone, ph_drop_zone, PH, DROP_ZONE, GtkWindow)

/* It hides when it is closed.  @place: the file that keeps where it stands */
PhDropZone *ph_drop_zone_new (GtkApplication *application, PhDrop *drop, PhEngine *engine,
                              const char *place);

/* Shows it without taking the focus from where the person works. */
void ph_drop_zone_show (PhDropZone *zone);

/* @note: (nullable): what is limited about the zone in this session, a sentence that it shows */
void ph_drop_zone_set_note (PhDropZone *zone, const char *note);

/* Makes another widget a drop target too; the zone then shows what becomes of it. */
void ph_drop_zone_attach (PhDropZone *zone, GtkWidget *widget);

G_END_DECLS
