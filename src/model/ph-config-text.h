/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* config.ini as text.  A first and a last line of comment frame what Pichoist wrote, so that a file
 * that was cut short is told from one that somebody shortened. */

/* ph_config_text_parse:
 * @text: @length bytes and a NUL
 *
 * Returns: (transfer full): comments and unknown keys included; %NULL with PH_ERROR_SETTINGS where
 * it is damaged: bytes that are no text, a wrong line (by its number), or no last line */
GKeyFile *ph_config_text_parse (const char *text, gsize length, GError **error);

/* (transfer full) */
char *ph_config_text_format (GKeyFile *file);

/* A file that was emptied by a full disk looks the same as a new one: no group in it. */
gboolean ph_config_text_is_empty (GKeyFile *file);

/* ph_config_text_export:
 *
 * All groups without comments, without the passwords in proxies and without unknown keys that sound
 * like secrets.  (transfer full) */
char *ph_config_text_export (GKeyFile *file);

/* Does a key's name say that its value is secret? */
gboolean ph_config_text_is_secret_key (const char *key);

G_END_DECLS
