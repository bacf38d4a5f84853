/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "ph-content.h"

/* A read lease is given only where nobody writes (fcntl (2), "Leases").  Who opens the file for
 * writing in the moment that we have it waits for that moment, and we are sent a signal: one that
 * is ignored, and not SIGIO, which would end the program. */
static PhFileWriter
ask (int fd)
{
  if (fcntl (fd, F_SETSIG, SIGURG) != 0)
    return PH_FILE_WRITER_UNKNOWN;
  if (fcntl (fd, F_SETLEASE, F_RDLCK) == 0)
    {
      fcntl (fd, F_SETLEASE, F_UNLCK);
      return PH_FILE_WRITER_NONE;
    }
  return errno == EAGAIN ? PH_FILE_WRITER_OPEN : PH_FILE_WRITER_UNKNOWN;
}

PhFileWriter
ph_file_writer_find (const char *path)
{
  int fd = ph_content_open_fd (path, NULL);
  PhFileWriter writer;

  if (fd < 0)
    return PH_FILE_WRITER_UNKNOWN;
  writer = ask (fd);
  close (fd);
  return writer;
}
