/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-proxy-url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-secret-store.h"

/* Source: RFC 3986, 3.1. */
#define SCHEME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

/* Pointers into a URL. */
typedef struct
{
  const char *name;
  const char *colon; /* (nullable) */
  const char *at;    /* (nullable): NULL: there is no login */
} Login;

static Login
find_login (const char *url)
{
  gsize scheme = strspn (url, SCHEME_CHARACTERS);
  Login login = { .name = url };

  if (scheme > 0 && strncmp (url + scheme, "://", 3) == 0)
    login.name = url + scheme + 3;
  login.at = strrchr (login.name, '@');
  if (login.at != NULL)
    login.colon = memchr (login.name, ':', (gsize) (login.at - login.name));
  return login;
}

PhProxyLogin
ph_proxy_url_get_login (const char *url)
{
  Login login = find_login (url);

  if (login.at == NULL || (login.colon != NULL && login.colon + 1 == login.at))
    return PH_PROXY_OPEN;
  return login.colon != NULL ? PH_PROXY_HAS_PASSWORD : PH_PROXY_LACKS_PASSWORD;
}

gboolean
ph_proxy_url_has_right_port (const char *url)
{
  Login login = find_login (url);
  const char *host = login.at != NULL ? login.at + 1 : login.name;
  const char *bracket = strchr (host, ']');
  const char *colon = strchr (bracket != NULL ? bracket : host, ':');

  return colon == NULL || colon[1 + strspn (colon + 1, "0123456789")] == '\0'
         || colon[1 + strspn (colon + 1, "0123456789")] == '/';
}

char *
ph_proxy_url_mask (const char *url)
{
  Login login = find_login (url);

  if (ph_proxy_url_get_login (url) != PH_PROXY_HAS_PASSWORD)
    return g_strdup (url);
  return g_strdup_printf ("%.*s%s", (int) (login.colon - url), url, login.at);
}

char *
ph_proxy_url_mark_open (const char *url)
{
  Login login = find_login (url);

  if (ph_proxy_url_get_login (url) != PH_PROXY_LACKS_PASSWORD)
    return g_strdup (url);
  return g_strdup_printf ("%.*s:%s", (int) (login.at - url), url, login.at);
}

char *
ph_proxy_url_unmark_open (const char *url)
{
  Login login = find_login (url);

  if (login.at == NULL || ph_proxy_url_get_login (url) != PH_PROXY_OPEN)
    return g_strdup (url);
  return g_strdup_printf ("%.*s%s", (int) (login.colon - url), url, login.at);
}

/* --- encoding --- */

static gboolean
is_encoded (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (strchr ("/?# ", text[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* What %XX stands for; a % that begins nothing such stays, as it does in other programs. */
static GString *
decode (const char *text, gsize length)
{
  GString *decoded = g_string_sized_new (length);
  gboolean encoded = is_encoded (text, length);

  for (gsize i = 0; i < length; i++)
    {
      if (encoded && text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1])
          && g_ascii_isxdigit (text[i + 2]))
        {
          g_string_append_c (decoded, (char) (g_ascii_xdigit_value (text[i + 1]) * 16
                                              + g_ascii_xdigit_value (text[i + 2])));
          i += 2;
        }
      else
        g_string_append_c (decoded, text[i]);
    }
  return decoded;
}

static void
wipe (GString *text)
{
  explicit_bzero (text->str, text->len);
  g_string_free (text, TRUE);
}

static gboolean
check (const char *password, gsize length, GError **error)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (password[i]))
      {
        ph_error_set (error, PH_ERROR_SETTINGS, _ ("give the password alone, in one line"),
                      _ ("the password of the proxy holds a control character"));
        ph_error_set_setting (error, "proxy");
        return FALSE;
      }
  return TRUE;
}

gboolean
ph_proxy_url_check_password (const char *password, GError **error)
{
  return check (password, strlen (password), error);
}

char *
ph_proxy_url_dup_password (const char *url, GError **error)
{
  Login login = find_login (url);
  GString *decoded;
  char *password = NULL;

  if (ph_proxy_url_get_login (url) != PH_PROXY_HAS_PASSWORD)
    return NULL;
  decoded = decode (login.colon + 1, (gsize) (login.at - login.colon) - 1);
  if (check (decoded->str, decoded->len, error))
    password = g_strdup (decoded->str);
  wipe (decoded);
  return password;
}

static char *
encode (const char *text, gsize length)
{
  GString *decoded = decode (text, length);
  char *encoded = g_uri_escape_bytes ((const guint8 *) decoded->str, decoded->len, NULL);

  wipe (decoded);
  return encoded;
}

char *
ph_proxy_url_join (const char *url, const char *password)
{
  Login login = find_login (url);
  g_autofree char *name = NULL;
  char *encoded = NULL;
  char *joined;

  if (login.at == NULL)
    return g_strdup (url);
  name = encode (login.name, (gsize) ((login.colon != NULL ? login.colon : login.at) - login.name));
  if (password != NULL)
    encoded = g_uri_escape_bytes ((const guint8 *) password, strlen (password), NULL);
  else if (login.colon != NULL)
    encoded = encode (login.colon + 1, (gsize) (login.at - login.colon) - 1);
  joined = g_strdup_printf ("%.*s%s%s%s%s", (int) (login.name - url), url, name,
                            encoded != NULL ? ":" : "", encoded != NULL ? encoded : "", login.at);
  ph_secret_free (encoded);
  return joined;
}
