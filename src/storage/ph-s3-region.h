/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The regions that a server names when it refuses a request. */

/* Whether @region can be one, and goes into a signature and a host name. */
gboolean ph_s3_region_is_name (const char *region);

/* The host of @region: @host with the name of the region @old in it exchanged, whatever else the
 * server may name.  So neither picture nor signature goes to a host of another family.  (nullable):
 * no @old in @host.  (transfer full) */
char *ph_s3_region_exchange (const char *host, const char *old, const char *region);

G_END_DECLS
