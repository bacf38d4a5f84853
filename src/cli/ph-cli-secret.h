/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a secret comes in: never by the command line, which other users of the machine can read and
 * shells keep. */

typedef enum
{
  PH_CLI_SECRET_NONE,  /* nobody to ask and no option given, or nothing was typed */
  PH_CLI_SECRET_GIVEN, /* *secret is set */
  PH_CLI_SECRET_FAILED /* @error is set; PH_ERROR_CANCELLED after Ctrl-C */
} PhCliSecretResult;

/* ph_cli_secret_read:
 * @from_stdin: --secret-stdin; where that is a terminal it is asked for in the same way as without
 * @file: (nullable): --secret-file
 * @prompt: shown on the terminal where neither is given and standard input is one; nothing typed is
 * echoed
 * @secret: (out) (transfer full): free with ph_secret_free ()
 *
 * One newline is taken off the end, nothing else. */
PhCliSecretResult ph_cli_secret_read (gboolean from_stdin, const char *file, const char *prompt,
                                      char **secret, GError **error);

G_END_DECLS
