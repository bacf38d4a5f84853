/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-folder-list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-folder-file.h"

/* Deeper folders are not looked into: a key of 1,024 bytes hardly has more parts. */
#define DEPTH_MAX 128
#define PAGE_OBJECTS 1000

typedef struct
{
  const char *prefix;
  const char *from; /* "" for the beginning */
  guint max;
  PhObjectPage *page;
  GCancellable *cancellable;
} Walk;

static gboolean walk_directory (Walk *walk, int directory, const char *path, guint depth,
                                GError **error);

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* With a slash behind each directory, so that sorting the names of one directory gives the order of
 * the whole keys: "a.png" before "a/b.png" before "a0.png".  NULL where @name isn't listed. */
static char *
classify (int directory, const char *name)
{
  struct stat status;

  if (g_str_equal (name, ".") || g_str_equal (name, "..")
      || g_str_has_prefix (name, PH_FOLDER_TEMPORARY_PREFIX) || !g_utf8_validate (name, -1, NULL)
      || fstatat (directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return NULL;
  if (S_ISDIR (status.st_mode))
    return g_strconcat (name, "/", NULL);
  return S_ISREG (status.st_mode) ? g_strdup (name) : NULL;
}

/* Whether keys that begin with @path can be on the page. */
static gboolean
is_wanted_directory (const Walk *walk, const char *path)
{
  if (!g_str_has_prefix (path, walk->prefix) && !g_str_has_prefix (walk->prefix, path))
    return FALSE;
  return strcmp (path, walk->from) > 0 || g_str_has_prefix (walk->from, path);
}

static gboolean
is_wanted_file (const Walk *walk, const char *key)
{
  return g_str_has_prefix (key, walk->prefix) && strcmp (key, walk->from) > 0;
}

static gboolean
is_wanted (const Walk *walk, const char *path)
{
  return g_str_has_suffix (path, "/") ? is_wanted_directory (walk, path)
                                      : is_wanted_file (walk, path);
}

/* (element-type utf8): the names in @directory that matter, sorted; NULL where it can't be read. */
static GPtrArray *
read_names (Walk *walk, int directory, const char *path)
{
  GPtrArray *names;
  struct dirent *entry;
  int fd = openat (directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = fd < 0 ? NULL : fdopendir (fd);

  if (stream == NULL)
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((entry = readdir (stream)) != NULL)
    {
      g_autofree char *name = classify (directory, entry->d_name);
      g_autofree char *whole = name == NULL ? NULL : g_strconcat (path, name, NULL);

      if (whole != NULL && is_wanted (walk, whole))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  closedir (stream);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
is_full (const Walk *walk)
{
  return walk->page->next != NULL;
}

static void
add_file (Walk *walk, int directory, const char *name, const char *key)
{
  GPtrArray *objects = walk->page->objects;
  struct stat status;
  PhObject *object;

  if (objects->len == walk->max)
    {
      object = g_ptr_array_index (objects, objects->len - 1);
      walk->page->next = g_strdup (object->key);
      return;
    }
  if (fstatat (directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (status.st_mode))
    return;
  object = ph_object_new (key);
  object->size = status.st_size;
  object->modified = status.st_mtime;
  g_ptr_array_add (objects, object);
}

static gboolean
walk_child (Walk *walk, int directory, const char *name, const char *path, guint depth,
            GError **error)
{
  g_autofree char *plain = g_strndup (name, strlen (name) - 1);
  int child = openat (directory, plain, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  gboolean ok;

  if (child < 0)
    return TRUE; /* gone, or replaced by a link, since we looked */
  ok = walk_directory (walk, child, path, depth + 1, error);
  close (child);
  return ok;
}

static gboolean
walk_directory (Walk *walk, int directory, const char *path, guint depth, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
    return FALSE;
  if (depth == DEPTH_MAX)
    return TRUE;
  names = read_names (walk, directory, path);
  if (names == NULL)
    {
      ph_error_set_from_errno (error, errno, _ ("“%s” in the folder can't be read"), path);
      return FALSE;
    }
  for (guint i = 0; i < names->len && !is_full (walk); i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *whole = g_strconcat (path, name, NULL);

      if (!g_str_has_suffix (name, "/"))
        add_file (walk, directory, name, whole);
      else if (!walk_child (walk, directory, name, whole, depth, error))
        return FALSE;
    }
  return TRUE;
}

PhObjectPage *
ph_folder_list (const char *folder, const char *prefix, const char *from, guint max,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (PhObjectPage) page = ph_object_page_new ();
  Walk walk = {
    .prefix = prefix,
    .from = from != NULL ? from : "",
    .max = max == 0 ? PAGE_OBJECTS : max,
    .page = page,
    .cancellable = cancellable,
  };
  int root = ph_folder_open_root (folder, error);
  gboolean ok;

  if (root < 0)
    return NULL;
  ok = walk_directory (&walk, root, "", 0, error);
  close (root);
  return ok ? g_steal_pointer (&page) : NULL;
}
