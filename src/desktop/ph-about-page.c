/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-about-page.h"

#include <glib/gi18n-lib.h>

struct _PhAboutPage
{
  GtkBox parent_instance;

  GtkWidget *version;
};

G_DEFINE_FINAL_TYPE (PhAboutPage, ph_about_page, GTK_TYPE_BOX)

static void
ph_about_page_class_init (PhAboutPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-about-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhAboutPage, version);
}

static void
ph_about_page_init (PhAboutPage *page)
{
  g_autofree char *version = g_strdup_printf ("%s %s", _ ("Pichoist"), PH_VERSION);

  gtk_widget_init_template (GTK_WIDGET (page));
  gtk_label_set_text (GTK_LABEL (page->version), version);
}

GtkWidget *
ph_about_page_new (void)
{
  return g_object_new (PH_TYPE_ABOUT_PAGE, NULL);
}
