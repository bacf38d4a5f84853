/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether the program starts with the session. */

#define PH_TYPE_STARTUP_PAGE (ph_startup_page_get_type ())
G_DECLARE_FINAL_TYPE (PhStartupPage, ph_startup_page, PH, STARTUP_PAGE, GtkBox)

GtkWidget *ph_startup_page_new (void);

G_END_DECLS
