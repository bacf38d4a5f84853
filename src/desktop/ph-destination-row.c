/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-destination-row.h"

#include <glib/gi18n-lib.h>

#include "ph-target.h"

struct _PhDestinationRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *name;
  GtkWidget *place;
  GtkWidget *mark;
};

G_DEFINE_FINAL_TYPE (PhDestinationRow, ph_destination_row, GTK_TYPE_LIST_BOX_ROW)

static void
ph_destination_row_class_init (PhDestinationRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-destination-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PhDestinationRow, name);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationRow, place);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationRow, mark);
}

static void
ph_destination_row_init (PhDestinationRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

static char *
describe_place (PhProfile *profile)
{
  g_autoptr (PhTarget) target = ph_target_new (profile, NULL);
  const char *provider = _ (ph_preset_get (ph_profile_get_provider (profile))->title);
  const char *where = _ ("not complete");

  if (target != NULL && target->public_base != NULL && *target->public_base != '\0')
    where = target->public_base;
  else if (target != NULL)
    where = target->folder != NULL ? target->folder : target->bucket;
  return g_strdup_printf ("%s · %s", provider, where);
}

GtkWidget *
ph_destination_row_new (PhProfile *profile, gboolean standard)
{
  PhDestinationRow *row = g_object_new (PH_TYPE_DESTINATION_ROW, NULL);
  g_autofree char *place = describe_place (profile);
  g_autofree char *spoken = NULL;

  gtk_label_set_text (GTK_LABEL (row->name), ph_profile_get_name (profile));
  gtk_label_set_text (GTK_LABEL (row->place), place);
  gtk_widget_set_visible (row->mark, standard);
  spoken = g_strdup_printf (standard ? _ ("%s, default, %s") : _ ("%s, %s"),
                            ph_profile_get_name (profile), place);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (row)), spoken);
  return GTK_WIDGET (row);
}

const char *
ph_destination_row_get_name (PhDestinationRow *row)
{
  return gtk_label_get_text (GTK_LABEL (row->name));
}
