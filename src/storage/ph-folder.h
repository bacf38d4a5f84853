/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-storage.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* A folder as a PhStorage, for site generators (Hugo's static/, say).  An object appears whole or
 * not at all (a temporary file in the same folder, synced, then linked or renamed without replacing
 * where asked).  A key never leads out of the folder, not by a symbolic link either.  The work runs
 * on worker threads. */

#define PH_TYPE_FOLDER (ph_folder_get_type ())
G_DECLARE_FINAL_TYPE (PhFolder, ph_folder, PH, FOLDER, GObject)

PhFolder *ph_folder_new (const PhTarget *target);

G_END_DECLS
