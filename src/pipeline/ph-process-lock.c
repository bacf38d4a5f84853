/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-process-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-private-folder.h"
#include "ph-random.h"

#define LOCKS_FOLDER "locks"

struct _PhProcessLock
{
  char *token;
  char *path;
  int fd;
};

static int
open_lock_file (const char *path, int flags)
{
  return open (path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

/* An open-file-description lock belongs to the descriptor, so that two of them conflict even
 * inside one program, and closing some other descriptor of the file doesn't drop it (fcntl(2)). */
static gboolean
try_lock (int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &whole) == 0;
}

static gboolean
is_still_linked (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 && info.st_nlink > 0;
}

/* A file whose lock can be had belongs to nobody alive.  It is unlinked while we hold its lock, so
 * that a program that has just made it notices (is_still_linked () in claim ()). */
static void
remove_if_dead (const char *path)
{
  int fd = open_lock_file (path, 0);

  if (fd < 0)
    return;
  if (try_lock (fd) && is_still_linked (fd))
    unlink (path);
  close (fd);
}

static void
remove_dead (const char *folder)
{
  const char *name;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (ph_random_is_name (name))
        remove_if_dead (path);
    }
}

/* Makes and locks the file of a new token.  Returns NULL with errno; EAGAIN: a program that was
 * cleaning up got hold of the file before we had locked it. */
static PhProcessLock *
claim (const char *folder)
{
  g_autoptr (PhProcessLock) lock = g_new0 (PhProcessLock, 1);

  lock->token = ph_random_name ();
  lock->path = g_build_filename (folder, lock->token, NULL);
  lock->fd = open_lock_file (lock->path, O_CREAT | O_EXCL);
  if (lock->fd < 0)
    return NULL;
  if (!try_lock (lock->fd))
    {
      if (errno == EACCES)
        errno = EAGAIN;
      return NULL;
    }
  if (!is_still_linked (lock->fd))
    {
      errno = EAGAIN;
      return NULL;
    }
  return g_steal_pointer (&lock);
}

PhProcessLock *
ph_process_lock_new (const char *data_dir, GError **error)
{
  g_autofree char *folder = g_build_filename (data_dir, LOCKS_FOLDER, NULL);
  PhProcessLock *lock;

  if (!ph_private_folder_make (folder))
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), folder);
      return NULL;
    }
  remove_dead (folder);
  do
    lock = claim (folder);
  while (lock == NULL && errno == EAGAIN);
  if (lock == NULL)
    ph_error_set_from_errno (error, errno, _ ("no lock file can be made in %s"), folder);
  return lock;
}

void
ph_process_lock_free (PhProcessLock *lock)
{
  int saved_errno = errno;

  if (lock->fd >= 0)
    {
      unlink (lock->path);
      close (lock->fd);
    }
  g_free (lock->path);
  g_free (lock->token);
  g_free (lock);
  errno = saved_errno;
}

const char *
ph_process_lock_get_token (PhProcessLock *lock)
{
  return lock->token;
}

/* Where the answer can't be had, the holder counts as alive: sending late is better than twice. */
gboolean
ph_process_lock_is_alive (const char *data_dir, const char *token)
{
  g_autofree char *path = NULL;
  struct flock other = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gboolean alive;
  int fd;

  if (!ph_random_is_name (token))
    return FALSE;
  path = g_build_filename (data_dir, LOCKS_FOLDER, token, NULL);
  fd = open_lock_file (path, 0);
  if (fd < 0)
    return errno != ENOENT && errno != ENOTDIR;
  alive = fcntl (fd, F_OFD_GETLK, &other) != 0 || other.l_type != F_UNLCK;
  close (fd);
  return alive;
}
