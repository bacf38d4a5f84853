/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-http-proxy.h"

/* %s in a message stands for the host, or for the proxy where the code is PH_ERROR_PROXY. */
typedef struct
{
  PhErrorCode code;
  PhRetry retry;
  const char *message;
  const char *hint;
} Meaning;

static const struct
{
  CURLcode curl_code;
  Meaning meaning;
} by_code[] = {
  { CURLE_COULDNT_RESOLVE_HOST,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the name “%s” is not known on this network"),
      N_ ("check the connection and the spelling of the address") } },
  { CURLE_COULDNT_RESOLVE_PROXY,
    { PH_ERROR_PROXY, PH_RETRY_BACKOFF, N_ ("the proxy “%s” is not known on this network"),
      N_ ("check the connection and the proxy's name") } },
  { CURLE_COULDNT_CONNECT,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("“%s” can't be reached"),
      N_ ("check that the server runs and that no firewall is between") } },
  { CURLE_OPERATION_TIMEDOUT,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("no connection to “%s” in time"),
      N_ ("check the connection, or raise connect-timeout") } },
  { CURLE_SSL_CONNECT_ERROR,
    { PH_ERROR_TLS, PH_RETRY_BACKOFF, N_ ("no secure connection to “%s” comes about"),
      N_ ("check the address; the details say what the server objects to") } },
  { CURLE_PEER_FAILED_VERIFICATION,
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” can't be trusted"),
      N_ ("name the authority that signed it with ca-file") } },
  { CURLE_SSL_ISSUER_ERROR,
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” can't be trusted"),
      N_ ("name the authority that signed it with ca-file") } },
  { CURLE_SSL_CACERT_BADFILE,
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificates to check “%s” with can't be read"),
      N_ ("check ca-file, or install the package ca-certificates") } },
  { CURLE_GOT_NOTHING,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("“%s” closed the connection without an answer"),
      N_ ("try again later") } },
  { CURLE_SEND_ERROR,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke while sending"),
      N_ ("check the connection and try again") } },
  { CURLE_SEND_FAIL_REWIND,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke while sending"),
      N_ ("check the connection and try again") } },
  { CURLE_RECV_ERROR,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF,
      N_ ("the connection to “%s” broke before the answer was complete"),
      N_ ("check the connection and try again") } },
  { CURLE_PARTIAL_FILE,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the answer of “%s” is shorter than it says"),
      N_ ("check the connection and try again") } },
  { CURLE_HTTP2,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke"),
      N_ ("check the connection and try again") } },
  { CURLE_HTTP2_STREAM,
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke"),
      N_ ("check the connection and try again") } },
  { CURLE_WEIRD_SERVER_REPLY,
    { PH_ERROR_NETWORK, PH_RETRY_NEVER, N_ ("what answers at “%s” doesn't speak HTTP"),
      N_ ("check the address and its port") } },
  { CURLE_UNSUPPORTED_PROTOCOL,
    { PH_ERROR_INPUT, PH_RETRY_NEVER, N_ ("“%s” is no address of the web"),
      N_ ("use one that begins with http:// or https://") } },
  { CURLE_URL_MALFORMAT,
    { PH_ERROR_INPUT, PH_RETRY_NEVER, N_ ("“%s” is no address of the web"),
      N_ ("check its spelling") } },
};

static const Meaning other
    = { PH_ERROR_NETWORK, PH_RETRY_NEVER, N_ ("the transfer to or from “%s” failed"),
        N_ ("check the address and the connection") };

/* OpenSSL's X509_V_ERR_*, which CURLINFO_SSL_VERIFYRESULT hands on; the numbers are part of its
 * stable interface (openssl/x509_vfy.h). */
static const struct
{
  long from, to;
  Meaning meaning;
} by_verify_result[] = {
  { 9,
    9, /* not yet valid */
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” is not valid yet"),
      N_ ("set this computer's clock") } },
  { 10,
    10, /* expired */
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” has expired"),
      N_ ("renew it on the server; if it is new there, set this computer's clock") } },
  { 18,
    19, /* self-signed, alone or in its chain */
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” is signed by nobody known"),
      N_ ("if the server is your own, name its certificate with ca-file") } },
  { 2,
    2, /* issuer not found */
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” is signed by nobody known"),
      N_ ("name the authority that signed it with ca-file") } },
  { 20,
    21, /* issuer not found locally, leaf can't be verified */
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate of “%s” is signed by nobody known"),
      N_ ("name the authority that signed it with ca-file") } },
};

