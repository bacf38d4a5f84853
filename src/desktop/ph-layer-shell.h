/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk-layer-shell.h>

G_BEGIN_DECLS

/* libgtk-layer-shell, loaded when it is first asked for; nothing of it may be called before it is
 * known to be there. */
gboolean ph_layer_shell_is_there (void);

G_END_DECLS
