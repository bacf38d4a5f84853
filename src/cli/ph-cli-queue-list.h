/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"

G_BEGIN_DECLS

/* `queue list`: prints all jobs as they are now.  @format: (nullable): of the links that were given
 * out already; NULL: that of each profile.  Returns the exit status. */
int ph_cli_queue_list (PhCliSession *session, const char *format, gboolean json);

G_END_DECLS
