/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-destinations-page.h"

#include <glib/gi18n-lib.h>

#include "ph-destination-editor.h"
#include "ph-destination-row.h"
#include "ph-forget-dialog.h"
#include "ph-message.h"
#include "ph-profile-change.h"

/* For so long a removal can be taken back; then its secret goes as well. */
#define UNDO_SECONDS 20

struct _PhDestinationsPage
{
  GtkStack parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *list_page;
  GtkWidget *list;
  GtkWidget *edit_button;
  GtkWidget *copy_button;
  GtkWidget *remove_button;
  GtkWidget *default_button;
  GtkWidget *undo_bar;
  GtkWidget *undo_label;
  GtkWidget *status;
  PhDestinationEditor *editor;

  PhProfile *removed; /* (nullable): what can be taken back */
  gboolean removed_default;
  guint undo_timer;
};

G_DEFINE_FINAL_TYPE (PhDestinationsPage, ph_destinations_page, GTK_TYPE_STACK)

/* --- the list -----------------------------------------------------------------------------------
 */

/* (nullable): while nothing is selected */
static const char *
get_selected (PhDestinationsPage *page)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (page->list));

  return row != NULL ? ph_destination_row_get_name (PH_DESTINATION_ROW (row)) : NULL;
}

static void
update_buttons (PhDestinationsPage *page)
{
  const char *name = get_selected (page);
  const char *standard = ph_config_get_default_name (page->parts->config);

  gtk_widget_set_sensitive (page->edit_button, name != NULL);
  gtk_widget_set_sensitive (page->copy_button, name != NULL);
  gtk_widget_set_sensitive (page->remove_button, name != NULL);
  gtk_widget_set_sensitive (page->default_button, name != NULL && g_strcmp0 (name, standard) != 0);
}

static void
destroy_row (GtkWidget *row, gpointer data)
{
  gtk_widget_destroy (row);
}

static void
fill_list (PhDestinationsPage *page)
{
  g_autofree const char **names = ph_config_list_profiles (page->parts->config);
  g_autofree char *selected = g_strdup (get_selected (page));
  const char *standard = ph_config_get_default_name (page->parts->config);

  gtk_container_foreach (GTK_CONTAINER (page->list), destroy_row, NULL);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *row
          = ph_destination_row_new (ph_config_peek_profile (page->parts->config, names[i], NULL),
                                    g_strcmp0 (names[i], standard) == 0);

      gtk_container_add (GTK_CONTAINER (page->list), row);
      if (g_strcmp0 (names[i], selected) == 0 || i == 0)
        gtk_list_box_select_row (GTK_LIST_BOX (page->list), GTK_LIST_BOX_ROW (row));
    }
  update_buttons (page);
}

static void
on_edit (PhDestinationsPage *page)
{
  const char *name = get_selected (page);
  PhProfile *profile
      = name != NULL ? ph_config_peek_profile (page->parts->config, name, NULL) : NULL;

  if (profile == NULL)
    return;
  ph_destination_editor_open (page->editor, profile);
  gtk_stack_set_visible_child (GTK_STACK (page), GTK_WIDGET (page->editor));
}

static void
on_editor_done (PhDestinationsPage *page)
{
  gtk_stack_set_visible_child (GTK_STACK (page), page->list_page);
  gtk_widget_child_focus (page->list, GTK_DIR_TAB_FORWARD);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationsPage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error))
    text = ph_message_from_error (error);
  ph_message_show (page->status, NULL, text, NULL);
}

/* --- adding -------------------------------------------------------------------------------------
 */

static void
begin_new (PhDestinationsPage *page, PhProfile *profile)
{
  ph_destination_editor_begin_new (page->editor, profile);
  gtk_stack_set_visible_child (GTK_STACK (page), GTK_WIDGET (page->editor));
}

static void
on_add (PhDestinationsPage *page)
{
  g_autofree char *name = ph_profile_change_find_name (page->parts->config, _ ("blog"));
  g_autoptr (PhProfile) profile = ph_profile_new (name);

  begin_new (page, profile);
}

static void
on_copy (PhDestinationsPage *page)
{
  const char *selected = get_selected (page);
  g_autofree char *name = ph_profile_change_find_name (page->parts->config, selected);
  g_autoptr (PhProfile) copy
      = ph_profile_copy (ph_config_peek_profile (page->parts->config, selected, NULL), name);

  begin_new (page, copy);
}

static void
on_make_default (PhDestinationsPage *page)
{
  ph_config_watch_set_async (page->parts->watch, "default-profile", get_selected (page), on_changed,
                             g_object_ref (page));
}

/* --- removing, and taking it back ---------------------------------------------------------------
 */

static void
on_secret_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!ph_secret_keeper_finish (PH_SECRET_KEEPER (source), result, &error))
    g_warning ("%s", error->message);
}

