/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-provider.h"

G_BEGIN_DECLS

/* ph_bucket_name_find_fault:
 * @path_style: whether the name stands in the path of requests, not in the host name
 *
 * Why no bucket of this provider can be called so, or what is to be written instead: the hint
 * behind "bucket can't be …".  (transfer full) (nullable): NULL where nothing is wrong */
char *ph_bucket_name_find_fault (const char *name, const PhPreset *preset, const char *region,
                                 gboolean path_style);

G_END_DECLS
