/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-choice.h"

/* The best first.  The file managers' own forms tell files that are copied from files that are
 * about to be moved away; "text/uri-list", the standard one, doesn't. */
static const char *const file_targets[]
    = { "x-special/gnome-copied-files", "x-special/mate-copied-files",
        "x-special/nautilus-clipboard", "text/uri-list", NULL };

/* KDE's mark beside a "text/uri-list". */
static const char *const cut_targets[] = { "application/x-kde-cutselection", NULL };

/* PNG keeps transparency and is what programs have; BMP and TIFF are made up for old programs. */
static const char *const picture_targets[]
    = { "image/png",  "image/apng", "image/webp",  "image/avif",     "image/jxl",
        "image/jpeg", "image/gif",  "image/heic",  "image/heif",     "image/svg+xml",
        "image/tiff", "image/bmp",  "image/x-bmp", "image/x-MS-bmp", NULL };

static const char *const html_targets[]
    = { "text/html", "text/html;charset=utf-8", "application/xhtml+xml", NULL };

static const char *const text_targets[]
    = { "text/plain;charset=utf-8", "UTF8_STRING", "text/plain", "STRING", NULL };

static const char *const rich_targets[] = { "text/rtf", "text/richtext", "application/rtf", NULL };

/* KDE's word for it, which other password managers have taken over, and those that come in from
 * other systems by way of virtual machines and remote desktops. */
static const char *const secret_targets[] = { "x-kde-passwordManagerHint",
                                              "org.nspasteboard.ConcealedType",
                                              "org.nspasteboard.TransientType",
                                              "Clipboard Viewer Ignore",
                                              "com.agilebits.onepassword",
                                              "ExcludeClipboardContentFromMonitorProcessing",
                                              NULL };

static const char *const own_targets[] = { PH_CLIPBOARD_OWN_MARK, NULL };

/* (nullable): the first of @wanted that is offered */
static const char *
find (const char *const *targets, const char *const *wanted)
{
  for (; *wanted != NULL; wanted++)
    for (guint i = 0; targets[i] != NULL; i++)
      if (g_ascii_strcasecmp (targets[i], *wanted) == 0)
        return targets[i];
  return NULL;
}

/* A format that isn't in the list is better than nothing. */
static const char *
find_any_picture (const char *const *targets)
{
  for (; *targets != NULL; targets++)
    if (g_ascii_strncasecmp (*targets, "image/", 6) == 0)
      return *targets;
  return NULL;
}

void
ph_clipboard_choose (const char *const *targets, PhClipboardChoice *choice)
{
  *choice = (PhClipboardChoice){
    .files = find (targets, file_targets),
    .cut_mark = find (targets, cut_targets),
    .picture = find (targets, picture_targets),
    .html = find (targets, html_targets),
    .text = find (targets, text_targets),
    .has_rich_text = find (targets, rich_targets) != NULL,
    .is_secret = find (targets, secret_targets) != NULL,
    .is_own = find (targets, own_targets) != NULL,
  };
  if (choice->picture == NULL)
    choice->picture = find_any_picture (targets);
}
