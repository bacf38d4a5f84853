/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-proxy.h"
#include "ph-cli-session.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* What the files of `pichoist profile` share. */

typedef struct
{
  PhCliSession *session;
  PhConfig *config; /* the session's */
  gboolean secret_stdin;
  char *secret_file; /* (nullable) */
  PhCliProxy proxy;
} PhCliProfileContext;

/* `pichoist profile add` and `set`.
 * @argv: the profile's name, KEY=VALUE...
 * Returns: the exit status */
int ph_cli_profile_add (PhCliProfileContext *context, int argc, char **argv);
int ph_cli_profile_set (PhCliProfileContext *context, int argc, char **argv);

/* FALSE for a folder. */
gboolean ph_cli_profile_needs_secret (PhProfile *profile);

/* `pichoist profile show`: what the profile comes to, once everything is filled in, and what is
 * worth knowing of it.
 * @name: (nullable): the default one
 * Returns: the exit status */
int ph_cli_profile_show (PhConfig *config, const char *name);

/* Says on stderr what was put right in the profile and what its provider needs for public links.
 * @before: (nullable): the profile before a change; what was so then is not said again. */
void ph_cli_profile_report_notes (const PhTarget *target, const PhTarget *before);

G_END_DECLS