/* What only curl's or OpenSSL's words tell. */
static const struct
{
  CURLcode curl_code;
  const char *words;
  Meaning meaning;
} by_words[] = {
  { CURLE_UNSUPPORTED_PROTOCOL,
    "HTTP/0.9",
    { PH_ERROR_NETWORK, PH_RETRY_NEVER, N_ ("what answers at “%s” doesn't speak HTTP"),
      N_ ("check the address and its port") } },
  /* curl checks the name by itself, and leaves no trace of it in the verify result. */
  { CURLE_PEER_FAILED_VERIFICATION,
    "target host name",
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("the certificate is for another name than “%s”"),
      N_ ("use the name that the certificate is for") } },
  { CURLE_SSL_CONNECT_ERROR,
    "wrong version number",
    { PH_ERROR_TLS, PH_RETRY_NEVER, N_ ("what answers at “%s” doesn't speak TLS"),
      N_ ("check the port; if no encryption is meant, write http:// in front") } },
  { CURLE_SSL_CONNECT_ERROR,
    "handshake failure",
    { PH_ERROR_TLS, PH_RETRY_BACKOFF, N_ ("“%s” refuses the secure connection"),
      N_ ("check the address, in one of Cloudflare R2 the account id; a new R2 account needs up to "
          "half an hour") } },
  { CURLE_SSL_CONNECT_ERROR,
    "SSL_connect: ", /* followed by a system error */
    { PH_ERROR_NETWORK, PH_RETRY_BACKOFF, N_ ("the connection to “%s” broke as it began"),
      N_ ("check the connection and try again") } },
};

static const Meaning proxy_unreachable
    = { PH_ERROR_PROXY, PH_RETRY_BACKOFF, N_ ("the proxy “%s” can't be reached"),
        N_ ("check that it runs") };
static const Meaning proxy_login
    = { PH_ERROR_PROXY, PH_RETRY_NEVER, N_ ("the proxy “%s” wants another name or password"),
        N_ ("check its name and password") };
static const Meaning proxy_refusal
    = { PH_ERROR_PROXY, PH_RETRY_NEVER, N_ ("the proxy “%s” doesn't let this connection through"),
        N_ ("ask who runs it, or use another way out") };
static const Meaning proxy_failure
    = { PH_ERROR_PROXY, PH_RETRY_BACKOFF, N_ ("the proxy “%s” gets no connection to the server"),
        N_ ("check that the server runs, and ask who runs the proxy") };
static const Meaning proxy_certificate
    = { PH_ERROR_PROXY, PH_RETRY_NEVER, N_ ("the certificate of the proxy “%s” can't be trusted"),
        N_ ("name the authority that signed it with ca-file") };

static long
get_info (CURL *easy, CURLINFO info)
{
  long value = 0;

  curl_easy_getinfo (easy, info, &value);
  return value;
}

/* An HTTP proxy says why in its answer to CONNECT.  Source: RFC 9110, part 15. */
static const Meaning *
judge_tunnel (long status)
{
  if (status == 407)
    return &proxy_login;
  return status >= 500 || status == 408 || status == 429 ? &proxy_failure : &proxy_refusal;
}

static const Meaning *
judge_socks (long reason)
{
  switch (reason)
    {
    case CURLPX_NO_AUTH:
    case CURLPX_USER_REJECTED:
    case CURLPX_LONG_USER:
    case CURLPX_LONG_PASSWD:
    case CURLPX_IDENTD:
    case CURLPX_IDENTD_DIFFER:
      return &proxy_login;
    case CURLPX_REPLY_NOT_ALLOWED:
      return &proxy_refusal;
    default:
      return &proxy_failure;
    }
}

/* (nullable): not the proxy's fault */
static const Meaning *
judge_proxy (const PhHttpFailure *failure)
{
  long status = get_info (failure->easy, CURLINFO_HTTP_CONNECTCODE);

  if (failure->proxy == NULL)
    return NULL;
  if (failure->code == CURLE_PROXY)
    return judge_socks (get_info (failure->easy, CURLINFO_PROXY_ERROR));
  if (status >= 300)
    return judge_tunnel (status);
  if (failure->code == CURLE_PEER_FAILED_VERIFICATION
      && get_info (failure->easy, CURLINFO_PROXY_SSL_VERIFYRESULT) != 0)
    return &proxy_certificate;
  /* It hung up on our CONNECT, or in the middle of SOCKS. */
  if (strstr (failure->text, "Proxy CONNECT") != NULL || strstr (failure->text, "SOCKS") != NULL)
    return &proxy_failure;
  /* Whoever was connected to, it was the proxy. */
  if (failure->code == CURLE_COULDNT_CONNECT)
    return &proxy_unreachable;
  if (failure->code == CURLE_OPERATION_TIMEDOUT
      && get_info (failure->easy, CURLINFO_NUM_CONNECTS) == 0)
    return &proxy_unreachable;
  return NULL;
}

