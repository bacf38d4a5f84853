/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Other programs that let the person choose a part of the screen and write it to a file. */

/* The command of the first one that is installed and works in this kind of session, as
 * ph_screenshot_command_expand () takes it; NULL: none.  (transfer none) (nullable) */
const char *ph_screenshot_tool_find (gboolean is_wayland);

/* ph_screenshot_tool_run_async:
 * @words: the program and its arguments
 *
 * Ends when it has written @path.  Errors: PH_ERROR_CANCELLED where it ended without a picture,
 * PH_ERROR_FAILED where it can't be run. */
void ph_screenshot_tool_run_async (const char *const *words, const char *path,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_screenshot_tool_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
