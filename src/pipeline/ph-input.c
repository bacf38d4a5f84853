/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-input.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "ph-display-name.h"
#include "ph-fetch.h"

static PhJob *
new_job (const char *input, const char *profile, char *name)
{
  PhJob *job = ph_job_new ();

  job->created = g_get_real_time ();
  job->input = g_strdup (input);
  job->profile = g_strdup (profile);
  job->name = name;
  job->alt = ph_display_name_to_alt (name);
  return job;
}

static gboolean
exists (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0;
}

/* (nullable) (transfer full) */
static char *
path_from_uri (const char *uri, GError **error)
{
  g_autofree char *host = NULL;
  char *path = g_filename_from_uri (uri, &host, NULL);

  if (path == NULL)
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("name the file by its path"),
                    _ ("this is not a valid file: address"));
      return NULL;
    }
  if (host != NULL && *host != '\0' && g_ascii_strcasecmp (host, "localhost") != 0)
    {
      g_free (path);
      ph_error_set (error, PH_ERROR_INPUT, _ ("copy the file to this computer first"),
                    _ ("this file is on another computer, “%s”"), host);
      return NULL;
    }
  return path;
}

PhJob *
ph_input_new_job (const char *input, const char *profile, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *from_path = NULL;
  PhJob *job;

  if (*input == '\0')
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("name a picture file"), _ ("the name is empty"));
      return NULL;
    }
  if (!exists (input) && ph_fetch_is_url (input))
    return new_job (input, profile,
                    name != NULL ? g_strdup (name) : ph_display_name_from_url (input));
  if (!exists (input) && g_ascii_strncasecmp (input, "file:", 5) == 0)
    {
      from_path = path_from_uri (input, error);
      if (from_path == NULL)
        return NULL;
    }
  path = g_canonicalize_filename (from_path != NULL ? from_path : input, NULL);
  job = new_job (input, profile, name != NULL ? g_strdup (name) : ph_display_name_from_path (path));
  job->path = g_steal_pointer (&path);
  return job;
}

PhJob *
ph_input_new_spooled_job (const char *input, char *spool, const char *profile, const char *name)
{
  PhJob *job = new_job (input, profile, g_strdup (name != NULL ? name : _ ("picture")));

  job->spool = spool;
  return job;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
add_folder (GPtrArray *files, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("check the folder's permissions"),
                    _ ("the folder “%s” can't be read: %s"), folder, g_strerror (errno));
      return FALSE;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      struct stat status;

      if (lstat (path, &status) != 0)
        continue;
      if (S_ISDIR (status.st_mode))
        {
          if (!add_folder (files, path, error))
            return FALSE;
        }
      else if (stat (path, &status) == 0 && S_ISREG (status.st_mode))
        g_ptr_array_add (files, g_steal_pointer (&path));
    }
  return TRUE;
}

GPtrArray *
ph_input_list_folder (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  return add_folder (files, folder, error) ? g_steal_pointer (&files) : NULL;
}
