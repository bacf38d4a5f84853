/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The types of picture and video that go up without being asked twice, and the extensions that
 * people give them. */

/* The usual extension for @mime without the dot; "bin" for what is no picture type. */
const char *ph_picture_type_get_extension (const char *mime);

/* Does @extension (without the dot, any case) name a picture or video type? */
gboolean ph_picture_type_is_extension (const char *extension);

/* Does @extension (without the dot, any case; "" for none) name the type @mime?  "jpeg" and "jpe"
 * do for image/jpeg. */
gboolean ph_picture_type_fits (const char *mime, const char *extension);

G_END_DECLS
