/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-spool.h"
#include "ph-write.h"

static gboolean
write_all (int fd, GBytes *bytes, GError **error)
{
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (ph_write_all (fd, data, length))
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("the picture can't be kept in the spool"));
  return FALSE;
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
