/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-spool.h"

static gboolean
write_all (int fd, GBytes *bytes, GError **error)
{
  gsize left = 0;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0)
    {
      ssize_t written = write (fd, data, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          ph_error_set_from_errno (error, errno, _ ("the picture can't be kept in the spool"));
          return FALSE;
        }
      data += written;
      left -= (gsize) written;
    }
  return TRUE;
}

char *
ph_spool_write (const char *data_dir, GBytes *bytes, GError **error)
{
  g_autofree char *name = NULL;
  int fd = ph_spool_create (data_dir, &name, error);
  gboolean written;

  if (fd < 0)
    return NULL;
  written = write_all (fd, bytes, error) && ph_spool_sync (data_dir, fd, name, error);
  close (fd);
  if (written)
    return g_steal_pointer (&name);
  ph_spool_remove (data_dir, name);
  return NULL;
}
