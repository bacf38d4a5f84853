/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What this is, which version, and its licence. */

#define PH_TYPE_ABOUT_PAGE (ph_about_page_get_type ())
G_DECLARE_FINAL_TYPE (PhAboutPage, ph_about_page, PH, ABOUT_PAGE, GtkBox)

GtkWidget *ph_about_page_new (void);

G_END_DECLS
