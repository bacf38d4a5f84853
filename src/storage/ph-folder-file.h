/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-content.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* Single files below a folder, named by object keys.  Everything here blocks; all errors are
 * PhErrors or G_IO_ERROR_CANCELLED. */

/* Files with such names are unfinished. */
#define PH_FOLDER_TEMPORARY_PREFIX ".pichoist-"

/* Where a key's file is: no symbolic link was followed on the way from the folder to @parent. */
typedef struct
{
  int parent; /* O_PATH descriptor of the directory; -1: none */
  char *name; /* in it */
} PhFolderPlace;

#define PH_FOLDER_PLACE_INIT                                                                       \
  {                                                                                                \
    .parent = -1                                                                                   \
  }

void ph_folder_place_clear (PhFolderPlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhFolderPlace, ph_folder_place_clear)

/* An O_PATH descriptor of @folder itself, which may be reached by symbolic links; -1 with
 * PH_ERROR_NO_BUCKET where there is none. */
int ph_folder_open_root (const char *folder, GError **error);

/* @create: makes the directories on the way.  Without it a missing one is PH_ERROR_NO_OBJECT. */
gboolean ph_folder_place_find (PhFolderPlace *place, const char *folder, const char *key,
                               gboolean create, GError **error);

/* A descriptor of the regular file there, for reading; -1 with PH_ERROR_NO_OBJECT or _INPUT. */
int ph_folder_place_open (const PhFolderPlace *place, GError **error);

/* What is there; sha256 is computed.  What is no regular file has neither size nor sha256.  NULL
 * with PH_ERROR_NO_OBJECT. */
PhObject *ph_folder_place_describe (const PhFolderPlace *place, const char *key,
                                    GCancellable *cancellable, GError **error);

/* Puts @content there, whole or not at all, and on disk when it returns.  @replace: FALSE:
 * PH_ERROR_EXISTS where something is there already.  @progress is called in this thread. */
gboolean ph_folder_place_write (const PhFolderPlace *place, PhContent *content, gboolean replace,
                                PhStorageProgressFunc progress, gpointer user_data,
                                GCancellable *cancellable, GError **error);

/* Nothing there is success. */
gboolean ph_folder_place_remove (const PhFolderPlace *place, GError **error);

G_END_DECLS
