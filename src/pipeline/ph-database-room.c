/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-room.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "ph-error.h"

/* A job's life takes a few pages of the log, some 50 KB; a batch of removals needs not much more.
 */
#define RESERVE_BYTES (1024 * 1024)
#define JOB_BYTES (256 * 1024)
/* Where there is less than this the reserve would be the trouble itself. */
#define PLENTY_BYTES (4 * RESERVE_BYTES)
/* SQLite's index of the log: a region, of which it writes one byte in each 4096 to get its blocks.
 * Source: SQLite, "WAL-mode File Format", 2. */
#define INDEX_BYTES (32 * 1024)
#define INDEX_STEP 4096

static char *
dup_reserve_path (const char *path)
{
  return g_strconcat (path, ".reserve", NULL);
}

/* A file system that doesn't tell has room: the write will show. */
static guint64
get_room (const char *path, gulong *block_size)
{
  g_autofree char *dir = g_path_get_dirname (path);
  struct statvfs info;

  *block_size = INDEX_STEP;
  if (statvfs (dir, &info) != 0)
    return G_MAXUINT64;
  *block_size = info.f_frsize;
  return (guint64) info.f_bavail * info.f_frsize;
}

static void
set_full (GError **error)
{
  ph_error_set_from_errno (error, ENOSPC, _ ("the database can't be written to"));
}

gboolean
ph_database_room_release (const char *path)
{
  g_autofree char *reserve = dup_reserve_path (path);

  return unlink (reserve) == 0;
}

gboolean
ph_database_room_prepare (const char *path, GError **error)
{
  gulong block_size;

  if (get_room (path, &block_size) >= JOB_BYTES || ph_database_room_release (path))
    return TRUE;
  if (block_size >= INDEX_STEP || get_room (path, &block_size) >= INDEX_BYTES)
    return TRUE;
  set_full (error);
  return FALSE;
}

void
ph_database_room_keep (const char *path)
{
  g_autofree char *reserve = dup_reserve_path (path);
  gulong block_size;
  int fd;

  if (access (reserve, F_OK) == 0 || get_room (path, &block_size) < PLENTY_BYTES)
    return;
  fd = open (reserve, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return;
  /* Not posix_fallocate (): where the file system can't, it writes the whole file. */
  if (fallocate (fd, 0, 0, RESERVE_BYTES) != 0)
    unlink (reserve);
  close (fd);
}

gboolean
ph_database_room_check (const char *path, GError **error)
{
  gulong block_size;

  if (get_room (path, &block_size) >= JOB_BYTES)
    return TRUE;
  set_full (error);
  return FALSE;
}
