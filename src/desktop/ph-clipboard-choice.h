/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to read of a clipboard that offers many things at once.  A rule on names alone: nothing is
 * read. */

/* Tells our own links, and a clipboard manager's copies of them, from something new. */
#define PH_CLIPBOARD_OWN_MARK "application/x-pichoist-link"

/* Of the offered targets, the best one of each kind; NULL where there is none. */
typedef struct
{
  const char *files;    /* a list of files, to be read by ph_uri_list_parse () */
  const char *cut_mark; /* "1": the files are about to be moved away */
  const char *picture;  /* a picture's own bytes */
  const char *html;
  const char *text;
  gboolean has_rich_text; /* as office programs have it */
  gboolean is_secret;     /* a password manager marks it: not to be touched unasked */
  gboolean is_own;        /* our own link */
} PhClipboardChoice;

/* @targets: as they are offered, in any order; borrowed by @choice
 *
 * Of pictures, the format that programs keep (PNG) before those that they make up on demand. */
void ph_clipboard_choose (const char *const *targets, PhClipboardChoice *choice);

G_END_DECLS
