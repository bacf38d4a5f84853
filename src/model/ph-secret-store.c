/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-secret-file.h"
#include "ph-secret-keyring.h"

struct _PhSecretStore
{
  PhSecretPlace place;
  char *dir;
};

GType
ph_secret_place_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { PH_SECRET_PLACE_KEYRING, "PH_SECRET_PLACE_KEYRING", "keyring" },
        { PH_SECRET_PLACE_FILE, "PH_SECRET_PLACE_FILE", "file" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("PhSecretPlace", values));
    }
  return (GType) type;
}

PhSecretStore *
ph_secret_store_new (PhSecretPlace place, const char *dir)
{
  PhSecretStore *store = g_new0 (PhSecretStore, 1);

  store->place = place;
  store->dir = g_strdup (dir);
  return store;
}

void
ph_secret_store_free (PhSecretStore *store)
{
  g_free (store->dir);
  g_free (store);
}

char *
ph_secret_store_lookup (PhSecretStore *store, const char *profile, const char *purpose,
                        gboolean *no_keyring, GError **error)
{
  if (no_keyring != NULL)
    *no_keyring = FALSE;
  if (store->place == PH_SECRET_PLACE_FILE)
    return ph_secret_file_lookup (store->dir, profile, purpose, error);
  return ph_secret_keyring_lookup (profile, purpose, no_keyring, error);
}

gboolean
ph_secret_store_save (PhSecretStore *store, const char *profile, const char *purpose,
                      const char *secret, GError **error)
{
  if (store->place == PH_SECRET_PLACE_FILE)
    return ph_secret_file_store (store->dir, profile, purpose, secret, error);
  return ph_secret_keyring_store (profile, purpose, secret, error);
}

gboolean
ph_secret_store_remove (PhSecretStore *store, const char *profile, const char *purpose,
                        gboolean *no_keyring, GError **error)
{
  if (store->place == PH_SECRET_PLACE_FILE)
    return ph_secret_file_store (store->dir, profile, purpose, NULL, error);
  return ph_secret_keyring_clear (profile, purpose, no_keyring, error);
}

gboolean
ph_secret_store_forget (PhSecretStore *store, gboolean *no_keyring, GError **error)
{
  if (store->place == PH_SECRET_PLACE_FILE)
    return ph_secret_file_forget (store->dir, error);
  return ph_secret_keyring_clear (NULL, NULL, no_keyring, error);
}

PhSecretPresence
ph_secret_store_probe (PhSecretStore *store, const char *profile, const char *purpose,
                       GError **error)
{
  GError *local_error = NULL;
  char *secret;

  if (store->place == PH_SECRET_PLACE_KEYRING)
    return ph_secret_keyring_probe (profile, purpose, error);
  secret = ph_secret_file_lookup (store->dir, profile, purpose, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return PH_SECRET_UNKNOWN;
    }
  if (secret == NULL)
    return PH_SECRET_MISSING;
  ph_secret_free (secret);
  return PH_SECRET_STORED;
}

void
ph_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
