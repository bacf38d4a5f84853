/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "ph-error.h"
#include "test-folder.h"

static void
test_put (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = folder_in_folder (fixture, "2026/11/图 a.png");
  g_autofree char *parent = folder_in_folder (fixture, "2026/11");
  g_autoptr (PhObject) object = NULL;
  struct stat status;
  mode_t mask = umask (027);

  g_assert_true (folder_put (fixture, "2026/11/图 a.png", "abc", TRUE, &error));
  umask (mask);
  g_assert_no_error (error);
  folder_assert_file (fixture, "2026/11/图 a.png", "abc");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
  g_assert_cmpint (stat (parent, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0750);

  object = folder_head (fixture, "2026/11/图 a.png", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (object->key, ==, "2026/11/图 a.png");
  g_assert_cmpstr (object->sha256, ==, FOLDER_ABC_SHA256);
  g_assert_cmpint (object->size, ==, 3);
  g_assert_cmpint (object->modified, ==, stat (path, &status) == 0 ? status.st_mtime : -1);
}

static void
test_if_absent (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ph_storage_can_put_if_absent (fixture->storage));
  g_assert_true (folder_put (fixture, "a.png", "first", TRUE, &error));
  g_assert_false (folder_put (fixture, "a.png", "second", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  g_clear_error (&error);
  folder_assert_file (fixture, "a.png", "first");
  g_assert_true (folder_put (fixture, "a.png", "third", FALSE, &error));
  g_assert_no_error (error);
  folder_assert_file (fixture, "a.png", "third");
  g_assert_cmpuint (folder_count_entries (fixture->folder), ==, 1);
}

/* Keys that no normal form lets through, as an edited history could hold. */
static void
test_bad_keys (FolderFixture *fixture, gconstpointer data)
{
  static const char *const keys[]
      = { "", "..", "../evil.png", "a/../../evil.png", "/etc/evil", "a//b", "a/", "./a", "a/." };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", keys[i]);
      g_assert_false (folder_put (fixture, keys[i], "x", TRUE, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
      g_clear_error (&error);
      g_assert_false (folder_delete (fixture, keys[i], &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
    }
  g_assert_cmpuint (folder_count_entries (fixture->folder), ==, 0);
  g_assert_cmpuint (folder_count_entries (fixture->base), ==, 1);
}

/* Symbolic links lead out; a key must not follow them, neither on its way nor at its end. */
static void
test_links (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_build_filename (fixture->base, "outside", NULL);
  g_autofree char *secret = g_build_filename (outside, "secret", NULL);
  g_autofree char *way = folder_in_folder (fixture, "way");
  g_autofree char *end = folder_in_folder (fixture, "end.png");
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;
  g_autoptr (PhObjectPage) page = NULL;

  g_assert_cmpint (g_mkdir (outside, 0755), ==, 0);
  g_assert_true (g_file_set_contents (secret, "secret", -1, NULL));
  g_assert_cmpint (symlink (outside, way), ==, 0);
  g_assert_cmpint (symlink (secret, end), ==, 0);

  g_assert_false (folder_put (fixture, "way/new.png", "x", FALSE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);
  g_assert_null (folder_get (fixture, "way/secret", 100, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);
  g_assert_false (folder_delete (fixture, "way/secret", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);

  g_assert_null (folder_get (fixture, "end.png", 100, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_false (folder_copy (fixture, "end.png", "copied.png", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);
  object = folder_head (fixture, "end.png", &error);
  g_assert_nonnull (object); /* the name is taken, by other bytes than ours */
  g_assert_null (object->sha256);
  g_assert_false (folder_put (fixture, "end.png", "x", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  g_clear_error (&error);
  page = folder_list (fixture, "", NULL, 0, &error);
  g_assert_cmpuint (page->objects->len, ==, 0);

  g_assert_true (folder_put (fixture, "end.png", "x", FALSE, &error));
  folder_assert_file (fixture, "end.png", "x");
  g_assert_true (g_file_get_contents (secret, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "secret");
  g_assert_cmpuint (folder_count_entries (outside), ==, 1);
}

/* The folder itself may be reached by a link: the person chose it. */
static void
test_folder_is_link (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->base, "link", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (fixture->folder, link), ==, 0);
  g_clear_object (&fixture->storage);
  fixture->storage = folder_new_storage (link);
  g_assert_true (folder_put (fixture, "a/b.png", "abc", TRUE, &error));
  folder_assert_file (fixture, "a/b.png", "abc");
}

static void
test_missing (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *fifo = folder_in_folder (fixture, "fifo");
  g_autofree char *dir = folder_in_folder (fixture, "dir");
  g_autoptr (GError) error = NULL;

  g_assert_null (folder_head (fixture, "a/b.png", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
  g_clear_error (&error);
  g_assert_null (folder_get (fixture, "b.png", 10, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
  g_clear_error (&error);
  g_assert_true (folder_delete (fixture, "a/b.png", &error));
  g_assert_true (folder_delete (fixture, "b.png", &error));
  g_assert_no_error (error);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_null (folder_get (fixture, "fifo", 10, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_false (folder_delete (fixture, "dir", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);

  test_folder_remove (fixture->folder);
  g_assert_false (folder_put (fixture, "a.png", "x", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_BUCKET);
  g_assert_nonnull (ph_error_get_hint (error));
}

static void
test_get (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *empty = folder_in_folder (fixture, "empty");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) nothing = NULL;
  g_autoptr (PhObject) object = NULL;

  g_assert_true (folder_put (fixture, "a", "abc", TRUE, &error));
  bytes = folder_get (fixture, "a", 3, &error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);
  g_assert_null (folder_get (fixture, "a", 2, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  nothing = folder_get (fixture, "empty", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (nothing), ==, 0);
  object = folder_head (fixture, "empty", &error);
  g_assert_cmpint (object->size, ==, 0);
  g_assert_nonnull (object->sha256);
}

/* In the order of S3, which is that of the keys' bytes, not that of directories. */
static void
test_list (FolderFixture *fixture, gconstpointer data)
{
  static const char *const keys[] = {
    "a-b.png", "a.png", "a/1.png", "a/2/deep.png", "a/3.png", "a0.png", "b/x.png", "图.png",
  };
  g_autofree char *unfinished = folder_in_folder (fixture, ".pichoist-rest");
  g_autofree char *invalid = folder_in_folder (fixture, "a/\xff.png");
  g_autoptr (GError) error = NULL;

  for (guint i = G_N_ELEMENTS (keys); i > 0; i--)
    g_assert_true (folder_put (fixture, keys[i - 1], keys[i - 1], TRUE, &error));
  g_assert_true (g_file_set_contents (unfinished, "x", 1, NULL));
  g_assert_true (g_file_set_contents (invalid, "x", 1, NULL));

  for (guint max = 0; max <= G_N_ELEMENTS (keys) + 1; max++)
    {
      g_autofree char *from = NULL;
      guint seen = 0;

      do
        {
          g_autoptr (PhObjectPage) page = folder_list (fixture, "", from, max, &error);

          g_assert_no_error (error);
          for (guint i = 0; i < page->objects->len; i++)
            {
              const PhObject *object = g_ptr_array_index (page->objects, i);

              g_assert_cmpuint (seen, <, G_N_ELEMENTS (keys));
              g_assert_cmpstr (object->key, ==, keys[seen++]);
              g_assert_cmpint (object->size, ==, (gint64) strlen (object->key));
            }
          if (max > 0)
            g_assert_cmpuint (page->objects->len, <=, max);
          g_free (from);
          from = g_steal_pointer (&page->next);
        }
      while (from != NULL);
      g_assert_cmpuint (seen, ==, G_N_ELEMENTS (keys));
    }
}

static void
test_list_prefix (FolderFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *prefix;
    const char *from;
    const char *keys;
  } cases[] = {
    { "a/", NULL, "a/1 a/b/2" }, { "a", NULL, "a.png a/1 a/b/2" }, { "a/b/2", NULL, "a/b/2" },
    { "c", NULL, "" },           { "", "a/1", "a/b/2 b" },         { "a/", "a/b", "a/b/2" },
    { "", "zzz", "" },           { "a", "a.png", "a/1 a/b/2" },
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (folder_put (fixture, "a.png", "x", TRUE, &error));
  g_assert_true (folder_put (fixture, "a/1", "x", TRUE, &error));
  g_assert_true (folder_put (fixture, "a/b/2", "x", TRUE, &error));
  g_assert_true (folder_put (fixture, "b", "x", TRUE, &error));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhObjectPage) page
          = folder_list (fixture, cases[i].prefix, cases[i].from, 0, &error);
      g_autoptr (GString) joined = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint j = 0; j < page->objects->len; j++)
        g_string_append_printf (joined, "%s%s", j > 0 ? " " : "",
                                ((PhObject *) g_ptr_array_index (page->objects, j))->key);
      g_assert_cmpstr (joined->str, ==, cases[i].keys);
    }
}

static void
test_delete_many (FolderFixture *fixture, gconstpointer data)
{
  const char *const keys[] = { "a", "missing", "d/b", "../x", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) failures = NULL;
  const PhDeleteFailure *failure;

  g_assert_true (folder_put (fixture, "a", "x", TRUE, &error));
  g_assert_true (folder_put (fixture, "d/b", "x", TRUE, &error));
  ph_storage_delete_many_async (fixture->storage, keys, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  failures = ph_storage_delete_many_finish (fixture->storage, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (failures->len, ==, 1);
  failure = g_ptr_array_index (failures, 0);
  g_assert_cmpstr (failure->key, ==, "../x");
  g_assert_null (folder_head (fixture, "d/b", NULL));
}

static void
test_copy (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (folder_put (fixture, "a", "abc", TRUE, &error));
  g_assert_true (folder_copy (fixture, "a", "x/b", &error));
  folder_assert_file (fixture, "a", "abc");
  folder_assert_file (fixture, "x/b", "abc");
  g_assert_false (folder_copy (fixture, "missing", "c", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
}

static void
test_presign (FolderFixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint seconds;
    int code;
  } cases[] = { { 0, PH_ERROR_USAGE }, { 604801, PH_ERROR_USAGE }, { 60, PH_ERROR_UNSUPPORTED } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ph_storage_presign (fixture->storage, "a", cases[i].seconds, &error));
      g_assert_error (error, PH_ERROR, cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/folder-storage/" name, FolderFixture, NULL, folder_set_up, function,               \
              folder_tear_down)
  ADD ("put", test_put);
  ADD ("if-absent", test_if_absent);
  ADD ("bad-keys", test_bad_keys);
  ADD ("links", test_links);
  ADD ("folder-is-link", test_folder_is_link);
  ADD ("missing", test_missing);
  ADD ("get", test_get);
  ADD ("list", test_list);
  ADD ("list-prefix", test_list_prefix);
  ADD ("delete-many", test_delete_many);
  ADD ("copy", test_copy);
  ADD ("presign", test_presign);
  return g_test_run ();
}
