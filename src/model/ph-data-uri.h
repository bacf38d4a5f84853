/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "data:" addresses (RFC 2397), which hold a file's bytes themselves. */

gboolean ph_data_uri_is (const char *uri);

/* What it holds, whatever type it names.  (transfer full) (nullable): NULL where it is none, or
 * isn't whole */
GBytes *ph_data_uri_decode (const char *uri);

G_END_DECLS
