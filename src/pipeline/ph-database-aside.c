/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-aside.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ph-database-build.h"
#include "ph-database.h"
#include "ph-error.h"

#define FILE_NAME "pichoist.db"

char *
ph_database_dup_path (const char *dir)
{
  char *path = g_build_filename (dir, FILE_NAME, NULL);
  char *real_path = realpath (path, NULL);

  if (real_path == NULL)
    return path;
  g_free (path);
  path = g_strdup (real_path);
  free (real_path);
  return path;
}

/* A name that is free.  (transfer full) */
static char *
choose_aside_name (const char *path, const char *reason)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *name = g_strdup_printf ("%s.%s-%s", path, reason, time);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.%s-%s-%u", path, reason, time, i);
    }
  return name;
}

char *
ph_database_set_aside (const char *path, const char *reason, GError **error)
{
  g_autofree char *aside = choose_aside_name (path, reason);

  for (guint i = PH_DATABASE_N_SUFFIXES; i-- > 0;)
    {
      g_autofree char *from = g_strconcat (path, ph_database_suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, ph_database_suffixes[i], NULL);

      if (rename (from, to) != 0 && errno != ENOENT)
        {
          ph_error_set_from_errno (error, errno, _ ("%s can't be set aside"), from);
          return NULL;
        }
    }
  ph_database_sync_folder (path);
  return g_steal_pointer (&aside);
}

/* When the file was last written to, in seconds since 1970.  One that can't be asked is as new as
 * can be. */
static gint64
get_mtime (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat info;

  return stat (path, &info) == 0 ? info.st_mtim.tv_sec : G_MAXINT64;
}

gint64
ph_database_get_aside_time (const char *dir)
{
  g_autofree char *path = ph_database_dup_path (dir);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *broken = g_strconcat (base, "." PH_DATABASE_BROKEN, NULL);
  g_autofree char *newer = g_strconcat (base, "." PH_DATABASE_NEWER, NULL);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  gint64 latest = 0;
  const char *name;

  if (names == NULL)
    return G_MAXINT64;
  while ((name = g_dir_read_name (names)) != NULL)
    if (g_str_has_prefix (name, broken) || g_str_has_prefix (name, newer))
      latest = MAX (latest, get_mtime (folder, name));
  return latest;
}
