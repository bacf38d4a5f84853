/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the session's Wayland compositor offers to all programs, whichever display GTK uses. */

/* Is the global of that interface among it?  Waits for the compositor, as every window does, for
 * one round trip.  Also TRUE where there is none that answers: then nothing is known. */
gboolean ph_globals_wayland_offer (const char *interface);

G_END_DECLS
