/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "http://user:password@host" -> "http://user@host": a proxy as it may be shown.  (transfer full)
 */
char *ph_proxy_url_mask (const char *url);

G_END_DECLS
