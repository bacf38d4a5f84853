/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-drop-look.h"

#include "ph-folder-walk.h"
#include "ph-picture.h"

void
ph_drop_look_free (PhDropLook *look)
{
  g_clear_pointer (&look->others, g_ptr_array_unref);
  g_clear_pointer (&look->in_folders, g_ptr_array_unref);
  g_free (look->folder);
  g_free (look);
}

/* (transfer full) (nullable): NULL where it is no folder of this computer */
static char *
dup_folder (const PhEngineInput *input)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  if (input->bytes != NULL)
    return NULL;
  if (g_ascii_strncasecmp (input->input, "file:", 5) == 0)
    path = g_filename_from_uri (input->input, &host, NULL);
  else if (g_path_is_absolute (input->input))
    path = g_strdup (input->input);
  if (path == NULL || (host != NULL && g_ascii_strcasecmp (host, "localhost") != 0)
      || !g_file_test (path, G_FILE_TEST_IS_DIR))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
is_picture (const PhFound *found)
{
  g_autoptr (PhContent) content = NULL;
  PhPicture picture;

  if (found->error != NULL || found->left_out != NULL)
    return FALSE;
  content = ph_content_open (found->path, NULL);
  return content != NULL && ph_picture_probe (content, FALSE, &picture, NULL);
}

static void
look_into (PhDropLook *look, const char *folder)
{
  g_autoptr (PhFolderWalk) walk = ph_folder_walk_new (folder);

  if (look->n_folders++ == 0)
    look->folder = g_filename_display_basename (folder);
  for (guint i = 0; i < walk->found->len; i++)
    {
      const PhFound *found = walk->found->pdata[i];

      if (is_picture (found))
        g_ptr_array_add (look->in_folders, ph_engine_input_new (found->path, NULL));
    }
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *inputs = data;
  PhDropLook *look = g_new0 (PhDropLook, 1);

  look->others = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  look->in_folders = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  for (guint i = 0; i < inputs->len; i++)
    {
      const PhEngineInput *input = inputs->pdata[i];
      g_autofree char *folder = dup_folder (input);

      if (folder != NULL)
        look_into (look, folder);
      else
        g_ptr_array_add (look->others, ph_engine_input_new (input->input, input->bytes));
    }
  g_task_return_pointer (task, look, (GDestroyNotify) ph_drop_look_free);
}

void
ph_drop_look_async (GPtrArray *inputs, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_ptr_array_ref (inputs), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, look_in_thread);
}

PhDropLook *
ph_drop_look_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
