/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The desktop program is started by the session bus, which gives it the bus's own environment.
 * Where that one is no help (it isn't installed for this session, or the bus was never told of the
 * display, as in a bare wlroots session without dbus-update-activation-environment), we start it
 * with ours. */

/* Could the bus not start what it was to hand a call to?  @error: of that call. */
gboolean ph_cli_desktop_is_start_failure (const GError *error);

/* Starts the program, beside our own or on the path, and waits until it answers to @name on
 * @connection.  It outlives us and the terminal.  @option: (nullable): for its command line.
 * Errors: PH_ERROR_NO_DESKTOP, also where it ends at once. */
gboolean ph_cli_desktop_start (GDBusConnection *connection, const char *name, const char *option,
                               GError **error);

G_END_DECLS
