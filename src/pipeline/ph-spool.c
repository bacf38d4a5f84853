/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/fs.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-database.h"
#include "ph-error.h"
#include "ph-private-folder.h"
#include "ph-random.h"
#include "ph-write.h"

#define SPOOL_FOLDER "spool"
#define OPEN_FILES "/proc/self/fd"
#define BUFFER_BYTES (256 * 1024)
/* One call copies so much at most, so that a cancellation is seen in between. */
#define RANGE_BYTES (8 * 1024 * 1024)
/* A program needs less time than this from a copy to the commit of its job. */
#define SWEEP_AGE_SECONDS 3600
/* How much later than a database that was set aside a copy must be to be certainly none of its:
 * clocks are put right, and whoever copies the data folder may give all files the time of day. */
#define ASIDE_SECONDS (24 * 60 * 60)

typedef enum
{
  COPY_DONE,
  COPY_FAILED,
  COPY_UNSUPPORTED, /* not by this way, for these two files */
} Copy;

/* --- names --- */

static char *
dup_folder (const char *data_dir)
{
  return g_build_filename (data_dir, SPOOL_FOLDER, NULL);
}

char *
ph_spool_dup_path (const char *data_dir, const char *name)
{
  return g_build_filename (data_dir, SPOOL_FOLDER, name, NULL);
}

/* --- making and ending a file --- */

/* A folder that has just been made is in the data folder for good only once that is synced, too. */
static gboolean
make_folder (const char *data_dir, const char *folder)
{
  gboolean was_there = mkdir (folder, 0700) != 0 && errno == EEXIST;

  return ph_private_folder_make (folder) && (was_there || ph_private_folder_sync (data_dir));
}

/* Without a name until it is whole: of a program that is killed before (by Ctrl-C too) nothing
 * stays.  Where the file system has no such files, or /proc isn't there to name one later, it has
 * its name at once. */
static int
open_new (const char *folder, const char *path)
{
  int fd = -1;

  if (access (OPEN_FILES, X_OK) == 0)
    fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    return fd;
  return open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int
ph_spool_create (const char *data_dir, char **name, GError **error)
{
  g_autofree char *folder = dup_folder (data_dir);
  g_autofree char *new_name = ph_random_name ();
  g_autofree char *path = g_build_filename (folder, new_name, NULL);
  int fd;

  if (!make_folder (data_dir, folder))
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), folder);
      return -1;
    }
  fd = open_new (folder, path);
  if (fd < 0)
    ph_error_set_from_errno (error, errno, _ ("the picture can't be kept in %s"), folder);
  else
    *name = g_steal_pointer (&new_name);
  return fd;
}

/* Source: open(2), O_TMPFILE. */
static gboolean
give_name (const char *path, int fd)
{
  g_autofree char *open_file = g_strdup_printf (OPEN_FILES "/%d", fd);
  struct stat info;

  if (fstat (fd, &info) != 0)
    return FALSE;
  return info.st_nlink > 0 || linkat (AT_FDCWD, open_file, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

gboolean
ph_spool_sync (const char *data_dir, int fd, const char *name, GError **error)
{
  g_autofree char *folder = dup_folder (data_dir);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (fsync (fd) == 0 && give_name (path, fd) && ph_private_folder_sync (folder))
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("the picture can't be kept in %s"), folder);
  return FALSE;
}

void
ph_spool_remove (const char *data_dir, const char *name)
{
  g_autofree char *path = NULL;

  if (!ph_random_is_name (name))
    return;
  path = ph_spool_dup_path (data_dir, name);
  unlink (path);
}

/* --- copying --- */

static void
set_read_failure (GError **error)
{
  ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("this file can't be read: %s"), g_strerror (errno));
}

static void
set_write_failure (GError **error)
{
  ph_error_set_from_errno (error, errno, _ ("the picture can't be kept in the spool"));
}

static gboolean
write_all (int fd, const char *buffer, gsize length, GError **error)
{
  if (ph_write_all (fd, buffer, length))
    return TRUE;
  set_write_failure (error);
  return FALSE;
}

/* Shares the file's blocks where the file system can; costs nothing then. */
static Copy
copy_by_clone (int from, int to)
{
  return ioctl (to, FICLONE, from) == 0 ? COPY_DONE : COPY_UNSUPPORTED;
}

static gboolean
is_unsupported (int code)
{
  return code == EXDEV || code == EINVAL || code == EOPNOTSUPP || code == ENOSYS || code == EPERM
         || code == EBADF || code == ETXTBSY;
}

static Copy
copy_by_range (int from, int to, gint64 size, GCancellable *cancellable, GError **error)
{
  off64_t from_offset = 0, to_offset = 0;

  while (from_offset < size)
    {
      gssize copied;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return COPY_FAILED;
      copied = copy_file_range (from, &from_offset, to, &to_offset, RANGE_BYTES, 0);
      if (copied < 0 && errno == EINTR)
        continue;
      /* Some file systems answer 0 for what they don't support (copy_file_range(2), Bugs). */
      if (to_offset == 0 && (copied == 0 || (copied < 0 && is_unsupported (errno))))
        return COPY_UNSUPPORTED;
      if (copied < 0)
        {
          /* It doesn't tell which of the two files failed. */
          set_write_failure (error);
          return COPY_FAILED;
        }
      if (copied == 0)
        break;
    }
  return COPY_DONE;
}

