/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-assistant.h"

#include <glib/gi18n-lib.h>

#include "ph-application.h"
#include "ph-destination-editor.h"
#include "ph-message.h"
#include "ph-profile-change.h"

#define SAMPLE_PIXELS 256

struct _PhAssistant
{
  GtkApplicationWindow parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *stack;
  GtkWidget *choose_page;
  GtkWidget *folder_page;
  GtkWidget *done_page;
  GtkWidget *folder_entry;
  GtkWidget *folder_message;
  GtkWidget *sample_button;
  GtkWidget *sample_result;
  PhDestinationEditor *editor;
};

G_DEFINE_FINAL_TYPE (PhAssistant, ph_assistant, GTK_TYPE_APPLICATION_WINDOW)

static void
show_page (PhAssistant *assistant, gpointer page)
{
  gtk_stack_set_visible_child (GTK_STACK (assistant->stack), page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* --- a bucket --- */

static void
begin_bucket (PhAssistant *assistant, PhProvider provider)
{
  g_autofree char *name = ph_profile_change_find_name (assistant->parts->config, _ ("blog"));
  g_autoptr (PhProfile) profile = ph_profile_new (name);

  g_object_set (profile, "provider", provider, NULL);
  ph_destination_editor_begin_new (assistant->editor, profile);
  gtk_stack_set_visible_child (GTK_STACK (assistant->stack), GTK_WIDGET (assistant->editor));
}

static void
on_r2 (PhAssistant *assistant)
{
  begin_bucket (assistant, PH_PROVIDER_R2);
}

static void
on_bucket (PhAssistant *assistant)
{
  begin_bucket (assistant, PH_PROVIDER_S3);
}

static void
on_editor_done (PhAssistant *assistant)
{
  show_page (assistant, assistant->choose_page);
}

static void
on_editor_checked (PhAssistant *assistant)
{
  show_page (assistant, assistant->done_page);
}

/* --- a folder, to try it out --- */

static void
on_folder (PhAssistant *assistant)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autofree char *folder
      = g_build_filename (pictures != NULL ? pictures : g_get_home_dir (), "Pichoist", NULL);

  gtk_entry_set_text (GTK_ENTRY (assistant->folder_entry), folder);
  ph_message_show (assistant->folder_message, assistant->folder_entry, NULL, NULL);
  show_page (assistant, assistant->folder_page);
}

static void
on_folder_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhAssistant) assistant = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error))
    {
      show_page (assistant, assistant->done_page);
      return;
    }
  text = ph_message_from_error (error);
  ph_message_show (assistant->folder_message, assistant->folder_entry, text, NULL);
}

static void
on_use_folder (PhAssistant *assistant)
{
  const char *folder = gtk_entry_get_text (GTK_ENTRY (assistant->folder_entry));
  g_autofree char *name = ph_profile_change_find_name (assistant->parts->config, _ ("folder"));
  g_autoptr (PhProfile) profile = ph_profile_new (name);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_object_set (profile, "provider", PH_PROVIDER_FOLDER, NULL);
  if (ph_profile_set_from_text (profile, "folder", folder, &error))
    {
      ph_profile_change_add_async (assistant->parts->watch, profile, PH_PROFILE_MAKE_FOLDER,
                                   on_folder_added, g_object_ref (assistant));
      return;
    }
  text = ph_message_from_error (error);
  ph_message_show (assistant->folder_message, assistant->folder_entry, text, NULL);
}

static void
on_back (PhAssistant *assistant)
{
  show_page (assistant, assistant->choose_page);
}

/* --- done --- */

static void
on_sample_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhAssistant) assistant = user_data;
  g_autoptr (GError) error = NULL;
  const PhDelivery *delivery = ph_desk_upload_finish (PH_DESK (source), result, &error);
  const PhOutcome *outcome = delivery != NULL ? delivery->outcomes->pdata[0] : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (assistant->sample_button, TRUE);
  if (outcome != NULL && outcome->error == NULL)
    {
      text = g_strdup_printf (delivery->copied ? _ ("The link is on your clipboard: %s")
                                               : _ ("Its link is %s"),
                              (const char *) delivery->links->pdata[0]);
      ph_message_show (assistant->sample_result, NULL, NULL, text);
      return;
    }
  text = ph_message_from_error (outcome != NULL ? outcome->error : error);
  ph_message_show (assistant->sample_result, NULL, text, NULL);
}

/* The picture of the program itself.  (transfer full) */
static GBytes *
make_sample (GError **error)
{
  g_autoptr (GdkPixbuf) picture = gtk_icon_theme_load_icon (
      gtk_icon_theme_get_default (), PH_APPLICATION_ID, SAMPLE_PIXELS, 0, error);
  char *data = NULL;
  gsize size = 0;

  if (picture == NULL || !gdk_pixbuf_save_to_buffer (picture, &data, &size, "png", error, NULL))
    return NULL;
  return g_bytes_new_take (data, size);
}

static void
on_sample (PhAssistant *assistant)
{
  const PhDeskOptions options = { .origin = PH_ORIGIN_FILES, .copy = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_sample (&error);
  GPtrArray *inputs;

  if (bytes == NULL)
    {
      ph_message_show (assistant->sample_result, NULL, error->message, NULL);
      return;
    }
  inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  g_ptr_array_add (inputs, ph_engine_input_new ("pichoist.png", bytes));
  gtk_widget_set_sensitive (assistant->sample_button, FALSE);
  ph_desk_upload_async (assistant->parts->desk, inputs, &options, on_sample_uploaded,
                        g_object_ref (assistant));
}

static void
on_close (PhAssistant *assistant)
{
  gtk_window_close (GTK_WINDOW (assistant));
}

/* --- life --- */

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, stack);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, choose_page);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, folder_page);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, done_page);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, folder_entry);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, folder_message);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, sample_button);
  gtk_widget_class_bind_template_child (widget_class, PhAssistant, sample_result);
  gtk_widget_class_bind_template_callback (widget_class, on_r2);
  gtk_widget_class_bind_template_callback (widget_class, on_bucket);
  gtk_widget_class_bind_template_callback (widget_class, on_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_use_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_sample);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
ph_assistant_class_init (PhAssistantClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-assistant.ui");
  bind_children (widget_class);
}

static void
ph_assistant_init (PhAssistant *assistant)
{
  gtk_widget_init_template (GTK_WIDGET (assistant));
}

GtkWidget *
ph_assistant_new (GtkApplication *application, const PhSettingsParts *parts)
{
  PhAssistant *assistant = g_object_new (PH_TYPE_ASSISTANT, "application", application, NULL);

  assistant->parts = parts;
  assistant->editor = ph_destination_editor_new (parts);
  gtk_container_add (GTK_CONTAINER (assistant->stack), GTK_WIDGET (assistant->editor));
  g_signal_connect_object (assistant->editor, "done", G_CALLBACK (on_editor_done), assistant,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (assistant->editor, "checked", G_CALLBACK (on_editor_checked), assistant,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (assistant);
}
