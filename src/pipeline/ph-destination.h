/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-credentials.h"
#include "ph-http.h"
#include "ph-key-template.h"
#include "ph-storage.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* A profile made ready for use: its exact settings, its storage with the credentials in it, its
 * parsed key template.  Immutable, reference counted, to be used from the thread of its PhHttp. */
typedef struct
{
  grefcount ref_count;
  PhTarget *target;
  PhStorage *storage;
  PhKeyTemplate *key_template;
  char *endpoint; /* ph_target_dup_endpoint () */
  char *bucket;   /* "" for a folder */
} PhDestination;

/* ph_destination_open:
 * @profile: (nullable): NULL means the default one
 *
 * Looks up the secret, and the password of the proxy where one can be needed: in the environment,
 * else where the configuration says, which may block for PH_SECRET_TIMEOUT seconds. Nothing is
 * sent.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS or PH_ERROR_SECRET */
PhDestination *ph_destination_open (PhConfig *config, const char *profile, PhHttp *http,
                                    GError **error);
PhDestination *ph_destination_ref (PhDestination *destination);
void ph_destination_unref (PhDestination *destination);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhDestination, ph_destination_unref)

/* The credentials of @profile, from the same places.  (transfer full) */
PhCredentials *ph_destination_lookup_credentials (PhConfig *config, PhProfile *profile,
                                                  GError **error);

/* ph_destination_find_profile:
 * @preferred: (nullable): the profile to try first
 *
 * The name of a profile that leads to @bucket at @endpoint (as ph_target_dup_endpoint () writes
 * it). Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS */
char *ph_destination_find_profile (PhConfig *config, const char *endpoint, const char *bucket,
                                   const char *preferred, GError **error);

/* The longest time that a presigned link can work, in seconds.  Source: AWS Signature Version 4,
 * "X-Amz-Expires". */
#define PH_EXPIRES_MAX (7 * 24 * 60 * 60)

/* ph_destination_build_link:
 * @expires: seconds of a presigned link; 0: the public link, or PH_EXPIRES_MAX for a private
 * profile
 *
 * (transfer full): the URL of @key. */
char *ph_destination_build_url (PhDestination *destination, const char *key, guint expires,
                                GError **error);

G_END_DECLS
