/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the last pictures are called in a menu: by name and time, since those from the clipboard all
 * have the same name.  The time is said as shortly as tells them apart. */

/* @pictures: (element-type PhRecent)
 * @zone: of the times
 * @now: microseconds since 1970: a picture of the same day is told by its hour
 *
 * (transfer full): a label for each, that uses underlines */
char **ph_recent_label_list (const GPtrArray *pictures, GTimeZone *zone, gint64 now);

G_END_DECLS
