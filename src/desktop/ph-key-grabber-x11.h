/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-key-grabber.h"

G_BEGIN_DECLS

/* Key grabs on the root window of the default display, which must be X11's. */
#define PH_TYPE_KEY_GRABBER_X11 (ph_key_grabber_x11_get_type ())
G_DECLARE_FINAL_TYPE (PhKeyGrabberX11, ph_key_grabber_x11, PH, KEY_GRABBER_X11, GObject)

PhKeyGrabber *ph_key_grabber_x11_new (void);

G_END_DECLS
