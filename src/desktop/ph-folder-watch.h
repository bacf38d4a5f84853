/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-copied.h"
#include "ph-desk.h"

G_BEGIN_DECLS

/* Watches the folders of the settings for new pictures: files that are made there, moved there, or
 * get their real name there, once they have been closed and lie still.  What was there before, what
 * is moved about inside, hidden files, half downloads, subfolders, and folders that we write
 * ourselves are left alone.
 *
 * Signals:
 *   "found" (PhCopied *): there are new pictures, and the person is to be asked; also in mode
 *                         "upload" where there are so many at once that it can't be what is meant
 */

/* More new pictures at once are never published unasked. */
#define PH_FOLDER_WATCH_MAX 20

#define PH_TYPE_FOLDER_WATCH (ph_folder_watch_get_type ())
G_DECLARE_FINAL_TYPE (PhFolderWatch, ph_folder_watch, PH, FOLDER_WATCH, GObject)

PhFolderWatch *ph_folder_watch_new (PhConfig *config, PhDesk *desk);

/* Puts up what was found, once the person has said yes. */
void ph_folder_watch_accept (PhFolderWatch *watch, PhCopied *found);

/* The folder that is watched where none is set: where desktops put screenshots.  (transfer full) */
char *ph_folder_watch_dup_default (void);

G_END_DECLS
