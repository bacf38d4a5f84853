/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-clipboard.h"
#include "ph-copied.h"

G_BEGIN_DECLS

/* Finds out what is on the clipboard and reads what is a picture: first the list of what is
 * offered, then the best of it, then the next best where that won't do.  All that takes time is
 * done on worker threads. */

typedef enum
{
  /* The person asks for it: whatever can be taken for a picture.  Files before pictures, since a
   * file manager that offers both draws a thumbnail; then pictures, then addresses of pictures. */
  PH_READING_ASKED,
  /* Nobody asks: pictures and picture files that were surely copied as such.  No secrets, no cells
   * of a table that an office program draws, no files that are to be moved, no addresses. */
  PH_READING_WATCHED,
} PhReadingMode;

/* More than this is not taken from the clipboard; a file has no such limit. */
#define PH_READING_MAX ((gsize) 512 * 1024 * 1024)

/* There is a picture, and reading it begins, which takes as long as its owner needs to draw it. */
typedef void (*PhReadingBegunFunc) (gpointer user_data);

/* @begun: (nullable): called with @user_data, too, before @callback; perhaps more than once */
void ph_clipboard_reading_run_async (PhClipboard *clipboard, PhReadingMode mode,
                                     PhReadingBegunFunc begun, GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full).  NULL with PH_ERROR_NO_PICTURE where there is none, or with the errors of
 * ph_clipboard_read_async (). */
PhCopied *ph_clipboard_reading_run_finish (PhClipboard *clipboard, GAsyncResult *result,
                                           GError **error);

G_END_DECLS
