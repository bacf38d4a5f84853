/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-activity.h"

G_BEGIN_DECLS

/* The program's own icons, by name in an icon theme. */

/* The symbolic icon that shows @state.  (transfer full) */
char *ph_icons_dup_state_name (PhActivityState state);

/* The folder that has them where the program is started from: beside it where it is installed, in
 * the build folder where it isn't.  (transfer full) (nullable) */
char *ph_icons_find_folder (void);

/* The program's icon as other programs find it: by its name where it is installed, else by its
 * path. May be called in any thread.  (transfer full) */
char *ph_icons_dup_application (void);

/* Lets GTK find them. */
void ph_icons_add_to_theme (void);

G_END_DECLS
