/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-leave-bar.h"

#include <glib/gi18n-lib.h>

struct _PhLeaveBar
{
  GtkInfoBar parent_instance;

  GtkWidget *label;
  GtkWidget *keep;
};

G_DEFINE_FINAL_TYPE (PhLeaveBar, ph_leave_bar, GTK_TYPE_INFO_BAR)

static guint discard_signal;

static void
ph_leave_bar_response (GtkInfoBar *bar, int response)
{
  gtk_widget_hide (GTK_WIDGET (bar));
  if (response == GTK_RESPONSE_REJECT)
    g_signal_emit (bar, discard_signal, 0);
}

static void
ph_leave_bar_class_init (PhLeaveBarClass *class)
{
  GTK_INFO_BAR_CLASS (class)->response = ph_leave_bar_response;
  discard_signal = g_signal_new ("discard", PH_TYPE_LEAVE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ph_leave_bar_init (PhLeaveBar *bar)
{
  GtkInfoBar *info = GTK_INFO_BAR (bar);

  bar->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (bar->label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (bar->label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (bar->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_show (bar->label);
  gtk_container_add (GTK_CONTAINER (gtk_info_bar_get_content_area (info)), bar->label);
  gtk_info_bar_add_button (info, _ ("_Discard"), GTK_RESPONSE_REJECT);
  bar->keep = gtk_info_bar_add_button (info, _ ("_Keep editing"), GTK_RESPONSE_CANCEL);
  gtk_info_bar_set_message_type (info, GTK_MESSAGE_WARNING);
  gtk_widget_set_no_show_all (GTK_WIDGET (bar), TRUE);
}

PhLeaveBar *
ph_leave_bar_new (void)
{
  return g_object_new (PH_TYPE_LEAVE_BAR, NULL);
}

void
ph_leave_bar_ask (PhLeaveBar *bar, const char *loss)
{
  gtk_label_set_text (GTK_LABEL (bar->label), loss);
  gtk_widget_show (GTK_WIDGET (bar));
  gtk_widget_grab_focus (bar->keep);
}

void
ph_leave_bar_hide (PhLeaveBar *bar)
{
  gtk_widget_hide (GTK_WIDGET (bar));
}
