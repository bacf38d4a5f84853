/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-proxy.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-environment.h"
#include "ph-error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, curl_url_cleanup)

/* As curl reads CURLOPT_PROXY: without a scheme it is http. */
#define PROXY_URL_FLAGS (CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME)

/* The first of @names that is set.  (nullable) */
static const char *
find_variable (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (ph_environment_get (names[i]) != NULL)
      return names[i];
  return NULL;
}

/* Whether no_proxy names the host of @url.  Not left to curl, which in 7.88 doesn't tell whether it
 * used the proxy, so that messages could only guess whom to blame. */
static gboolean
is_exempt (const char *url)
{
  static const char *const names[] = { "no_proxy", "NO_PROXY", NULL };
  const char *name = find_variable (names);
  g_auto (GStrv) words = name == NULL ? NULL : g_strsplit_set (g_getenv (name), ", \t", -1);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_auto (GStrv) ignored = NULL;
  g_autoptr (GProxyResolver) resolver = NULL;
  g_auto (GStrv) found = NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], "*"))
        return TRUE;
      if (g_str_has_prefix (words[i], "[") && g_str_has_suffix (words[i], "]"))
        g_strdelimit (words[i], "[]", ' ');
      if (*g_strstrip (words[i]) != '\0')
        g_strv_builder_add (hosts, words[i]);
    }
  ignored = g_strv_builder_end (hosts);
  resolver = g_simple_proxy_resolver_new ("http://proxy.invalid", ignored);
  found = g_proxy_resolver_lookup (resolver, url, NULL, NULL);
  return found != NULL && g_strcmp0 (found[0], "direct://") == 0;
}

char *
ph_http_proxy_choose (const char *own, const char *url, gboolean heeds_no_proxy,
                      const char **variable)
{
  /* Source: libcurl-env(3).  HTTP_PROXY in capitals is not read, since a web server sets it from a
   * header of its client. */
  static const char *const for_https[]
      = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL };
  static const char *const for_http[] = { "http_proxy", "all_proxy", "ALL_PROXY", NULL };

  *variable = NULL;
  if (own != NULL)
    return *own != '\0' ? g_strdup (own) : NULL;
  *variable = find_variable (g_ascii_strncasecmp (url, "https:", 6) == 0 ? for_https : for_http);
  if (*variable == NULL || (heeds_no_proxy && is_exempt (url)))
    return NULL;
  return g_strdup (g_getenv (*variable));
}

char *
ph_http_proxy_add_source (const char *hint, const char *variable)
{
  /* Translators: %s is a whole hint, such as “check that it runs”. */
  if (variable == NULL)
    return g_strdup_printf (_ ("%s; the profile's setting proxy names it"), hint);
  /* Translators: the first %s is a whole hint, the second such as https_proxy. */
  return g_strdup_printf (_ ("%s; the environment variable %s names it"), hint, variable);
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

static void
set_error (GError **error, const char *variable, const char *hint, const char *message)
{
  g_autofree char *whole = ph_http_proxy_add_source (hint, variable);

  ph_error_set (error, PH_ERROR_PROXY, whole, "%s", message);
}

gboolean
ph_http_proxy_check (const char *proxy, const char *variable, GError **error)
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
      set_error (
          error, variable,
          _ ("write it as http://NAME:PASSWORD@HOST:PORT, with letters and digits in NAME and "
             "PASSWORD and the rest percent-encoded"),
          _ ("the address of the proxy can't be understood"));
      return FALSE;
    }
  if (!is_known_scheme (scheme))
    {
      g_autofree char *message
          = g_strdup_printf (_ ("a proxy of the kind “%s” is not known"), scheme);

      set_error (error, variable, _ ("use http, https, socks5 or socks5h"), message);
      return FALSE;
    }
  if (!has_usable_part (url, CURLUPART_USER, CURLUE_NO_USER)
      || !has_usable_part (url, CURLUPART_PASSWORD, CURLUE_NO_PASSWORD))
    {
      set_error (error, variable, _ ("write it anew"),
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
