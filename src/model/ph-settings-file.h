/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How config.ini and secrets.ini lie on the disk: only their owner reads them (0600, folder 0700),
 * they are replaced whole, and programs that change them take turns. */

/* ph_settings_file_lock:
 * @dir: made where it is missing
 *
 * Waits for the lock of @dir's files: an open-file-description lock on config.lock, gone with the
 * program that holds it.  Returns: a descriptor to close, or -1 with PH_ERROR_DISK: the folder or
 * lock can't be made, or another program has held it for PH_SETTINGS_LOCK_SECONDS */
#define PH_SETTINGS_LOCK_SECONDS 10
int ph_settings_file_lock (const char *dir, GError **error);

/* ph_settings_file_read:
 * @length: bytes, without the NUL that is put behind them
 * @warning: (nullable): set where others could read the file: that this was put right, or can't be
 *
 * Returns: (transfer full): the bytes; %NULL without an error where there is no file, with
 * PH_ERROR_DISK where it can't be read (no regular file, or too large to be one of ours) */
char *ph_settings_file_read (const char *path, gsize *length, char **warning, GError **error);

/* Closes a file to other users, as reading it does.  (transfer full) (nullable): what to say where
 * it was open to them */
char *ph_settings_file_tighten (const char *path);

/* ph_settings_file_replace:
 *
 * Puts @text in the place of @path, all or nothing: the new file is on the disk before it gets its
 * name.  A symbolic link stays one.  The lock is to be held.  FALSE with PH_ERROR_DISK; the old
 * file is untouched then. */
gboolean ph_settings_file_replace (const char *path, const char *text, GError **error);

/* Who may write to the folder of the settings may replace them.  What to say where that is anybody
 * but its owner and root; the folder itself isn't ours to change.  (transfer full) (nullable) */
char *ph_settings_file_check_folder (const char *dir);

/* Where a symbolic link leads, so that a file kept elsewhere stays there; else @path.  (transfer
 * full) */
char *ph_settings_file_resolve (const char *path);

G_END_DECLS