/* It can't be taken back any more. */
static void
finish_removal (PhDestinationsPage *page)
{
  g_autoptr (PhProfile) removed = g_steal_pointer (&page->removed);

  g_clear_handle_id (&page->undo_timer, g_source_remove);
  gtk_widget_hide (page->undo_bar);
  /* Somebody may have made one of that name since. */
  if (removed != NULL
      && (ph_profile_get_provider (removed) != PH_PROVIDER_FOLDER
          || ph_profile_get_text (removed, "proxy") != NULL)
      && ph_config_peek_profile (page->parts->config, ph_profile_get_name (removed), NULL) == NULL)
    ph_secret_keeper_remove_async (page->parts->secrets, ph_profile_get_name (removed),
                                   on_secret_removed, NULL);
}

static gboolean
on_undo_over (gpointer user_data)
{
  PhDestinationsPage *page = user_data;

  page->undo_timer = 0;
  finish_removal (page);
  return G_SOURCE_REMOVE;
}

static void
on_remove (PhDestinationsPage *page)
{
  const char *name = get_selected (page);
  PhProfile *profile = ph_config_peek_profile (page->parts->config, name, NULL);
  g_autofree char *text = g_strdup_printf (_ ("“%s” was removed"), name);

  finish_removal (page);
  page->removed = ph_profile_copy (profile, name);
  page->removed_default = g_strcmp0 (ph_config_get_default_name (page->parts->config), name) == 0;
  gtk_label_set_text (GTK_LABEL (page->undo_label), text);
  gtk_widget_show (page->undo_bar);
  page->undo_timer = g_timeout_add_seconds (UNDO_SECONDS, on_undo_over, page);
  ph_profile_change_remove_async (page->parts->watch, name, on_changed, g_object_ref (page));
}

gboolean
ph_destinations_page_undo (PhDestinationsPage *page)
{
  g_autoptr (PhProfile) removed = NULL;

  if (gtk_stack_get_visible_child (GTK_STACK (page)) == GTK_WIDGET (page->editor))
    return ph_destination_editor_revert (page->editor);
  removed = g_steal_pointer (&page->removed);
  if (removed == NULL)
    return FALSE;
  ph_profile_change_add_async (page->parts->watch, removed,
                               page->removed_default ? PH_PROFILE_MAKE_DEFAULT : PH_PROFILE_ADD,
                               on_changed, g_object_ref (page));
  finish_removal (page);
  return TRUE;
}

gboolean
ph_destinations_page_leave (PhDestinationsPage *page)
{
  return gtk_stack_get_visible_child (GTK_STACK (page)) != GTK_WIDGET (page->editor)
         || ph_destination_editor_leave (page->editor, TRUE);
}

static void
on_undo_response (GtkInfoBar *bar, int response, PhDestinationsPage *page)
{
  if (response == GTK_RESPONSE_CLOSE)
    finish_removal (page);
  else
    ph_destinations_page_undo (page);
}

/* --- forgetting everything ----------------------------------------------------------------------
 */

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationsPage) page = user_data;
  g_autofree char *said = NULL;
  PhForgetAnswer answer = ph_forget_dialog_ask_finish (result, &said);

  /* Its window may have been closed meanwhile, and the program be about to end. */
  if (answer == PH_FORGET_LEFT || page->status == NULL)
    return;
  /* What it knows by heart is forgotten, too. */
  ph_engine_reload (page->parts->engine, NULL);
  ph_message_show (page->status, NULL, answer == PH_FORGET_FAILED ? said : NULL, said);
}

/* This can't be taken back, so it is the one thing that is asked. */
static void
on_forget (PhDestinationsPage *page)
{
  ph_forget_dialog_ask_async (GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (page))),
                              on_forgotten, g_object_ref (page));
}

/* --- life ---------------------------------------------------------------------------------------
 */

static void
ph_destinations_page_destroy (GtkWidget *widget)
{
  PhDestinationsPage *page = PH_DESTINATIONS_PAGE (widget);

  if (page->removed != NULL)
    finish_removal (page);
  GTK_WIDGET_CLASS (ph_destinations_page_parent_class)->destroy (widget);
}

static void
bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, list_page);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, list);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, edit_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, remove_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, default_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, undo_bar);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, undo_label);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationsPage, status);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_make_default);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_response);
  gtk_widget_class_bind_template_callback (widget_class, on_forget);
}

static void
ph_destinations_page_class_init (PhDestinationsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = ph_destinations_page_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-destinations-page.ui");
  bind (widget_class);
}

static void
ph_destinations_page_init (PhDestinationsPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

PhDestinationsPage *
ph_destinations_page_new (const PhSettingsParts *parts)
{
  PhDestinationsPage *page = g_object_new (PH_TYPE_DESTINATIONS_PAGE, NULL);

  page->parts = parts;
  page->editor = ph_destination_editor_new (parts);
  gtk_container_add (GTK_CONTAINER (page), GTK_WIDGET (page->editor));
  g_signal_connect_object (page->editor, "done", G_CALLBACK (on_editor_done), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (fill_list), page,
                           G_CONNECT_SWAPPED);
  fill_list (page);
  return page;
}
