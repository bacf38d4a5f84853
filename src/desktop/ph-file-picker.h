/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ph-desk.h"

G_BEGIN_DECLS

/* The desktop's own file chooser, for several pictures at once; what is chosen goes to the desk.
 * One at a time: asked for again, the open one comes to the front. */

#define PH_TYPE_FILE_PICKER (ph_file_picker_get_type ())
G_DECLARE_FINAL_TYPE (PhFilePicker, ph_file_picker, PH, FILE_PICKER, GObject)

PhFilePicker *ph_file_picker_new (PhDesk *desk);

/* @parent: (nullable) */
void ph_file_picker_show (PhFilePicker *picker, GtkWindow *parent);

G_END_DECLS
