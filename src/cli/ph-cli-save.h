/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

G_BEGIN_DECLS

/* Saves what was changed.  Passwords of proxies that stand in the settings file leave it on the
 * way, and the person is told. */
gboolean ph_cli_save (PhConfig *config, GError **error);

G_END_DECLS
