/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-config.h"
#include "ph-engine.h"

G_BEGIN_DECLS

/* Asks what pictures are to be called before they go up, with what their links will be as one
 * types.  Enter uploads, Escape doesn't.
 *
 * Signals:
 *   "answered" (gboolean): they are to be put up; the window goes then */

#define PH_TYPE_NAME_WINDOW (ph_name_window_get_type ())
G_DECLARE_FINAL_TYPE (PhNameWindow, ph_name_window, PH, NAME_WINDOW, GtkWindow)

/* @inputs: (element-type PhEngineInput): get the names that differ from their own
 * @profile: (nullable): where they go
 * @unasked: they turned up by themselves: it doesn't take the focus from what the person does */
GtkWidget *ph_name_window_new (PhConfig *config, GPtrArray *inputs, const char *profile,
                               gboolean unasked);

G_END_DECLS
