/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Activates an action of @application as if somebody had asked for it over D-Bus, who may hand over
 * an activation token: a window that is opened by it may come to the front.
 * @target: (nullable)
 * @token: (nullable) */
void ph_activation_run (GApplication *application, const char *action, GVariant *target,
                        const char *token);

G_END_DECLS
