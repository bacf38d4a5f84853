/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The log file, STATE_DIR/log (0600): a line for each upload and each failure, with the server's
 * own code and request id, which are no business of a person who just wants a link.  It is opened
 * by the first line and begun anew at PH_LOG_MAX_BYTES; the one before is kept as log.1.
 *
 * What GLib's levels mean here: critical: our mistake; warning: something works less well; message:
 * the program starts and ends; info: one line an upload; debug: all else, never in the file. */

#define PH_LOG_MAX_BYTES (1024 * 1024)

/* Sends all of g_info () and above to the file, from any thread, and what G_MESSAGES_DEBUG asks for
 * to stderr, as GLib does.  To be called once, by main (). */
void ph_log_install (const char *state_dir);

/* @text without signatures, credentials, tokens, Authorization headers and the passwords in URLs.
 * (transfer full) */
char *ph_log_redact (const char *text);

G_END_DECLS
