/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-secret-store.h"

G_BEGIN_DECLS

/* The Secret Service of the session (GNOME Keyring, KWallet, KeePassXC ...) by libsecret.  Each
 * call blocks, for PH_SECRET_TIMEOUT seconds at most; longer only while the keyring asks the person
 * to unlock it. Source: freedesktop.org, "Secret Service API". */

/* NULL without an error where there is none.  (transfer full): to be freed with ph_secret_free ()
 * @is_missing: (out) (nullable): whether it failed since there is no keyring */
char *ph_secret_keyring_lookup (const char *profile, const char *purpose, gboolean *is_missing,
                                GError **error);
gboolean ph_secret_keyring_store (const char *profile, const char *purpose, const char *secret,
                                  GError **error);
/* @profile: (nullable): NULL removes all that Pichoist ever stored
 * @purpose: (nullable): NULL removes all of @profile
 * @is_missing: (out) (nullable): whether it failed since there is no keyring */
gboolean ph_secret_keyring_clear (const char *profile, const char *purpose, gboolean *is_missing,
                                  GError **error);
PhSecretPresence ph_secret_keyring_probe (const char *profile, const char *purpose, GError **error);

G_END_DECLS
