/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PH_FILE_WRITER_NONE,
  PH_FILE_WRITER_OPEN,    /* a program has it open for writing, and may go on */
  PH_FILE_WRITER_UNKNOWN, /* not our file, or its file system can't tell (NFS, say) */
} PhFileWriter;

/* Whether a program is writing to the regular file @path at this moment.  Doesn't block; from any
 * thread. */
PhFileWriter ph_file_writer_find (const char *path);

G_END_DECLS
