/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-key-grabber.h"

G_BEGIN_DECLS

/* Hotkeys by the desktop's portal, the only way on Wayland.  All are asked for at once, in an idle
 * moment; until the answer is there, and where it is no, they count as not grabbed, and
 * "keys-changed" says when to look again.  The keys may be others than those that were asked for:
 * ph_key_grabber_dup_label (). */
#define PH_TYPE_KEY_GRABBER_PORTAL (ph_key_grabber_portal_get_type ())
G_DECLARE_FINAL_TYPE (PhKeyGrabberPortal, ph_key_grabber_portal, PH, KEY_GRABBER_PORTAL, GObject)

/* @app_id: as the desktop entry is called */
PhKeyGrabber *ph_key_grabber_portal_new (const char *app_id);

G_END_DECLS
