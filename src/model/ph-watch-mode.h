/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What becomes of pictures that turn up by themselves: on the clipboard, in a watched folder. */
typedef enum
{
  PH_WATCH_OFF,    /* nothing: it isn't even looked at */
  PH_WATCH_ASK,    /* the person is asked; nothing leaves the computer before */
  PH_WATCH_UPLOAD, /* it goes up at once */
} PhWatchMode;

#define PH_TYPE_WATCH_MODE (ph_watch_mode_get_type ())
GType ph_watch_mode_get_type (void);

/* "off", "ask", "upload" */
const char *ph_watch_mode_to_nick (PhWatchMode mode);

G_END_DECLS