static Copy
copy_by_hand (int from, int to, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  off_t offset = 0;

  for (;;)
    {
      gssize got;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return COPY_FAILED;
      got = pread (from, buffer, BUFFER_BYTES, offset);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          set_read_failure (error);
          return COPY_FAILED;
        }
      if (got == 0)
        return COPY_DONE;
      if (!write_all (to, buffer, (gsize) got, error))
        return COPY_FAILED;
      offset += got;
    }
}

static gboolean
copy_contents (int from, int to, gint64 size, GCancellable *cancellable, GError **error)
{
  Copy copy = copy_by_clone (from, to);

  if (copy == COPY_UNSUPPORTED)
    copy = copy_by_range (from, to, size, cancellable, error);
  if (copy == COPY_UNSUPPORTED)
    copy = copy_by_hand (from, to, cancellable, error);
  return copy == COPY_DONE;
}

/* Half a picture must not pass for a whole one. */
static gboolean
check_whole (int from, const struct stat *before, int to, GError **error)
{
  struct stat after, copy;

  if (fstat (from, &after) != 0 || fstat (to, &copy) != 0)
    {
      set_read_failure (error);
      return FALSE;
    }
  if (copy.st_size == before->st_size && after.st_size == before->st_size
      && after.st_mtim.tv_sec == before->st_mtim.tv_sec
      && after.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
    return TRUE;
  ph_error_set (error, PH_ERROR_CHANGED, _ ("try again when it is complete"),
                _ ("this file is still being written"));
  return FALSE;
}

static gboolean
copy_file (int from, int to, GCancellable *cancellable, GError **error)
{
  struct stat before;

  if (fstat (from, &before) != 0)
    {
      set_read_failure (error);
      return FALSE;
    }
  return copy_contents (from, to, before.st_size, cancellable, error)
         && check_whole (from, &before, to, error);
}

/* Syncs and closes the new file, or removes it where @filled is FALSE.  Takes @name. */
static char *
end_file (const char *data_dir, int fd, char *name, gboolean filled, GError **error)
{
  g_autofree char *kept = name;
  gboolean good = filled && ph_spool_sync (data_dir, fd, kept, error);

  close (fd);
  if (good)
    return g_steal_pointer (&kept);
  ph_spool_remove (data_dir, kept);
  return NULL;
}

char *
ph_spool_copy (const char *data_dir, int fd, GCancellable *cancellable, GError **error)
{
  char *name = NULL;
  int to = ph_spool_create (data_dir, &name, error);

  if (to < 0)
    return NULL;
  return end_file (data_dir, to, name, copy_file (fd, to, cancellable, error), error);
}

/* --- streams --- */

/* Waits until @fd can be read or @cancellable is cancelled. */
static gboolean
wait_readable (int fd, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = { { .fd = fd, .events = G_IO_IN } };
  guint n_fds = g_cancellable_make_pollfd (cancellable, &fds[1]) ? 2 : 1;

  while (g_poll (fds, n_fds, -1) < 0 && errno == EINTR)
    continue;
  if (n_fds == 2)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* -1 with @error, 0 at the end. */
static gssize
read_some (int fd, char *buffer, GCancellable *cancellable, GError **error)
{
  gssize got;

  do
    {
      if (!wait_readable (fd, cancellable, error))
        return -1;
      got = read (fd, buffer, BUFFER_BYTES);
    }
  while (got < 0 && (errno == EINTR || errno == EAGAIN));
  if (got < 0)
    set_read_failure (error);
  return got;
}

static gboolean
copy_stream (int from, int to, gint64 max, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER_BYTES);
  gint64 done = 0;
  gssize got;

  while ((got = read_some (from, buffer, cancellable, error)) > 0)
    {
      g_autofree char *limit = NULL;

      done += got;
      if (done <= max)
        {
          if (!write_all (to, buffer, (gsize) got, error))
            return FALSE;
          continue;
        }
      limit = g_format_size_full ((guint64) max, G_FORMAT_SIZE_IEC_UNITS);
      ph_error_set (error, PH_ERROR_TOO_LARGE, _ ("save it to a file and upload that"),
                    _ ("this is more than %s"), limit);
      return FALSE;
    }
  return got == 0;
}

char *
ph_spool_copy_stream (const char *data_dir, int fd, gint64 max, GCancellable *cancellable,
                      GError **error)
{
  char *name = NULL;
  int to = ph_spool_create (data_dir, &name, error);

  if (to < 0)
    return NULL;
  return end_file (data_dir, to, name, copy_stream (fd, to, max, cancellable, error), error);
}

/* --- sweeping --- */

/* Was it last written to in [from, to), seconds since 1970? */
static gboolean
is_from (int folder_fd, const char *name, gint64 from, gint64 to)
{
  struct stat info;

  return fstatat (folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_mtim.tv_sec >= from
         && info.st_mtim.tv_sec < to;
}

void
ph_spool_sweep (const char *data_dir, GHashTable *in_use)
{
  g_autofree char *folder = dup_folder (data_dir);
  g_autoptr (GDir) dir = NULL;
  gint64 aside = ph_database_get_aside_time (data_dir);
  /* A job's copy is older than its row. */
  gint64 from = aside == 0 ? G_MININT64 : MIN (aside, G_MAXINT64 - ASIDE_SECONDS) + ASIDE_SECONDS;
  gint64 to = g_get_real_time () / G_USEC_PER_SEC - SWEEP_AGE_SECONDS;
  const char *name;
  int fd;

  dir = g_dir_open (folder, 0, NULL);
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  while (fd >= 0 && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (ph_random_is_name (name) && !g_hash_table_contains (in_use, name)
        && is_from (fd, name, from, to))
      unlinkat (fd, name, 0);
  if (fd >= 0)
    close (fd);
}