static const Meaning *
judge_certificate (const PhHttpFailure *failure)
{
  long result = get_info (failure->easy, CURLINFO_SSL_VERIFYRESULT);

  for (guint i = 0; i < G_N_ELEMENTS (by_verify_result); i++)
    if (result >= by_verify_result[i].from && result <= by_verify_result[i].to)
      return &by_verify_result[i].meaning;
  return NULL;
}

static const Meaning *
judge_words (const PhHttpFailure *failure)
{
  for (guint i = 0; i < G_N_ELEMENTS (by_words); i++)
    if (by_words[i].curl_code == failure->code && strstr (failure->text, by_words[i].words) != NULL)
      return &by_words[i].meaning;
  return NULL;
}

static const Meaning *
judge (const PhHttpFailure *failure)
{
  const Meaning *meaning = judge_proxy (failure);

  if (meaning == NULL && failure->code == CURLE_PEER_FAILED_VERIFICATION)
    meaning = judge_certificate (failure);
  if (meaning == NULL)
    meaning = judge_words (failure);
  for (guint i = 0; meaning == NULL && i < G_N_ELEMENTS (by_code); i++)
    if (by_code[i].curl_code == failure->code)
      meaning = &by_code[i].meaning;
  return meaning != NULL ? meaning : &other;
}

static GError *
new_error_with_hint (const Meaning *meaning, const char *name, const char *hint)
{
  GString *message = g_string_new (_ (meaning->message));
  GError *error;

  g_string_replace (message, "%s", name, 1);
  error = ph_error_new (meaning->code, hint, "%s", message->str);
  ph_error_set_retry (error, meaning->retry, 0);
  g_string_free (message, TRUE);
  return error;
}

static GError *
new_error (const Meaning *meaning, const char *name)
{
  return new_error_with_hint (meaning, name, _ (meaning->hint));
}

/* @variable: (nullable): NULL: the proxy is the profile's, which keeps the password apart */
static GError *
new_proxy_error (const Meaning *meaning, const char *proxy, const char *variable)
{
  gboolean is_profile = meaning == &proxy_login && variable == NULL;
  const char *what_to_do = is_profile ? _ ("give its password anew: “pichoist profile set NAME "
                                           "proxy=http://USER@HOST:PORT” asks for it")
                                      : _ (meaning->hint);
  g_autofree char *hint = ph_http_proxy_add_source (what_to_do, variable);

  GError *error = new_error_with_hint (meaning, proxy, hint);

  if (is_profile)
    ph_error_set_window_hint (&error, _ ("give its password anew in the settings, under Network"));
  return error;
}

GError *
ph_http_error_new (const PhHttpFailure *failure)
{
  const Meaning *meaning = judge (failure);
  gboolean is_proxy = meaning->code == PH_ERROR_PROXY && failure->proxy != NULL;
  GError *error = is_proxy ? new_proxy_error (meaning, failure->proxy, failure->proxy_variable)
                           : new_error (meaning, failure->host);
  const char *text = *failure->text != '\0' ? failure->text : curl_easy_strerror (failure->code);
  g_autofree char *details = g_strdup_printf ("curl %d: %s", failure->code, text);

  ph_error_set_details (error, details);
  return error;
}

GError *
ph_http_error_new_stalled (const char *host, guint seconds, gboolean was_sent)
{
  GError *error;

  if (was_sent)
    error = ph_error_new (
        PH_ERROR_NETWORK, _ ("check the connection, or raise stall-timeout for a slow server"),
        g_dngettext (GETTEXT_PACKAGE, "“%s” has taken all, but not answered for %u second",
                     "“%s” has taken all, but not answered for %u seconds", seconds),
        host, seconds);
  else
    error = ph_error_new (PH_ERROR_NETWORK, _ ("check the connection, or raise stall-timeout"),
                          g_dngettext (GETTEXT_PACKAGE, "not a byte to or from “%s” for %u second",
                                       "not a byte to or from “%s” for %u seconds", seconds),
                          host, seconds);
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}

GError *
ph_http_error_new_private (const char *host)
{
  static const Meaning private
      = { PH_ERROR_NETWORK, PH_RETRY_NEVER, N_ ("“%s” leads to this computer or its own network"),
          N_ ("fetch it yourself and upload the file") };

  return new_error (&private, host);
}

GError *
ph_http_error_new_proxy_answer (const char *proxy, const char *variable, guint status)
{
  return new_proxy_error (judge_tunnel (status), proxy, variable);
}
