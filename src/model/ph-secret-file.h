/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* secrets.ini (0600) in the folder of config.ini, for machines without a keyring whose owner agreed
 * to it.  Replaced as a whole, under a lock, so that neither a crash nor another program loses a
 * secret.  May block on the disk. */

/* NULL without an error where there is none.  (transfer full) */
char *ph_secret_file_lookup (const char *dir, const char *profile, const char *purpose,
                             GError **error);
/* @purpose: (nullable): NULL, with a @secret that is NULL: all of the profile
 * @secret: (nullable): NULL takes it out */
gboolean ph_secret_file_store (const char *dir, const char *profile, const char *purpose,
                               const char *secret, GError **error);
/* Removes the file. */
gboolean ph_secret_file_forget (const char *dir, GError **error);

G_END_DECLS
