/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-database-aside.h"
#include "ph-database-build.h"
#include "ph-database-error.h"
#include "ph-database-probe.h"
#include "ph-database-rescue.h"
#include "ph-database-room.h"
#include "ph-database-schema.h"
#include "ph-error.h"
#include "ph-private-folder.h"

/* How long one program waits for the others.  Each holds the write lock for one commit only. */
#define BUSY_TIMEOUT_US (20 * G_USEC_PER_SEC)
/* A log that is shorter than this stays when the last program ends: folding it into the database
 * at each end of a short command would cost it two more syncs. */
#define WAL_KEEP_BYTES (1024 * 1024)
/* --- waiting and locking --- */

/* Waits a moment of random length, so that many programs don't come back in step. */
static int
wait_while_busy (gpointer data, int n_calls)
{
  PhDatabaseFile *file = data;

  if (n_calls == 0)
    file->busy_since = g_get_monotonic_time ();
  if (g_get_monotonic_time () - file->busy_since > BUSY_TIMEOUT_US)
    return 0;
  g_usleep ((gulong) g_random_int_range (500, 3000));
  return 1;
}

/* Asks again and again rather than wait in the kernel, where a stopped program would hold us up for
 * ever. */
static gboolean
lock_as (PhDatabaseFile *file, short type, GError **error)
{
  struct flock whole = { .l_type = type, .l_whence = SEEK_SET };

  for (int n_calls = 0; fcntl (file->lock_fd, F_OFD_SETLK, &whole) != 0; n_calls++)
    {
      if (errno != EAGAIN && errno != EACCES && errno != EINTR)
        {
          ph_error_set_from_errno (error, errno, _ ("%s.lock can't be locked"), file->path);
          return FALSE;
        }
      if (!wait_while_busy (file, n_calls))
        {
          ph_database_set_error (error, NULL, SQLITE_BUSY);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
ph_database_file_lock (PhDatabaseFile *file, GError **error)
{
  return lock_as (file, F_RDLCK, error);
}

void
ph_database_file_unlock (PhDatabaseFile *file)
{
  lock_as (file, F_UNLCK, NULL);
}

gboolean
ph_database_file_is_moved (PhDatabaseFile *file)
{
  struct stat info;

  return stat (file->path, &info) != 0 || info.st_dev != file->device || info.st_ino != file->inode;
}

/* --- folder and permissions --- */

/* A folder that bears our name is ours alone; one that the person chose may serve others too. */
static gboolean
prepare_folder (const char *dir, GError **error)
{
  gboolean is_ours = g_str_has_suffix (dir, "/pichoist");

  if (is_ours ? !ph_private_folder_make (dir) : g_mkdir_with_parents (dir, 0700) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), dir);
      return FALSE;
    }
  return TRUE;
}

/* One that the person chose is left as it is, but not in silence. */
static void
warn_of_folder (const PhDatabaseFile *file, GPtrArray *warnings)
{
  struct stat info;

  if (stat (file->dir, &info) == 0 && (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    g_ptr_array_add (warnings,
                     g_strdup_printf (_ ("the folder %s can be written to by other users, who can "
                                         "change your queue and history: close it with “chmod 700 "
                                         "'%s'”"),
                                      file->dir, file->dir));
}

/* Histories are nobody else's business.  SQLite gives -wal and -shm the mode of the database. */
static void
tighten (PhDatabaseFile *file)
{
  for (guint i = 0; i < PH_DATABASE_N_SUFFIXES; i++)
    {
      g_autofree char *path = g_strconcat (file->path, ph_database_suffixes[i], NULL);
      struct stat info;

      if (stat (path, &info) == 0 && (info.st_mode & 077) != 0)
        chmod (path, info.st_mode & 0700);
    }
}

PhDatabaseFile *
ph_database_file_new (const char *dir, GError **error)
{
  g_autoptr (PhDatabaseFile) file = g_new0 (PhDatabaseFile, 1);
  g_autofree char *lock_path = NULL;

  file->lock_fd = -1;
  file->dir = g_canonicalize_filename (dir, NULL);
  if (!prepare_folder (file->dir, error))
    return NULL;
  file->path = ph_database_dup_path (file->dir);
  lock_path = g_strconcat (file->path, ".lock", NULL);
  file->lock_fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file->lock_fd >= 0)
    return g_steal_pointer (&file);
  ph_error_set_from_errno (error, errno, _ ("%s can't be opened"), lock_path);
  return NULL;
}

/* --- looking at what is there --- */

static int
open_handle (PhDatabaseFile *file)
{
  /* One thread at a time uses the connection, so SQLite's own mutexes are not needed. */
  int code
      = sqlite3_open_v2 (file->path, &file->handle,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_busy_handler (file->handle, wait_while_busy, file);
  if (code == SQLITE_OK)
    code = ph_database_schema_add_functions (file->handle);
  return code;
}

/* Leaves the log as it is, beside the file that is to be set aside or not ours to change. */
static void
close_untouched (PhDatabaseFile *file)
{
  sqlite3_db_config (file->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  ph_database_file_close (file);
}

/* Opens the file at the path and tells what it is; it stays open where it is good or older. */
static PhDatabaseFound
look (PhDatabaseFile *file, GError **error)
{
  struct stat info;
  PhDatabaseFound found;
  int code;

  if (stat (file->path, &info) != 0)
    {
      if (errno == ENOENT)
        return PH_DATABASE_FOUND_NOTHING;
      ph_error_set_from_errno (error, errno, _ ("%s can't be opened"), file->path);
      return PH_DATABASE_FOUND_ERROR;
    }
  if (!S_ISREG (info.st_mode))
    {
      ph_error_set (error, PH_ERROR_DISK, _ ("move it away, and a new database is begun"),
                    _ ("%s isn't a file"), file->path);
      return PH_DATABASE_FOUND_ERROR;
    }
  /* A new file gets its place only when it is complete, so that an empty one has been cut. */
  if (info.st_size == 0)
    return PH_DATABASE_FOUND_DAMAGED;
  if (!ph_database_room_prepare (file->path, error))
    return PH_DATABASE_FOUND_ERROR;
  file->device = info.st_dev;
  file->inode = info.st_ino;
  tighten (file);
  code = open_handle (file);
  found = code == SQLITE_OK ? ph_database_probe (file->handle, &code) : PH_DATABASE_FOUND_ERROR;
  if (found == PH_DATABASE_FOUND_ERROR)
    ph_database_set_error (error, file->handle, code);
  if (found == PH_DATABASE_FOUND_GOOD)
    ph_database_room_keep (file->path);
  else if (found != PH_DATABASE_FOUND_OLDER)
    close_untouched (file);
  return found;
}

/* --- making and setting aside; all under the exclusive lock --- */

static gboolean
open_new (PhDatabaseFile *file, GError **error)
{
  PhDatabaseFound found;

  if (!ph_database_build (file->path, error))
    return FALSE;
  found = look (file, error);
  if (found != PH_DATABASE_FOUND_GOOD && found != PH_DATABASE_FOUND_ERROR)
    ph_error_set (error, PH_ERROR_DISK, _ ("check the disk that holds the data folder"),
                  _ ("%s can't be read back"), file->path);
  return found == PH_DATABASE_FOUND_GOOD;
}

static gboolean
is_empty (const char *path)
{
  struct stat info;

  return stat (path, &info) != 0 || info.st_size == 0;
}

static gboolean
replace_damaged (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  g_autofree char *aside = ph_database_set_aside (file->path, PH_DATABASE_BROKEN, error);
  g_autofree char *name = NULL;
  guint n_jobs = 0, n_rows = 0;

  if (aside == NULL || !open_new (file, error))
    return FALSE;
  /* SQLite removes the log beside an empty database: that log may be all that is left. */
  if (!is_empty (aside))
    ph_database_rescue (file->handle, aside, &n_jobs, &n_rows);
  name = g_filename_display_name (aside);
  g_ptr_array_add (warnings,
                   g_strdup_printf (_ ("the database was damaged: it is kept as %s, and a new one "
                                       "was begun; saved from it: %u pictures of the queue, %u of "
                                       "the history"),
                                    name, n_jobs, n_rows));
  return TRUE;
}

static gboolean
replace_newer (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  g_autofree char *aside = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  int version = 0;

  if (open_handle (file) == SQLITE_OK)
    ph_database_probe_pragma (file->handle, "PRAGMA user_version", &version);
  close_untouched (file);
  reason = g_strdup_printf (PH_DATABASE_NEWER "%d", version);
  aside = ph_database_set_aside (file->path, reason, error);
  if (aside == NULL || !open_new (file, error))
    return FALSE;
  name = g_filename_display_name (aside);
  g_ptr_array_add (warnings,
                   g_strdup_printf (_ ("the database is from a newer Pichoist: it is kept "
                                       "as %s, and a new one was begun"),
                                    name));
  return TRUE;
}

static gboolean
open_fresh (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  g_autofree char *log = g_strconcat (file->path, "-wal", NULL);

  /* A log without its database would be played into the new one. */
  if (g_file_test (log, G_FILE_TEST_EXISTS))
    return replace_damaged (file, warnings, error);
  return open_new (file, error);
}

/* One that says that it is ours and old, yet can't be brought up to date, is not what it says. */
static gboolean
upgrade (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  int version = 0;
  int code = ph_database_probe_pragma (file->handle, "PRAGMA user_version", &version);

  if (code == SQLITE_OK)
    code = ph_database_schema_upgrade (file->handle, version);
  if (code == SQLITE_OK)
    {
      ph_database_file_close (file);
      return look (file, error) == PH_DATABASE_FOUND_GOOD;
    }
  if (!ph_database_code_is_damage (code) && (code & 0xff) != SQLITE_ERROR)
    {
      ph_database_set_error (error, file->handle, code);
      return FALSE;
    }
  close_untouched (file);
  return replace_damaged (file, warnings, error);
}

/* Under the exclusive lock, where another program may have done the work meanwhile. */
static gboolean
open_exclusively (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  switch (look (file, error))
    {
    case PH_DATABASE_FOUND_GOOD:
      return TRUE;
    case PH_DATABASE_FOUND_NOTHING:
      return open_fresh (file, warnings, error);
    case PH_DATABASE_FOUND_OLDER:
      return upgrade (file, warnings, error);
    case PH_DATABASE_FOUND_NEWER:
      return replace_newer (file, warnings, error);
    case PH_DATABASE_FOUND_DAMAGED:
      return replace_damaged (file, warnings, error);
    case PH_DATABASE_FOUND_ERROR:
    default:
      return FALSE;
    }
}

/* --- opening and closing --- */

static gboolean
finish_open (PhDatabaseFile *file, gboolean opened)
{
  if (!opened)
    ph_database_file_close (file);
  ph_database_file_unlock (file);
  return opened;
}

gboolean
ph_database_file_open (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  PhDatabaseFound found;

  if (!ph_database_file_lock (file, error))
    return FALSE;
  if (!file->is_looked_at)
    warn_of_folder (file, warnings);
  file->is_looked_at = TRUE;
  found = look (file, error);
  if (found == PH_DATABASE_FOUND_GOOD || found == PH_DATABASE_FOUND_ERROR)
    return finish_open (file, found == PH_DATABASE_FOUND_GOOD);
  finish_open (file, FALSE);
  if (!lock_as (file, F_WRLCK, error))
    return FALSE;
  return finish_open (file, open_exclusively (file, warnings, error));
}

gboolean
ph_database_file_replace (PhDatabaseFile *file, GPtrArray *warnings, GError **error)
{
  gboolean opened;

  if (!lock_as (file, F_WRLCK, error))
    return FALSE;
  if (ph_database_file_is_moved (file))
    opened = open_exclusively (file, warnings, error);
  else
    opened = replace_damaged (file, warnings, error);
  return finish_open (file, opened);
}

/* RESTART, not TRUNCATE: the log's blocks are room that nobody else can take. */
void
ph_database_file_make_room (PhDatabaseFile *file)
{
  ph_database_room_release (file->path);
  sqlite3_wal_checkpoint_v2 (file->handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
}

/* The last connection to close a database folds the log into it and removes the log by its name:
 * not when that name is another file's by now. */
void
ph_database_file_close (PhDatabaseFile *file)
{
  g_autofree char *log = g_strconcat (file->path, "-wal", NULL);
  struct stat info;

  if (file->handle == NULL)
    return;
  if (ph_database_file_is_moved (file) || (stat (log, &info) == 0 && info.st_size < WAL_KEEP_BYTES))
    sqlite3_db_config (file->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (sqlite3_close (file->handle) != SQLITE_OK)
    g_critical ("the database is closed while statements are open");
  file->handle = NULL;
}

void
ph_database_file_free (PhDatabaseFile *file)
{
  if (file->handle != NULL)
    {
      lock_as (file, F_RDLCK, NULL);
      ph_database_file_close (file);
    }
  if (file->lock_fd >= 0)
    close (file->lock_fd);
  g_free (file->dir);
  g_free (file->path);
  g_free (file);
}
