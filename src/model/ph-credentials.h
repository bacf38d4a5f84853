/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-provider.h"

G_BEGIN_DECLS

/* An access key and its secret.  Immutable, reference counted; the secret is kept in memory that is
 * wiped when the last reference goes.  Never print one. */

typedef struct _PhCredentials PhCredentials;

/* @session_token: (nullable) */
PhCredentials *ph_credentials_new (const char *access_key_id, const char *secret,
                                   const char *session_token);
PhCredentials *ph_credentials_ref (PhCredentials *credentials);
void ph_credentials_unref (PhCredentials *credentials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCredentials, ph_credentials_unref)

const char *ph_credentials_get_access_key_id (const PhCredentials *credentials);
const char *ph_credentials_get_secret (const PhCredentials *credentials);
const char *ph_credentials_get_session_token (const PhCredentials *credentials); /* (nullable) */

/* Credentials from PICHOIST_ACCESS_KEY_ID, PICHOIST_SECRET_ACCESS_KEY and PICHOIST_SESSION_TOKEN.
 * (transfer full) (nullable): NULL without an error where none of them is set, with PH_ERROR_SECRET
 * where one of the first two is missing: the stored key isn't the one that was meant then */
PhCredentials *ph_credentials_new_from_environment (GError **error);

/* ph_credentials_check:
 *
 * Looks for what people get wrong: swapped fields, spaces or line ends around, quotes kept, R2's
 * lengths (32 and 64 hexadecimal digits), a Cloudflare API token pasted as the secret. FALSE with
 * PH_ERROR_SETTINGS; the message never shows the secret. */
gboolean ph_credentials_check (const PhCredentials *credentials, const PhPreset *preset,
                               GError **error);

/* The same for one half alone, before the other is known.  An access key ID as long as a secret is
 * one, and must not be written into a settings file. */
gboolean ph_credentials_check_access_key_id (const char *access_key_id, const PhPreset *preset,
                                             GError **error);
gboolean ph_credentials_check_secret (const char *secret, const PhPreset *preset, GError **error);

/* "AKIA…WXYZ": for messages and reports; at most four characters at each end.  (transfer full) */
char *ph_credentials_mask (const char *access_key_id);

G_END_DECLS
