/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-message.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

char *
ph_message_from_error (const GError *error)
{
  const char *hint = ph_error_get_hint (error);

  return hint != NULL ? g_strdup_printf (_ ("%s: %s"), error->message, hint)
                      : g_strdup (error->message);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (on)
    gtk_style_context_add_class (style, name);
  else
    gtk_style_context_remove_class (style, name);
}

void
ph_message_show (GtkWidget *label, GtkWidget *widget, const char *error, const char *hint)
{
  const char *text = error != NULL ? error : hint;

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
  set_class (label, "dim-label", error == NULL);
  set_class (label, "pichoist-error", error != NULL);
  if (widget == NULL)
    return;
  set_class (widget, GTK_STYLE_CLASS_ERROR, error != NULL);
  atk_object_set_description (gtk_widget_get_accessible (widget), text != NULL ? text : "");
}
