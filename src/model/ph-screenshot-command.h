/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The person's own command for screenshots: a program and its arguments as a shell would split
 * them, with "%f" for the file that it is to write.  No shell runs it. */

/* FALSE with PH_ERROR_SETTINGS where it can't be split or has no "%f". */
gboolean ph_screenshot_command_check (const char *text, GError **error);

/* What to run so that it writes @path.  @text: has been checked.  (transfer full) */
char **ph_screenshot_command_expand (const char *text, const char *path);

G_END_DECLS
