/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-error.h"

#include <glib/gi18n-lib.h>

/* What stays the same for every host.  A NULL message is made from curl's own. */
typedef struct
{
  CURLcode curl_code;
  PhErrorCode code;
  PhRetry retry;
  const char *message; /* with one %s for the host */
  const char *hint;
} Meaning;

static const Meaning meanings[] = {
  { CURLE_COULDNT_RESOLVE_HOST, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("the name “%s” is not known on this network"),
    N_ ("check the connection and the spelling of the endpoint") },
  { CURLE_COULDNT_RESOLVE_PROXY, PH_ERROR_PROXY, PH_RETRY_BACKOFF,
    N_ ("the proxy's name is not known on this network (on the way to “%s”)"),
    N_ ("check the proxy setting") },
  { CURLE_PROXY, PH_ERROR_PROXY, PH_RETRY_BACKOFF, N_ ("the proxy doesn't lead to “%s”"),
    N_ ("check the proxy setting and its password") },
  { CURLE_COULDNT_CONNECT, PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("no connection to “%s”"),
    N_ ("check that the server runs and that no firewall is between") },
  { CURLE_OPERATION_TIMEDOUT, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("“%s” doesn't answer in time"),
    N_ ("check the connection, or raise connect-timeout and stall-timeout") },
  { CURLE_SSL_CONNECT_ERROR, PH_ERROR_TLS, PH_RETRY_BACKOFF,
    N_ ("no secure connection to “%s” comes about"),
    N_ ("check the endpoint, the account id in it above all; a new R2 account needs up to half an "
        "hour") },
  { CURLE_PEER_FAILED_VERIFICATION, PH_ERROR_TLS, PH_RETRY_NEVER,
    N_ ("the certificate of “%s” can't be trusted"),
    N_ ("name the authority that signed it with ca-file=…, and check this computer's clock") },
  { CURLE_SSL_CACERT_BADFILE, PH_ERROR_TLS, PH_RETRY_NEVER,
    N_ ("the certificates to check “%s” with can't be read"), N_ ("check ca-file") },
  { CURLE_SSL_ISSUER_ERROR, PH_ERROR_TLS, PH_RETRY_NEVER,
    N_ ("the certificate of “%s” can't be trusted"),
    N_ ("name the authority that signed it with ca-file=…") },
  { CURLE_GOT_NOTHING, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("“%s” closed the connection without an answer"), N_ ("try again") },
  { CURLE_SEND_ERROR, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("the connection to “%s” broke while sending"), N_ ("check the connection") },
  { CURLE_RECV_ERROR, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("the connection to “%s” broke before the answer was complete"),
    N_ ("check the connection") },
  { CURLE_PARTIAL_FILE, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("the answer of “%s” is shorter than it says"), N_ ("check the connection") },
  { CURLE_SEND_FAIL_REWIND, PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
    N_ ("the connection to “%s” broke while sending"), N_ ("check the connection") },
  { CURLE_WEIRD_SERVER_REPLY, PH_ERROR_SERVER, PH_RETRY_NEVER,
    N_ ("what answers at “%s” doesn't speak HTTP"), N_ ("check the endpoint and its port") },
  { CURLE_UNSUPPORTED_PROTOCOL, PH_ERROR_SERVER, PH_RETRY_NEVER,
    N_ ("what answers at “%s” doesn't speak HTTP"), N_ ("check the endpoint and its port") },
  { CURLE_HTTP2, PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke"),
    N_ ("check the connection") },
};

static const Meaning other
    = { CURLE_OK, PH_ERROR_NETWORK, PH_RETRY_NEVER, N_ ("the transfer to or from “%s” failed"),
        N_ ("check the endpoint and the connection") };

static const Meaning *
find_meaning (CURLcode code)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].curl_code == code)
      return &meanings[i];
  return &other;
}

static char *
dup_host (CURL *easy)
{
  const char *url = NULL;
  g_autoptr (GUri) uri = NULL;

  curl_easy_getinfo (easy, CURLINFO_EFFECTIVE_URL, &url);
  if (url != NULL)
    uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup ("?");
  if (g_uri_get_port (uri) < 0)
    return g_strdup (g_uri_get_host (uri));
  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
}

/* A proxy that refuses shows up as a failed tunnel. */
static gboolean
was_refused_by_proxy (CURL *easy, CURLcode code)
{
  long status = 0;

  curl_easy_getinfo (easy, CURLINFO_HTTP_CONNECTCODE, &status);
  return (code == CURLE_RECV_ERROR || code == CURLE_COULDNT_CONNECT) && status >= 400;
}

GError *
ph_http_error_new (CURLcode code, CURL *easy, const char *text)
{
  g_autofree char *host = dup_host (easy);
  g_autofree char *details = NULL;
  const Meaning *meaning = find_meaning (was_refused_by_proxy (easy, code) ? CURLE_PROXY : code);
  g_autofree char *message = NULL;
  GString *filled = g_string_new (_ (meaning->message));
  GError *error;

  g_string_replace (filled, "%s", host, 1);
  message = g_string_free (filled, FALSE);
  details = g_strdup_printf ("curl %d: %s", code,
                             text != NULL && *text != '\0' ? text : curl_easy_strerror (code));
  error = ph_error_new (meaning->code, _ (meaning->hint), "%s", message);
  ph_error_set_details (error, details);
  ph_error_set_retry (error, meaning->retry, 0);
  return error;
}
