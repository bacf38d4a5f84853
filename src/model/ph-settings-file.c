/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-settings-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-private-folder.h"
#include "ph-write.h"

#define LOCK_NAME "config.lock"
#define LOCK_POLL_MICROSECONDS 10000
/* A thousand profiles stay far below; anything above is another file. */
#define FILE_MAX_BYTES (4 << 20)

/* Waits in small steps, since F_OFD_SETLKW can't be given up. */
static gboolean
wait_for_lock (int fd, const char *path, GError **error)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  gint64 deadline = g_get_monotonic_time () + PH_SETTINGS_LOCK_SECONDS * G_USEC_PER_SEC;

  while (fcntl (fd, F_OFD_SETLK, &lock) != 0)
    {
      if (errno != EAGAIN && errno != EACCES && errno != EINTR)
        {
          ph_error_set_from_errno (error, errno, _ ("%s can't be locked"), path);
          return FALSE;
        }
      if (g_get_monotonic_time () > deadline)
        {
          ph_error_set (error, PH_ERROR_DISK, _ ("end it, or wait and try again"),
                        _ ("another program doesn't let go of %s"), path);
          return FALSE;
        }
      g_usleep (LOCK_POLL_MICROSECONDS);
    }
  return TRUE;
}

int
ph_settings_file_lock (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK_NAME, NULL);
  int fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), dir);
      return -1;
    }
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be opened"), path);
      return -1;
    }
  if (wait_for_lock (fd, path, error))
    return fd;
  close (fd);
  return -1;
}

/* Nobody else is to read what may hold keys. */
static char *
close_to_others (int fd, const struct stat *status, const char *path)
{
  if ((status->st_mode & 077) == 0)
    return NULL;
  if (fchmod (fd, 0600) == 0)
    return g_strdup_printf (_ ("%s was open to other users of this computer; it is closed to them "
                               "now"),
                            path);
  return g_strdup_printf (_ ("%s is open to other users of this computer and can't be closed to "
                             "them: %s"),
                          path, g_strerror (errno));
}

char *
ph_settings_file_check_folder (const char *dir)
{
  struct stat status;

  if (stat (dir, &status) != 0 || !S_ISDIR (status.st_mode))
    return NULL;
  if (status.st_uid != geteuid () && status.st_uid != 0)
    return g_strdup_printf (_ ("the folder %s belongs to another user, who can change your "
                               "settings: move it away, or make it yours with “chown”"),
                            dir);
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return g_strdup_printf (_ ("the folder %s can be written to by other users, who can change "
                               "your settings: close it with “chmod 700 '%s'”"),
                            dir, dir);
  return NULL;
}

char *
ph_settings_file_tighten (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
  struct stat status;
  char *warning = NULL;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    warning = close_to_others (fd, &status, path);
  close (fd);
  return warning;
}

static char *
read_all (int fd, const char *path, gsize *length, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[8192];
  gssize got;

  while ((got = TEMP_FAILURE_RETRY (read (fd, buffer, sizeof buffer))) > 0
         && text->len <= FILE_MAX_BYTES)
    g_string_append_len (text, buffer, got);
  explicit_bzero (buffer, sizeof buffer);
  if (got < 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be read"), path);
      return NULL;
    }
  if (text->len > FILE_MAX_BYTES)
    {
      ph_error_set (error, PH_ERROR_DISK, _ ("move it away"), _ ("%s is far too large"), path);
      return NULL;
    }
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ph_settings_file_read (const char *path, gsize *length, char **warning, GError **error)
{
  /* O_NONBLOCK: a FIFO of this name doesn't hang us. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;
  char *text = NULL;

  *length = 0;
  if (warning != NULL)
    *warning = NULL;
  if (fd < 0)
    {
      if (errno != ENOENT)
        ph_error_set_from_errno (error, errno, _ ("%s can't be read"), path);
      return NULL;
    }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    ph_error_set (error, PH_ERROR_DISK, _ ("move it away"), _ ("%s isn't a file"), path);
  else
    {
      g_autofree char *exposed = close_to_others (fd, &status, path);

      text = read_all (fd, path, length, error);
      if (warning != NULL && text != NULL)
        *warning = g_steal_pointer (&exposed);
    }
  close (fd);
  return text;
}

/* A new file with @text, on the disk; FALSE with errno. */
static gboolean
write_new (const char *path, const char *text)
{
  int fd;
  gboolean written;
  int saved_errno;

  /* Left by a program that was killed: the lock says that nobody is writing it. */
  g_unlink (path);
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return FALSE;
  written = ph_write_all (fd, text, strlen (text)) && fsync (fd) == 0;
  saved_errno = errno;
  if (close (fd) != 0 && written)
    {
      written = FALSE;
      saved_errno = errno;
    }
  if (!written)
    g_unlink (path);
  errno = saved_errno;
  return written;
}

/* The new name itself has to reach the disk. */
static void
sync_folder (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  /* Some file systems know no fsync of folders; the rename is done either way. */
  if (!ph_private_folder_sync (dir))
    g_debug ("%s: %s", dir, g_strerror (errno));
}

char *
ph_settings_file_resolve (const char *path)
{
  char *real = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? realpath (path, NULL) : NULL;
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

gboolean
ph_settings_file_replace (const char *path, const char *text, GError **error)
{
  g_autofree char *real = ph_settings_file_resolve (path);
  g_autofree char *fresh = g_strconcat (real, ".new", NULL);

  if (!write_new (fresh, text))
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be written"), path);
      return FALSE;
    }
  if (g_rename (fresh, real) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be replaced"), path);
      g_unlink (fresh);
      return FALSE;
    }
  sync_folder (real);
  return TRUE;
}
