/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-build.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "ph-database-error.h"
#include "ph-database-schema.h"
#include "ph-error.h"
#include "ph-private-folder.h"

const char *const ph_database_suffixes[PH_DATABASE_N_SUFFIXES] = { "", "-wal", "-shm", "-journal" };

gboolean
ph_database_sync_folder (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  return ph_private_folder_sync (dir);
}

static void
remove_new (const char *path)
{
  for (guint i = 0; i < PH_DATABASE_N_SUFFIXES; i++)
    {
      g_autofree char *name = g_strconcat (path, ph_database_suffixes[i], NULL);

      unlink (name);
    }
}

/* Builds a whole database in the empty file at @path.  It is synced once at the end, not step by
 * step. */
static int
build (const char *path, int *system_errno)
{
  sqlite3 *handle = NULL;
  int code = sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_exec (handle, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", NULL,
                         NULL, NULL);
  if (code == SQLITE_OK)
    code = ph_database_schema_upgrade (handle, 0);
  if (code == SQLITE_OK)
    code = sqlite3_exec (handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
  *system_errno = code != SQLITE_OK ? sqlite3_system_errno (handle) : 0;
  sqlite3_close (handle);
  return code;
}

static gboolean
build_and_sync (const char *path, int fd, GError **error)
{
  int system_errno;
  int code = build (path, &system_errno);

  if (code == SQLITE_OK && fsync (fd) == 0)
    return TRUE;
  if (code == SQLITE_OK)
    system_errno = errno;
  if (system_errno != 0)
    ph_error_set_from_errno (error, system_errno, _ ("%s can't be written"), path);
  else
    ph_database_set_error (error, NULL, code);
  return FALSE;
}

gboolean
ph_database_build (const char *path, GError **error)
{
  g_autofree char *new_path = g_strconcat (path, ".new", NULL);
  gboolean built;
  int fd;

  remove_new (new_path);
  fd = open (new_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be made"), new_path);
      return FALSE;
    }
  built = build_and_sync (new_path, fd, error);
  close (fd);
  if (built && rename (new_path, path) == 0 && ph_database_sync_folder (path))
    return TRUE;
  if (built)
    ph_error_set_from_errno (error, errno, _ ("%s can't be made"), path);
  remove_new (new_path);
  return FALSE;
}
