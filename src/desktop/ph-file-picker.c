/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-file-picker.h"

#include <glib/gi18n-lib.h>

struct _PhFilePicker
{
  GObject parent_instance;

  PhDesk *desk;
  GtkFileChooserNative *chooser; /* (nullable): while it is open */
};

G_DEFINE_FINAL_TYPE (PhFilePicker, ph_file_picker, G_TYPE_OBJECT)

static void
ph_file_picker_dispose (GObject *object)
{
  PhFilePicker *picker = PH_FILE_PICKER (object);

  if (picker->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (picker->chooser));
  g_clear_object (&picker->chooser);
  g_clear_object (&picker->desk);
  G_OBJECT_CLASS (ph_file_picker_parent_class)->dispose (object);
}

static void
ph_file_picker_class_init (PhFilePickerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_file_picker_dispose;
}

static void
ph_file_picker_init (PhFilePicker *picker)
{
}

PhFilePicker *
ph_file_picker_new (PhDesk *desk)
{
  PhFilePicker *picker = g_object_new (PH_TYPE_FILE_PICKER, NULL);

  picker->desk = g_object_ref (desk);
  return picker;
}

static void
upload (PhFilePicker *picker, GSList *files)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  const PhDeskOptions options = { .origin = PH_ORIGIN_FILES, .copy = TRUE };

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *path = g_file_get_path (link->data);
      g_autofree char *uri = path == NULL ? g_file_get_uri (link->data) : NULL;

      g_ptr_array_add (inputs, ph_engine_input_new (path != NULL ? path : uri, NULL));
    }
  ph_desk_upload_async (picker->desk, inputs, &options, NULL, NULL);
}

static void
on_response (GtkNativeDialog *dialog, int response, PhFilePicker *picker)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&picker->chooser);
  GSList *files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && files != NULL)
    upload (picker, files);
  g_slist_free_full (files, g_object_unref);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *mime, const char *other)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (g_str_equal (mime, "*"))
    gtk_file_filter_add_pattern (filter, mime);
  else
    gtk_file_filter_add_mime_type (filter, mime);
  if (other != NULL)
    gtk_file_filter_add_mime_type (filter, other);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
ph_file_picker_show (PhFilePicker *picker, GtkWindow *parent)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  GtkFileChooser *chooser;

  if (picker->chooser == NULL)
    {
      picker->chooser = gtk_file_chooser_native_new (_ ("Choose pictures"), parent,
                                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Upload"),
                                                     _ ("_Cancel"));
      chooser = GTK_FILE_CHOOSER (picker->chooser);
      gtk_file_chooser_set_select_multiple (chooser, TRUE);
      gtk_file_chooser_set_local_only (chooser, FALSE);
      if (pictures != NULL)
        gtk_file_chooser_set_current_folder (chooser, pictures);
      add_filter (chooser, _ ("Pictures and videos"), "image/*", "video/*");
      add_filter (chooser, _ ("All files"), "*", NULL);
      g_signal_connect_object (picker->chooser, "response", G_CALLBACK (on_response), picker, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (picker->chooser));
}
