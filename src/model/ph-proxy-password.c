/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-proxy-password.h"

#include <glib/gi18n-lib.h>

#include "ph-environment.h"
#include "ph-error.h"

const char *
ph_proxy_password_get_from_environment (void)
{
  return ph_environment_get (PH_PROXY_PASSWORD_VARIABLE);
}

/* --- using them --- */

static gboolean
set_password (PhTarget *target, const char *password, GError **error)
{
  if (!ph_proxy_url_check_password (password, error))
    return FALSE;
  ph_target_set_proxy_password (target, password);
  return TRUE;
}

static gboolean
fail_lookup (GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;

  ph_error_set (
      error, PH_ERROR_SECRET,
      _ ("start or unlock the keyring, set PICHOIST_PROXY_PASSWORD, or write the proxy as "
         "http://NAME:@HOST:PORT where it wants no password"),
      _ ("the password of the proxy can't be looked up: %s"), owned->message);
  return FALSE;
}

static gboolean
complete_from_store (PhConfig *config, PhTarget *target, GError **error)
{
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, error);
  g_autoptr (GError) local_error = NULL;
  gboolean no_keyring = FALSE;
  gboolean done = TRUE;
  char *password;

  if (store == NULL)
    return FALSE;
  password = ph_secret_store_lookup (store, target->profile, PH_SECRET_PURPOSE_PROXY, &no_keyring,
                                     &local_error);
  if (password != NULL)
    done = set_password (target, password, error);
  else if (no_keyring)
    g_info ("no password for the proxy: %s", local_error->message);
  else if (local_error != NULL)
    done = fail_lookup (g_steal_pointer (&local_error), error);
  ph_secret_free (password);
  return done;
}

gboolean
ph_proxy_password_complete (PhConfig *config, PhTarget *target, GError **error)
{
  const char *environment = ph_proxy_password_get_from_environment ();

  if (target->proxy_login == PH_PROXY_OPEN)
    return TRUE;
  if (environment != NULL)
    return set_password (target, environment, error);
  return target->proxy_login == PH_PROXY_HAS_PASSWORD
         || complete_from_store (config, target, error);
}

/* --- moving them --- */

typedef void (*ProxyFunc) (PhProfile *profile, const char *proxy, gpointer data);

static void
for_each_proxy (PhConfig *config, ProxyFunc func, gpointer data)
{
  g_autofree const char **names = ph_config_list_profiles (config);

  for (guint i = 0; names[i] != NULL; i++)
    {
      PhProfile *profile = ph_config_peek_profile (config, names[i], NULL);
      g_autofree char *proxy = g_strdup (ph_profile_get_text (profile, "proxy"));

      if (proxy != NULL)
        func (profile, proxy, data);
    }
}

static void
drop (PhProfile *profile, const char *proxy, gpointer data)
{
  g_autofree char *masked = ph_proxy_url_mask (proxy);

  if (g_str_equal (masked, proxy))
    return;
  g_object_set (profile, "proxy", masked, NULL);
  *(gboolean *) data = TRUE;
}

gboolean
ph_proxy_password_drop (PhConfig *config)
{
  gboolean dropped = FALSE;

  for_each_proxy (config, drop, &dropped);
  return dropped;
}

typedef struct
{
  PhConfig *config;
  GPtrArray *notes;
  GError *error; /* (nullable): of the first that was lost */
} Move;

static gboolean
store_password (Move *move, const char *name, const char *proxy, GError **error)
{
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (move->config, error);
  char *password = store != NULL ? ph_proxy_url_dup_password (proxy, error) : NULL;
  gboolean stored = password != NULL
                    && ph_secret_store_save (store, name, PH_SECRET_PURPOSE_PROXY, password, error);

  ph_secret_free (password);
  return stored;
}

static void
note_kept (Move *move, const char *name, const GError *error)
{
  const char *hint = ph_error_get_hint (error);

  g_ptr_array_add (move->notes,
                   hint != NULL
                       ? g_strdup_printf (_ ("%s: the password of the proxy is still in the "
                                             "settings file: %s: %s"),
                                          name, error->message, hint)
                       : g_strdup_printf (_ ("%s: the password of the proxy is still in the "
                                             "settings file: %s"),
                                          name, error->message));
}

/* A window shows a proxy without its password, and gives it back as it shows it. */
static gboolean
is_unchanged (const char *proxy, const char *before)
{
  g_autofree char *masked = ph_proxy_url_mask (before);

  return g_str_equal (proxy, before) || g_str_equal (proxy, masked);
}

static void
move_password (PhProfile *profile, const char *proxy, gpointer data)
{
  Move *move = data;
  const char *name = ph_profile_get_name (profile);
  const char *before = ph_config_get_saved_text (move->config, name, "proxy");
  gboolean unchanged = before != NULL && is_unchanged (proxy, before);
  const char *whole = unchanged ? before : proxy;
  g_autofree char *masked = ph_proxy_url_mask (whole);
  g_autoptr (GError) error = NULL;

  if (ph_proxy_url_get_login (whole) != PH_PROXY_HAS_PASSWORD)
    return;
  if (store_password (move, name, whole, &error))
    {
      g_object_set (profile, "proxy", masked, NULL);
      if (unchanged)
        g_ptr_array_add (move->notes,
                         g_strdup_printf (_ ("%s: the password of the proxy stood in the settings "
                                             "file; it is now where your secrets are kept"),
                                          name));
    }
  else if (unchanged)
    {
      g_object_set (profile, "proxy", whole, NULL);
      note_kept (move, name, error);
    }
  else if (move->error == NULL)
    move->error = g_steal_pointer (&error);
}

gboolean
ph_proxy_password_move (PhConfig *config, GPtrArray *notes, GError **error)
{
  Move move = { config, notes, NULL };

  for_each_proxy (config, move_password, &move);
  if (move.error == NULL)
    return TRUE;
  ph_error_set_setting (&move.error, "proxy");
  g_propagate_error (error, move.error);
  return FALSE;
}
