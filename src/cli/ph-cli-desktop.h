/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-outcome.h"

G_BEGIN_DECLS

/* What only the desktop program can do, asked of it over D-Bus.  All calls block; it is started
 * where the session knows how to.  Errors: PH_ERROR_NO_DESKTOP where there is no session bus or no
 * desktop program, else what it answers. */

typedef struct
{
  const char *profile; /* (nullable) */
  const char *name;    /* (nullable) */
  gboolean any, no_reuse;
  guint expires; /* seconds, 0: none */
} PhCliDesktopUpload;

/* Uploads what is on the clipboard.  (transfer full) (element-type PhOutcome): NULL with
 * PH_ERROR_NO_PICTURE where there is no picture */
GPtrArray *ph_cli_desktop_upload_clipboard (const PhCliDesktopUpload *options, GError **error);

/* Puts a text on the clipboard, and the same as HTML. */
gboolean ph_cli_desktop_copy (const char *text, const char *html, GError **error);

/* What works in the session, as a(sss): name, state, reason.  Not started for that: NULL with
 * PH_ERROR_NO_DESKTOP where it doesn't run.  (transfer full) */
GVariant *ph_cli_desktop_get_capabilities (GError **error);

G_END_DECLS
