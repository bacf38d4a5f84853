/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-storage.h"

G_BEGIN_DECLS

/* A page of the regular files below @folder whose keys begin with @prefix and stand after @from, in
 * the byte order of their keys, as S3 lists.  Symbolic links, unfinished files and names that are
 * not UTF-8 are left out.  Blocks.  (transfer full) */
PhObjectPage *ph_folder_list (const char *folder, const char *prefix, const char *from, guint max,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
