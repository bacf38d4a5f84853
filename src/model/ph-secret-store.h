/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-credentials.h"

G_BEGIN_DECLS

/* Where secrets rest: the Secret Service (libsecret), or, with the person's explicit consent
 * (secret-store=file in config.ini), secrets.ini (0600) beside config.ini.  Any byte string but NUL
 * survives.  A secret is kept under (profile name, purpose); purposes are "s3" and "proxy" here,
 * "cloudflare" and "server" later.  A keyring that hangs is given up after PH_SECRET_TIMEOUT
 * seconds.  A locked keyring asks the person to unlock it where there is a display, and is an error
 * elsewhere. */

#define PH_SECRET_TIMEOUT 8
#define PH_SECRET_PROBE_TIMEOUT 3
#define PH_SECRET_PURPOSE_S3 "s3"
#define PH_SECRET_PURPOSE_PROXY "proxy" /* the password of the profile's proxy */

typedef enum
{
  PH_SECRET_PLACE_KEYRING,
  PH_SECRET_PLACE_FILE,
} PhSecretPlace;

#define PH_TYPE_SECRET_PLACE (ph_secret_place_get_type ())
GType ph_secret_place_get_type (void);

typedef struct _PhSecretStore PhSecretStore;

/* @dir: the folder of config.ini */
PhSecretStore *ph_secret_store_new (PhSecretPlace place, const char *dir);
void ph_secret_store_free (PhSecretStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhSecretStore, ph_secret_store_free)

/* All three block, at most PH_SECRET_TIMEOUT seconds (longer while the person unlocks the keyring):
 * the command line calls them directly, the desktop program from g_task_run_in_thread ().
 *
 * lookup: (transfer full): the secret, to be freed with ph_secret_free (); NULL without an error
 * where none is stored; NULL with PH_ERROR_SECRET where the keyring can't be asked.
 * @no_keyring: (out) (nullable): set to whether it failed since this session has no keyring at all
 */
char *ph_secret_store_lookup (PhSecretStore *store, const char *profile, const char *purpose,
                              gboolean *no_keyring, GError **error);
gboolean ph_secret_store_save (PhSecretStore *store, const char *profile, const char *purpose,
                               const char *secret, GError **error);
/* @purpose: (nullable): NULL removes all that is stored for @profile
 * @no_keyring: (out) (nullable): set to whether it failed since this session has no keyring at all,
 * so that nothing can be told of what was stored in another one */
gboolean ph_secret_store_remove (PhSecretStore *store, const char *profile, const char *purpose,
                                 gboolean *no_keyring, GError **error);
/* Removes all that Pichoist ever stored there. */
gboolean ph_secret_store_forget (PhSecretStore *store, gboolean *no_keyring, GError **error);

typedef enum
{
  PH_SECRET_UNKNOWN, /* see the error: the keyring can't be asked, or is locked and nobody is there
                      */
  PH_SECRET_MISSING,
  PH_SECRET_LOCKED, /* it is there, and the keyring will ask the person for its password */
  PH_SECRET_STORED,
} PhSecretPresence;

/* Is a secret stored?  Asks the person for nothing, and gives a keyring that hangs up after
 * PH_SECRET_PROBE_TIMEOUT seconds. */
PhSecretPresence ph_secret_store_probe (PhSecretStore *store, const char *profile,
                                        const char *purpose, GError **error);

/* Wipes and frees.  (nullable) */
void ph_secret_free (char *secret);

G_END_DECLS
