/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-fixture.h"

#include <string.h>

#include "ph-folder.h"
#include "test-folder.h"

PhStorage *
folder_new_storage (const char *path)
{
  g_autoptr (PhProfile) profile = ph_profile_new ("site");
  g_autoptr (GError) error = NULL;
  g_autoptr (PhTarget) target = NULL;

  g_assert_true (ph_profile_set_from_text (profile, "provider", "folder", &error));
  g_assert_true (ph_profile_set_from_text (profile, "folder", path, &error));
  target = ph_target_new (profile, &error);
  g_assert_no_error (error);
  return PH_STORAGE (ph_folder_new (target));
}

void
folder_set_up_in (FolderFixture *fixture, const char *base)
{
  fixture->base = g_strdup (base);
  fixture->folder = g_build_filename (base, "static", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0755), ==, 0);
  fixture->storage = folder_new_storage (fixture->folder);
}

void
folder_set_up (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *base = test_folder_make ();

  folder_set_up_in (fixture, base);
}

void
folder_tear_down (FolderFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->storage);
  test_folder_remove (fixture->base);
  g_free (fixture->base);
  g_free (fixture->folder);
}

void
folder_on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FolderFixture *fixture = user_data;

  fixture->result = g_object_ref (result);
}

GAsyncResult *
folder_wait (FolderFixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&fixture->result);
}

PhObject *
folder_put_content (FolderFixture *fixture, const char *key, PhContent *content, gboolean if_absent,
                    GError **error)
{
  const PhPutRequest request = {
    .key = key,
    .content = content,
    .content_type = "image/png",
    .sha256 = FOLDER_ABC_SHA256,
    .if_absent = if_absent,
  };
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_put_async (fixture->storage, &request, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_put_finish (fixture->storage, result, error);
}

gboolean
folder_put (FolderFixture *fixture, const char *key, const char *text, gboolean if_absent,
            GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  g_autoptr (PhObject) object = folder_put_content (fixture, key, content, if_absent, error);

  return object != NULL;
}

PhObject *
folder_head (FolderFixture *fixture, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_head_async (fixture->storage, key, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_head_finish (fixture->storage, result, error);
}

GBytes *
folder_get (FolderFixture *fixture, const char *key, gsize max, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_get_async (fixture->storage, key, max, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_get_finish (fixture->storage, result, error);
}

PhObjectPage *
folder_list (FolderFixture *fixture, const char *prefix, const char *from, guint max,
             GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_list_async (fixture->storage, prefix, from, max, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_list_finish (fixture->storage, result, error);
}

gboolean
folder_delete (FolderFixture *fixture, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_delete_async (fixture->storage, key, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_delete_finish (fixture->storage, result, error);
}

gboolean
folder_copy (FolderFixture *fixture, const char *from, const char *to, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_copy_async (fixture->storage, from, to, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  return ph_storage_copy_finish (fixture->storage, result, error);
}

char *
folder_in_folder (FolderFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

void
folder_assert_file (FolderFixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = folder_in_folder (fixture, name);
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, text);
}

guint
folder_count_entries (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    count++;
  g_dir_close (dir);
  return count;
}
