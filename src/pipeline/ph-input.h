/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-job.h"

G_BEGIN_DECLS

/* What a person names (a path, a file: URI, an http or https URL; other addresses are refused) as a
 * job that can be given to an uploader.  Nothing is opened. */

/* ph_input_new_job:
 * @input: bytes as given
 * @profile: name of the profile
 * @name: (nullable): replaces the file name that key template and link see; UTF-8
 *
 * A path that exists is a path, whatever it looks like; "file:" URIs are decoded (%XX only, a plus
 * stays a plus) and must name this host.  The login of a URL is taken out of it.
 *
 * Returns: (transfer full): the job (times taken now), or NULL with PH_ERROR_INPUT */
PhJob *ph_input_new_job (const char *input, const char *profile, const char *name, GError **error);

/* The same for bytes that are in the spool already.  @spool: (transfer full) */
PhJob *ph_input_new_spooled_job (const char *input, char *spool, const char *profile,
                                 const char *name);

G_END_DECLS
