/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-proxy.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* As curl reads CURLOPT_PROXY: without a scheme it is http. */
#define PROXY_URL_FLAGS (CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME)

static const char *
find_variable (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

char *
ph_http_proxy_choose (const char *own, const char *url)
{
  /* Source: libcurl-env(3).  HTTP_PROXY in capitals is not read, since a web server sets it from a
   * header of its client. */
  static const char *const for_https[]
      = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
  static const char *const for_http[] = { "http_proxy", "all_proxy", "ALL_PROXY", NULL };

  if (own != NULL)
    return *own != '\0' ? g_strdup (own) : NULL;
  return g_strdup (
      find_variable (g_ascii_strncasecmp (url, "https:", 6) == 0 ? for_https : for_http));
}

static gboolean
is_known_scheme (const char *scheme)
{
  static const char *const known[]
      = { "http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h", NULL };

  return g_strv_contains (known, scheme);
}

/* curl 7.88 goes past the proxy, straight to the host, where name or password hold a control
 * character.  RFC 7617 forbids them. */
static gboolean
has_usable_part (CURLU *url, CURLUPart part, CURLUcode missing)
{
  char *text = NULL;
  CURLUcode code = curl_url_get (url, part, &text, CURLU_URLDECODE);

  curl_free (text);
  return code == CURLUE_OK || code == missing;
}

gboolean
ph_http_proxy_check (const char *proxy, GError **error)
{
  g_autoptr (CURLU) url = curl_url ();
  char *text = NULL;
  g_autofree char *scheme = NULL;

  if (curl_url_set (url, CURLUPART_URL, proxy, PROXY_URL_FLAGS) == CURLUE_OK
      && curl_url_get (url, CURLUPART_SCHEME, &text, 0) == CURLUE_OK)
    scheme = g_ascii_strdown (text, -1);
  curl_free (text);
  if (scheme == NULL)
    {
      ph_error_set (error, PH_ERROR_PROXY,
                    _ ("write it as http://NAME:PASSWORD@HOST:PORT; of NAME and PASSWORD, what is "
                       "not a letter or a digit as % and two hexadecimal digits"),
                    _ ("the proxy setting can't be understood"));
      return FALSE;
    }
  if (!is_known_scheme (scheme))
    {
      ph_error_set (error, PH_ERROR_PROXY, _ ("use http, https, socks5 or socks5h"),
                    _ ("a proxy of the kind “%s” is not known"), scheme);
      return FALSE;
    }
  if (!has_usable_part (url, CURLUPART_USER, CURLUE_NO_USER)
      || !has_usable_part (url, CURLUPART_PASSWORD, CURLUE_NO_PASSWORD))
    {
      ph_error_set (error, PH_ERROR_PROXY, _ ("write it anew in the proxy setting"),
                    _ ("name or password of the proxy hold a control character"));
      return FALSE;
    }
  return TRUE;
}

char *
ph_http_proxy_dup_host (const char *proxy)
{
  g_autoptr (CURLU) url = curl_url ();
  char *host = NULL;
  char *port = NULL;
  char *text;

  curl_url_set (url, CURLUPART_URL, proxy, PROXY_URL_FLAGS);
  curl_url_get (url, CURLUPART_HOST, &host, 0);
  curl_url_get (url, CURLUPART_PORT, &port, 0);
  text
      = port != NULL ? g_strdup_printf ("%s:%s", host, port) : g_strdup (host != NULL ? host : "?");
  curl_free (host);
  curl_free (port);
  return text;
}
