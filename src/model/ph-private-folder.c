/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-private-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean
ph_private_folder_make (const char *path)
{
  struct stat info;

  if (g_mkdir_with_parents (path, 0700) != 0)
    return FALSE;
  if (stat (path, &info) == 0 && (info.st_mode & 077) != 0)
    g_chmod (path, info.st_mode & 0700);
  return TRUE;
}

gboolean
ph_private_folder_sync (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int saved_errno = errno;

  if (fd >= 0)
    close (fd);
  errno = saved_errno;
  return done;
}
