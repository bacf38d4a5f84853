/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a piece of HTML, as programs put it on the clipboard or under a drag, shows as a picture.
 * Browsers write a single <img>; office programs write what the person has copied, with pictures or
 * not.  Pure: nothing is fetched or opened. */

typedef struct
{
  guint n_pictures;
  gboolean has_text; /* there is something to read, too */
  char *source;      /* (nullable): the address of the first picture as it stands there */
} PhHtmlPicture;

/* @data: NULL where @length is 0; UTF-8, or UTF-16 with or without a byte order mark; anything else
 * counts as UTF-8 with faults.  What isn't HTML has no pictures. */
void ph_html_picture_read (const char *data, gsize length, PhHtmlPicture *picture);
void ph_html_picture_clear (PhHtmlPicture *picture);

/* It is one picture and nothing else: a picture was copied, and no text. */
gboolean ph_html_picture_is_alone (const PhHtmlPicture *picture);

/* Does the picture's address say that it moves?  Only GIF's does; others don't tell. */
gboolean ph_html_picture_moves (const PhHtmlPicture *picture);

G_END_DECLS
