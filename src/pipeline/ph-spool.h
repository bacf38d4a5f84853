/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The spool: our own copies of pictures that must not vanish, in spool/ of the data folder (0700,
 * files 0600).  All functions may block on the disk; callable from any thread.  The folder is made
 * again where it is missing. */

/* ph_spool_copy:
 *
 * Copies the open file @fd (FICLONE, else copy_file_range, else read and write) into a new spool
 * file, from its beginning; file and folder are synced.  Returns: (transfer full): its base name,
 * or NULL with PH_ERROR_DISK, PH_ERROR_INPUT, PH_ERROR_CHANGED (it was written to meanwhile) or
 * G_IO_ERROR_CANCELLED; nothing is left behind then. */
char *ph_spool_copy (const char *data_dir, int fd, GCancellable *cancellable, GError **error);

/* The same for a stream whose end isn't known (a pipe, standard input).  @max: bytes, more is
 * PH_ERROR_TOO_LARGE. */
char *ph_spool_copy_stream (const char *data_dir, int fd, gint64 max, GCancellable *cancellable,
                            GError **error);

/* The same for bytes in memory. */
char *ph_spool_write (const char *data_dir, GBytes *bytes, GError **error);

/* An empty spool file open for reading and writing, to be filled by the caller, who then calls
 * ph_spool_sync () (or ph_spool_remove ()).  It is in the folder, as *@name, from that call on, and
 * not before where the file system can do so.  Returns the descriptor or -1. */
int ph_spool_create (const char *data_dir, char **name, GError **error);
gboolean ph_spool_sync (const char *data_dir, int fd, const char *name, GError **error);

/* (transfer full) */
char *ph_spool_dup_path (const char *data_dir, const char *name);
void ph_spool_remove (const char *data_dir, const char *name);

/* Removes files that are over an hour old and not among @in_use (a set of names): left by programs
 * that died between copy and commit.  Where a database that was set aside lies beside it, what is
 * older than that one's last day is kept: its jobs may need it. */
void ph_spool_sweep (const char *data_dir, GHashTable *in_use);

G_END_DECLS
