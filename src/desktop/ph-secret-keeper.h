/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"

G_BEGIN_DECLS

/* PhSecretStore for a thread that must not wait: a keyring may hang, or wait for the person to
 * unlock it.  Every call returns at once and its callback comes in the caller's main context; one
 * that is cancelled comes back at once, whatever the keyring does.  Purposes are those of
 * ph-secret-store.h. */

#define PH_TYPE_SECRET_KEEPER (ph_secret_keeper_get_type ())
G_DECLARE_FINAL_TYPE (PhSecretKeeper, ph_secret_keeper, PH, SECRET_KEEPER, GObject)

/* Which store is asked @config says at each call. */
PhSecretKeeper *ph_secret_keeper_new (PhConfig *config);

void ph_secret_keeper_probe_async (PhSecretKeeper *keeper, const char *profile, const char *purpose,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
PhSecretPresence ph_secret_keeper_probe_finish (PhSecretKeeper *keeper, GAsyncResult *result,
                                                GError **error);

void ph_secret_keeper_lookup_async (PhSecretKeeper *keeper, const char *profile,
                                    const char *purpose, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): to be freed with ph_secret_free (); NULL without an error where there is none */
char *ph_secret_keeper_lookup_finish (PhSecretKeeper *keeper, GAsyncResult *result, GError **error);

void ph_secret_keeper_save_async (PhSecretKeeper *keeper, const char *profile, const char *purpose,
                                  const char *secret, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);

/* From the keyring and from the file, for whatever purpose.
 * @profile: (nullable): NULL: all that Pichoist ever stored */
void ph_secret_keeper_remove_async (PhSecretKeeper *keeper, const char *profile,
                                    GAsyncReadyCallback callback, gpointer user_data);

/* Of save and remove. */
gboolean ph_secret_keeper_finish (PhSecretKeeper *keeper, GAsyncResult *result, GError **error);

G_END_DECLS
