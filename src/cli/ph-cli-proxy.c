/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-proxy.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-cli-secret.h"
#include "ph-cli.h"
#include "ph-error.h"
#include "ph-proxy-url.h"

void
ph_cli_proxy_clear (PhCliProxy *proxy)
{
  g_free (proxy->file);
  g_free (proxy->before);
  ph_secret_free (proxy->password);
}

gboolean
ph_cli_proxy_has_option (const PhCliProxy *proxy)
{
  return proxy->from_stdin || proxy->file != NULL;
}

void
ph_cli_proxy_begin (PhCliProxy *proxy, PhProfile *profile)
{
  const char *url = ph_profile_get_text (profile, "proxy");

  if (url == NULL)
    return;
  proxy->before = ph_proxy_url_mask (url);
  proxy->was_asked = ph_proxy_url_get_login (url) != PH_PROXY_OPEN;
}

gboolean
ph_cli_proxy_take (PhCliProxy *proxy, PhProfile *profile, const char *value, GError **error)
{
  g_autofree char *masked = ph_proxy_url_mask (value);
  g_autoptr (GError) local_error = NULL;

  ph_secret_free (proxy->password);
  proxy->password = ph_proxy_url_dup_password (value, &local_error);
  proxy->is_set = TRUE;
  proxy->in_command = proxy->password != NULL;
  if (local_error == NULL)
    return ph_profile_set_from_text (profile, "proxy", masked, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* --- asking --- */

/* "http://me@host" wants one, "http://host" and "http://me:@host" don't. */
static gboolean
wants_password (PhProfile *profile)
{
  const char *url = ph_profile_get_text (profile, "proxy");

  return url != NULL && ph_proxy_url_get_login (url) == PH_PROXY_LACKS_PASSWORD;
}

static gboolean
fail_unwanted (GError **error)
{
  ph_error_set (error, PH_ERROR_USAGE, _ ("set proxy=http://NAME@HOST:PORT as well"),
                _ ("a password was given, but the profile has no proxy with a name"));
  return FALSE;
}

/* Whoever gives the password of a name that had none means the name to have one. */
static gboolean
begin_option (PhProfile *profile, GError **error)
{
  const char *url = ph_profile_get_text (profile, "proxy");
  g_autofree char *masked = url != NULL ? ph_proxy_url_unmark_open (url) : NULL;

  if (masked == NULL || ph_proxy_url_get_login (masked) == PH_PROXY_OPEN)
    return fail_unwanted (error);
  if (ph_proxy_url_get_login (masked) == PH_PROXY_LACKS_PASSWORD)
    g_object_set (profile, "proxy", masked, NULL);
  return TRUE;
}

static void
mark_open (PhProfile *profile)
{
  g_autofree char *marked = ph_proxy_url_mark_open (ph_profile_get_text (profile, "proxy"));

  g_object_set (profile, "proxy", marked, NULL);
}

gboolean
ph_cli_proxy_read (PhCliProxy *proxy, PhProfile *profile, gboolean may_ask, GError **error)
{
  gboolean by_option = ph_cli_proxy_has_option (proxy);
  g_autofree char *prompt = g_strdup_printf (
      _ ("Password of the proxy of “%s” (Enter: it wants none): "), ph_profile_get_name (profile));
  PhCliSecretResult result;
  char *password = NULL;

  if (by_option && !begin_option (profile, error))
    return FALSE;
  if (!by_option
      && (!may_ask || !isatty (STDIN_FILENO) || !proxy->is_set || proxy->in_command
          || !wants_password (profile)))
    return TRUE;
  result = ph_cli_secret_read (proxy->from_stdin, proxy->file, prompt, &password, error);
  if (result == PH_CLI_SECRET_FAILED)
    return FALSE;
  if (result == PH_CLI_SECRET_NONE)
    {
      mark_open (profile);
      return TRUE;
    }
  ph_secret_free (proxy->password);
  proxy->password = password;
  return ph_proxy_url_check_password (password, error);
}

/* --- storing --- */

/* The password of another proxy, which must not get to this one. */
static int
remove_stale (PhConfig *config, PhProfile *profile)
{
  const char *name = ph_profile_get_name (profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, &error);
  gboolean no_keyring = FALSE;

  if (store != NULL
      && (ph_secret_store_remove (store, name, PH_SECRET_PURPOSE_PROXY, &no_keyring, &error)
          || no_keyring))
    return PH_EXIT_OK;
  ph_cli_report (
      _ ("the settings are saved, but the password of the proxy before is still stored"));
  return ph_cli_fail (name, error);
}

static void
report_missing (PhProfile *profile)
{
  const char *name = ph_profile_get_name (profile);

  ph_cli_report (_ ("%s: saved without a password for the proxy: “pichoist profile set '%s' "
                    "--proxy-password-stdin” stores one; where the proxy wants none, write it as "
                    "http://NAME:@HOST:PORT"),
                 name, name);
}

static int
store_password (PhCliProxy *proxy, PhConfig *config, PhProfile *profile)
{
  const char *name = ph_profile_get_name (profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhSecretStore) store = ph_config_open_secret_store (config, &error);

  if (store == NULL
      || !ph_secret_store_save (store, name, PH_SECRET_PURPOSE_PROXY, proxy->password, &error))
    {
      ph_cli_report (_ ("the settings are saved, the password of the proxy is not"));
      return ph_cli_fail (name, error);
    }
  if (proxy->in_command)
    ph_cli_report (_ ("%s: the password in proxy= is stored among your secrets, but other users "
                      "can read the command line and the shell's history keeps it: leave it out "
                      "and type it when asked, or use --proxy-password-stdin"),
                   name);
  return PH_EXIT_OK;
}

int
ph_cli_proxy_store (PhCliProxy *proxy, PhConfig *config, PhProfile *profile)
{
  const char *now = ph_profile_get_text (profile, "proxy");
  gboolean changed = proxy->is_set && g_strcmp0 (proxy->before, now) != 0;
  int status = PH_EXIT_OK;

  if (proxy->password != NULL)
    return store_password (proxy, config, profile);
  if (changed && proxy->was_asked)
    status = remove_stale (config, profile);
  if (status == PH_EXIT_OK && changed && wants_password (profile))
    report_missing (profile);
  return status;
}
