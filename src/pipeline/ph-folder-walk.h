/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lies in a folder that is to be uploaded whole. */

typedef struct
{
  char *path;
  GError *error; /* (nullable) PH_ERROR_INPUT: a link that leads nowhere, an unreadable folder */
  const char *left_out; /* (nullable) what else it is, translated: nothing that can be uploaded */
} PhFound;

typedef struct
{
  GPtrArray *found; /* of PhFound: sorted, in each folder by name */
  guint n_hidden;   /* entries whose name begins with a dot: not looked at */
} PhFolderWalk;

/* Looks at all below @folder; links to files are followed, links to folders aren't. */
PhFolderWalk *ph_folder_walk_new (const char *folder);
void ph_folder_walk_free (PhFolderWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhFolderWalk, ph_folder_walk_free)

G_END_DECLS
