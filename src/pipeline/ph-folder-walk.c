/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-folder-walk.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "ph-error.h"

static void
found_free (PhFound *found)
{
  g_free (found->path);
  g_clear_error (&found->error);
  g_free (found);
}

void
ph_folder_walk_free (PhFolderWalk *walk)
{
  g_ptr_array_unref (walk->found);
  g_free (walk);
}

/* Takes @error. */
static void
add (PhFolderWalk *walk, const char *path, GError *error, const char *left_out)
{
  PhFound *found = g_new0 (PhFound, 1);

  found->path = g_strdup (path);
  found->error = error;
  found->left_out = left_out;
  g_ptr_array_add (walk->found, found);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, without the hidden ones; NULL with @error. */
static GPtrArray *
list_names (PhFolderWalk *walk, const char *folder, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("check the folder's permissions"),
                    _ ("this folder can't be read: %s"), local_error->message);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] == '.')
      walk->n_hidden++;
    else
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static GError *
new_stat_error (int code, gboolean is_link)
{
  if (is_link && code == ENOENT)
    return ph_error_new (PH_ERROR_INPUT, _ ("mend the link or remove it"),
                         _ ("this link leads nowhere"));
  return ph_error_new (PH_ERROR_INPUT, NULL, _ ("this file can't be read: %s"), g_strerror (code));
}

static const char *
name_kind (mode_t mode, gboolean is_link)
{
  if (S_ISREG (mode))
    return NULL;
  if (S_ISDIR (mode))
    return is_link ? _ ("a link to a folder") : NULL;
  if (S_ISFIFO (mode))
    return _ ("a named pipe");
  if (S_ISSOCK (mode))
    return _ ("a socket");
  return _ ("a device");
}

static void walk_folder (PhFolderWalk *walk, const char *folder);

static void
look_at (PhFolderWalk *walk, const char *path)
{
  struct stat status;
  gboolean is_link = lstat (path, &status) == 0 && S_ISLNK (status.st_mode);

  if (stat (path, &status) != 0)
    add (walk, path, new_stat_error (errno, is_link), NULL);
  else if (S_ISDIR (status.st_mode) && !is_link)
    walk_folder (walk, path);
  else
    add (walk, path, NULL, name_kind (status.st_mode, is_link));
}

static void
walk_folder (PhFolderWalk *walk, const char *folder)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) names = list_names (walk, folder, &error);

  if (names == NULL)
    add (walk, folder, error, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      look_at (walk, path);
    }
}

PhFolderWalk *
ph_folder_walk_new (const char *folder)
{
  PhFolderWalk *walk = g_new0 (PhFolderWalk, 1);

  walk->found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
  walk_folder (walk, folder);
  return walk;
}
