/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-destination.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-folder.h"
#include "ph-proxy-password.h"
#include "ph-s3.h"

static void
set_missing_secret (const char *name, GError **error)
{
  g_autofree char *hint
      = g_strdup_printf (_ ("store it with “pichoist profile set %s --secret-stdin”, or set "
                            "PICHOIST_ACCESS_KEY_ID and PICHOIST_SECRET_ACCESS_KEY"),
                         name);

  ph_error_set (error, PH_ERROR_SECRET, hint, _ ("no secret access key is stored for profile “%s”"),
                name);
  ph_error_set_window_hint (error, _ ("enter it in the settings of this destination"));
}

/* The stored secret.  (transfer full): free with ph_secret_free () */
static char *
lookup_secret (PhConfig *config, const char *name, GError **error)
{
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, error);
  GError *local_error = NULL;
  char *secret;

  if (store == NULL)
    return NULL;
  secret = ph_secret_store_lookup (store, name, PH_SECRET_PURPOSE_S3, NULL, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else if (secret == NULL)
    set_missing_secret (name, error);
  return secret;
}

static PhCredentials *
lookup_stored (PhConfig *config, PhProfile *profile, GError **error)
{
  const char *name = ph_profile_get_name (profile);
  const char *access_key_id = ph_profile_get_text (profile, "access-key-id");
  PhCredentials *credentials;
  char *secret;

  if (access_key_id == NULL)
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("add it with “pichoist profile set NAME access-key-id=…”"),
                    _ ("profile “%s” has no access-key-id"), name);
      ph_error_set_window_hint (error, _ ("enter it in the settings of this destination"));
      return NULL;
    }
  secret = lookup_secret (config, name, error);
  if (secret == NULL)
    return NULL;
  credentials = ph_credentials_new (access_key_id, secret, NULL);
  ph_secret_free (secret);
  return credentials;
}

PhCredentials *
ph_destination_lookup_credentials (PhConfig *config, PhProfile *profile, GError **error)
{
  const PhPreset *preset = ph_preset_get (ph_profile_get_provider (profile));
  GError *local_error = NULL;
  g_autoptr (PhCredentials) credentials = ph_credentials_new_from_environment (&local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (credentials == NULL)
    credentials = lookup_stored (config, profile, error);
  if (credentials == NULL || !ph_credentials_check (credentials, preset, error))
    return NULL;
  return g_steal_pointer (&credentials);
}

static PhStorage *
open_storage (PhConfig *config, PhProfile *profile, PhTarget *target, PhHttp *http, GError **error)
{
  g_autoptr (PhCredentials) credentials = NULL;

  if (target->folder == NULL)
    {
      credentials = ph_destination_lookup_credentials (config, profile, error);
      if (credentials == NULL)
        return NULL;
    }
  if (!ph_proxy_password_complete (config, target, error))
    return NULL;
  return credentials != NULL ? PH_STORAGE (ph_s3_new (http, target, credentials))
                             : PH_STORAGE (ph_folder_new (target));
}

PhDestination *
ph_destination_open (PhConfig *config, const char *name, PhHttp *http, GError **error)
{
  PhProfile *profile = ph_config_get_profile (config, name, error);
  g_autoptr (PhDestination) destination = NULL;
  const char *pattern;

  if (profile == NULL)
    return NULL;
  destination = g_new0 (PhDestination, 1);
  g_ref_count_init (&destination->ref_count);
  destination->target = ph_target_new (profile, error);
  if (destination->target == NULL)
    {
      g_prefix_error (error, _ ("profile “%s”: "), ph_profile_get_name (profile));
      return NULL;
    }
  pattern = ph_profile_get_text (profile, "key-template");
  destination->key_template
      = ph_key_template_new (pattern != NULL ? pattern : PH_KEY_TEMPLATE_DEFAULT, error);
  if (destination->key_template == NULL)
    {
      g_prefix_error (error, _ ("key-template of profile “%s”: "), ph_profile_get_name (profile));
      return NULL;
    }
  destination->storage = open_storage (config, profile, destination->target, http, error);
  if (destination->storage == NULL)
    return NULL;
  destination->endpoint = ph_target_dup_endpoint (destination->target);
  destination->bucket
      = g_strdup (destination->target->bucket != NULL ? destination->target->bucket : "");
  return g_steal_pointer (&destination);
}

PhDestination *
ph_destination_ref (PhDestination *destination)
{
  g_ref_count_inc (&destination->ref_count);
  return destination;
}

void
ph_destination_unref (PhDestination *destination)
{
  if (!g_ref_count_dec (&destination->ref_count))
    return;
  g_clear_pointer (&destination->target, ph_target_unref);
  g_clear_object (&destination->storage);
  g_clear_pointer (&destination->key_template, ph_key_template_free);
  g_free (destination->endpoint);
  g_free (destination->bucket);
  g_free (destination);
}

char *
ph_destination_build_url (PhDestination *destination, const char *key, guint expires,
                          GError **error)
{
  if (expires == 0 && destination->target->is_private)
    expires = PH_EXPIRES_MAX;
  if (expires > 0)
    return ph_storage_presign (destination->storage, key, expires, error);
  return ph_target_build_public_url (destination->target, key);
}

static gboolean
leads_to (PhConfig *config, const char *name, const char *endpoint, const char *bucket)
{
  PhProfile *profile = ph_config_get_profile (config, name, NULL);
  g_autoptr (PhTarget) target = profile != NULL ? ph_target_new (profile, NULL) : NULL;
  g_autofree char *its_endpoint = target != NULL ? ph_target_dup_endpoint (target) : NULL;

  return its_endpoint != NULL && g_str_equal (its_endpoint, endpoint)
         && g_str_equal (target->bucket != NULL ? target->bucket : "", bucket);
}

static gboolean
is_right (PhConfig *config, const char *name, GError **error)
{
  PhProfile *profile = ph_config_get_profile (config, name, error);
  g_autoptr (PhTarget) target = profile != NULL ? ph_target_new (profile, error) : NULL;

  return target != NULL;
}

char *
ph_destination_find_profile (PhConfig *config, const char *endpoint, const char *bucket,
                             const char *preferred, GError **error)
{
  g_autofree const char **names = ph_config_list_profiles (config);

  if (preferred != NULL && leads_to (config, preferred, endpoint, bucket))
    return g_strdup (preferred);
  for (guint i = 0; names[i] != NULL; i++)
    if (leads_to (config, names[i], endpoint, bucket))
      return g_strdup (names[i]);
  /* Nobody has to make a profile that is there and only has a wrong value. */
  if (preferred != NULL && g_strv_contains ((const char *const *) names, preferred)
      && !is_right (config, preferred, error))
    return NULL;
  ph_error_set (error, PH_ERROR_SETTINGS, _ ("add a profile for it with “pichoist profile add”"),
                _ ("no profile leads to “%s” at %s any more"), bucket, endpoint);
  ph_error_set_window_hint (error, _ ("add a destination for it in the settings"));
  return NULL;
}
