/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ph_url_mask:
 * @text: what a person is to read; it may have URLs in it, and may be one
 *
 * Puts "***" for what gives access: the password before the "@" of a URL, the values of parameters
 * that are called token, signature, code and the like, and those that look like keys, behind "?",
 * "&" or "#".  People paste the addresses of pages where they have just logged in.
 *
 * Returns: (transfer full): valid UTF-8 */
char *ph_url_mask (const char *text);

G_END_DECLS
