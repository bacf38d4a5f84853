/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-private-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

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
