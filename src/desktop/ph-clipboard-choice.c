/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-choice.h"

/* The best first.  "text/uri-list" is the standard one; some file managers offer only their own. */
static const char *const file_targets[]
    = { "text/uri-list", "x-special/gnome-copied-files", "x-special/nautilus-clipboard",
        "x-special/mate-copied-files", NULL };

/* PNG keeps transparency and is what programs have; BMP and TIFF are made up for old programs. */
static const char *const picture_targets[]
    = { "image/png",  "image/apng", "image/webp",  "image/avif",     "image/jxl",
        "image/jpeg", "image/gif",  "image/heic",  "image/heif",     "image/svg+xml",
        "image/tiff", "image/bmp",  "image/x-bmp", "image/x-MS-bmp", NULL };

static const char *const text_targets[]
    = { "text/html", "text/plain", "UTF8_STRING", "STRING", "text/rtf", "text/richtext", NULL };

/* KDE's word for it, which other password managers have taken over. */
#define SECRET_TARGET "x-kde-passwordManagerHint"

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
  static const char *const secret[] = { SECRET_TARGET, NULL };

  *choice = (PhClipboardChoice){
    .has_text = find (targets, text_targets) != NULL,
    .is_secret = find (targets, secret) != NULL,
  };
  choice->target = find (targets, file_targets);
  if (choice->target != NULL)
    {
      choice->kind = PH_CLIPBOARD_FILES;
      return;
    }
  choice->target = find (targets, picture_targets);
  if (choice->target == NULL)
    choice->target = find_any_picture (targets);
  if (choice->target != NULL)
    choice->kind = PH_CLIPBOARD_PICTURE;
}
