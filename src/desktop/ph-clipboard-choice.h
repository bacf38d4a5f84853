/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to take of a clipboard that offers many things at once.  A rule on names alone: nothing is
 * read. */

typedef enum
{
  PH_CLIPBOARD_NOTHING,
  PH_CLIPBOARD_FILES,   /* a list of files, to be read by ph_uri_list_parse () */
  PH_CLIPBOARD_PICTURE, /* a picture's own bytes */
} PhClipboardKind;

typedef struct
{
  PhClipboardKind kind;
  const char *target; /* (nullable): of the offered ones: what to read */
  gboolean has_text;  /* text or HTML stands beside it: maybe cells of a table, drawn */
  gboolean is_secret; /* a password manager marks it: not to be touched unasked */
} PhClipboardChoice;

/* @targets: as they are offered, in any order; borrowed by @choice
 *
 * Files before pictures: a file manager that offers both draws a thumbnail.  Of pictures, the
 * format that programs keep (PNG) before those that they make up on demand. */
void ph_clipboard_choose (const char *const *targets, PhClipboardChoice *choice);

G_END_DECLS
