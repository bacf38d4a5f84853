/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-write.h"

#include <errno.h>
#include <unistd.h>

gboolean
ph_write_all (int fd, gconstpointer data, gsize length)
{
  const char *rest = data;

  while (length > 0)
    {
      gssize written = write (fd, rest, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      rest += written;
      length -= (gsize) written;
    }
  return TRUE;
}
