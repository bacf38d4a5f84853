/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <glib/gstdio.h>
#include <netdb.h>
#include <string.h>

#include "ph-http-address.h"
#include "ph-http-proxy.h"

/* Proxies: which one is taken, what is said of one that doesn't do, and that its password is never
 * told. */

static TestServer *server;

static void
clear_environment (void)
{
  static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                       "ALL_PROXY",  "no_proxy",    "NO_PROXY",    "HTTP_PROXY" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]) != NULL)
      g_unsetenv (names[i]);
}

static void
test_choose (void)
{
  static const struct
  {
    const char *own, *url;
    const char *name, *value; /* of the environment; (nullable) */
    const char *chosen;       /* (nullable) */
  } cases[] = {
    { NULL, "http://a/", NULL, NULL, NULL },
    { "http://own", "http://a/", "http_proxy", "http://env", "http://own" },
    { "", "http://a/", "http_proxy", "http://env", NULL },
    { NULL, "http://a/", "http_proxy", "http://env", "http://env" },
    { NULL, "https://a/", "http_proxy", "http://env", NULL },
    { NULL, "http://a/", "HTTP_PROXY", "http://env", NULL },
    { NULL, "http://a/", "https_proxy", "http://env", NULL },
    { NULL, "https://a/", "https_proxy", "http://env", "http://env" },
    { NULL, "HTTPS://a/", "HTTPS_PROXY", "http://env", "http://env" },
    { NULL, "https://a/", "all_proxy", "socks5://env", "socks5://env" },
    { NULL, "http://a/", "ALL_PROXY", "socks5://env", "socks5://env" },
    { NULL, "http://a/", "http_proxy", "", NULL },
  };
  const char *variable;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *chosen = NULL;

      clear_environment ();
      if (cases[i].name != NULL)
        g_setenv (cases[i].name, cases[i].value, TRUE);
      chosen = ph_http_proxy_choose (cases[i].own, cases[i].url, TRUE, &variable);
      g_test_message ("%u", i);
      g_assert_cmpstr (chosen, ==, cases[i].chosen);
      if (chosen != NULL)
        g_assert_cmpstr (variable, ==, cases[i].own != NULL ? NULL : cases[i].name);
    }
  clear_environment ();
}

static void
test_no_proxy (void)
{
  static const struct
  {
    const char *no_proxy;
    const char *url;
    gboolean exempt;
  } cases[] = {
    { "*", "https://s3.example/", TRUE },
    { "s3.example", "https://s3.example:9000/a", TRUE },
    { "other, S3.Example", "https://s3.example/", TRUE },
    { ".example", "https://s3.example/", TRUE },
    { "example", "https://s3.example/", TRUE },
    { "ample", "https://s3.example/", FALSE },
    { "s3.example.org", "https://s3.example/", FALSE },
    { "127.0.0.1", "https://127.0.0.1:1/", TRUE },
    { "10.0.0.0/8,192.168.0.0/16", "https://192.168.7.1/", TRUE },
    { "10.0.0.0/8", "https://192.168.7.1/", FALSE },
    { "[::1]", "https://[::1]:9000/", TRUE },
    { " , ,", "https://s3.example/", FALSE },
  };
  const char *variable;

  clear_environment ();
  g_setenv ("https_proxy", "http://env", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *heeded = NULL;
      g_autofree char *unheeded = NULL;

      g_setenv ("no_proxy", cases[i].no_proxy, TRUE);
      heeded = ph_http_proxy_choose (NULL, cases[i].url, TRUE, &variable);
      unheeded = ph_http_proxy_choose (NULL, cases[i].url, FALSE, &variable);
      g_test_message ("%s: %s", cases[i].no_proxy, cases[i].url);
      g_assert_cmpint (heeded == NULL, ==, cases[i].exempt);
      g_assert_nonnull (unheeded);
    }
  clear_environment ();
}

static void
test_check (void)
{
  static const struct
  {
    const char *proxy;
    const char *host; /* (nullable): refused */
  } cases[] = {
    { "http://proxy.example:3128", "proxy.example:3128" },
    { "http://proxy.example:3128/", "proxy.example:3128" },
    { "proxy.example:3128", "proxy.example:3128" },
    { "HTTPS://secret:secret@proxy.example", "proxy.example" },
    { "socks5://secret:secret@[::1]:1080", "[::1]:1080" },
    { "socks5h://secret:s%40%3a%2F%25%20%c3%a9ecret@proxy.example:1080", "proxy.example:1080" },
    { "ftp://secret:secret@proxy.example", NULL },
    { "http://secret:sec ret@proxy.example", NULL },
    { "http://secret:sec%0aret@proxy.example", NULL },
    { "http://sec%01ret:secret@proxy.example", NULL },
    { "http://secret:secret@proxy.example:99999", NULL },
    { "http://", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean fine = ph_http_proxy_check (cases[i].proxy, "all_proxy", &error);

      g_test_message ("%s: %s", cases[i].proxy, error != NULL ? error->message : "fine");
      g_assert_cmpint (fine, ==, cases[i].host != NULL);
      if (fine)
        {
          g_autofree char *host = ph_http_proxy_dup_host (cases[i].proxy);

          g_assert_cmpstr (host, ==, cases[i].host);
          continue;
        }
      g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
      g_assert_null (strstr (error->message, "secret"));
      g_assert_null (strstr (ph_error_get_hint (error), "secret"));
      g_assert_nonnull (strstr (ph_error_get_hint (error), "variable all_proxy names it"));
    }
}

/* --- real proxies --- */

#define HARD_LOGIN "n%40me:p%3A%2F%25%40%20%22%5C%C3%A9%FFw"

static const struct
{
  const char *arguments[6];
  const char *scheme, *login; /* "http", "name:password@" */
  gboolean tls;
  const char *words; /* (nullable): goes through */
  PhRetry retry;
} proxy_cases[] = {
  { { "http" }, "http", "", FALSE, NULL, 0 },
  { { "http" }, "http", "", TRUE, NULL, 0 },
  { { "http", "--login", HARD_LOGIN }, "http", HARD_LOGIN "@", FALSE, NULL, 0 },
  { { "http", "--login", HARD_LOGIN }, "http", HARD_LOGIN "@", TRUE, NULL, 0 },
  { { "http", "--login", "n:p" }, "http", "n:secret@", FALSE, "another name or password", 0 },
  { { "http", "--login", "n:p" }, "http", "n:secret@", TRUE, "another name or password", 0 },
  { { "http", "--login", "n:p" }, "http", "", TRUE, "another name or password", 0 },
  { { "http", "--refuse", "403" }, "http", "n:secret@", TRUE, "doesn't let", 0 },
  { { "http", "--refuse", "502" }, "http", "n:secret@", TRUE, "gets no", PH_RETRY_BACKOFF },
  { { "http", "--hang-up" }, "http", "n:secret@", TRUE, "gets no", PH_RETRY_BACKOFF },
  { { "socks5", "--hang-up" }, "socks5", "n:secret@", TRUE, "gets no", PH_RETRY_BACKOFF },
  { { "socks5" }, "socks5", "", FALSE, NULL, 0 },
  { { "socks5" }, "socks5h", "", TRUE, NULL, 0 },
  { { "socks5", "--login", HARD_LOGIN }, "socks5", HARD_LOGIN "@", FALSE, NULL, 0 },
  { { "socks5", "--login", HARD_LOGIN }, "socks5h", HARD_LOGIN "@", TRUE, NULL, 0 },
  { { "socks5", "--login", "n:p" }, "socks5", "n:secret@", FALSE, "another name or password", 0 },
  { { "socks5", "--login", "n:p" }, "socks5", "", TRUE, "another name or password", 0 },
  { { "socks5", "--refuse", "2" }, "socks5", "n:secret@", TRUE, "doesn't let", 0 },
  { { "socks5", "--refuse", "5" }, "socks5", "n:secret@", TRUE, "gets no", PH_RETRY_BACKOFF },
};

static PhHttpResponse *
send_through (const char *proxy, gboolean tls, PhContent *body, GError **error)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, tls ? "good" : "http", "/echo");
  g_autofree char *ca_file = test_server_dup_file (server, "ca.pem");
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;

  request.method = "PUT";
  request.url = url;
  request.ca_file = ca_file;
  request.body = body;
  request.proxy = proxy;
  return test_send (http, &request, NULL, error);
}

/* Nor does it leave open where the proxy's name comes from. */
static void
assert_no_secret (const GError *error)
{
  g_assert_nonnull (strstr (ph_error_get_hint (error), "profile's setting proxy names it"));
  g_test_message ("%s: %s (%s)", error->message, ph_error_get_hint (error),
                  ph_error_get_details (error));
  g_assert_null (strstr (error->message, "secret"));
  g_assert_null (strstr (ph_error_get_hint (error), "secret"));
  if (ph_error_get_details (error) != NULL)
    g_assert_null (strstr (ph_error_get_details (error), "secret"));
}

static void
check_proxy_case (guint i, PhContent *body)
{
  g_autofree char *log = test_server_dup_file (server, "proxy.log");
  const char *arguments[]
      = { proxy_cases[i].arguments[0], "--log", log, proxy_cases[i].arguments[1],
          proxy_cases[i].arguments[2], NULL };
  g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
  g_autofree char *url = g_strdup_printf ("%s://%s127.0.0.1:%s", proxy_cases[i].scheme,
                                          proxy_cases[i].login, proxy->port);
  g_autofree char *sha256 = test_dup_sha256 (body, 0, ph_content_get_size (body));
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = send_through (url, proxy_cases[i].tls, body, &error);

  g_test_message ("%s %s to %s", url, arguments[3], proxy_cases[i].tls ? "https" : "http");
  if (proxy_cases[i].words == NULL)
    {
      g_autofree char *echo = NULL;

      g_assert_no_error (error);
      echo = test_dup_body (response);
      g_assert_nonnull (strstr (echo, sha256));
      g_assert_null (strstr (echo, "Proxy-Authorization"));
      g_assert_cmpint (g_unlink (log), ==, 0); /* it did go through the proxy */
      return;
    }
  g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
  g_assert_cmpint (ph_error_get_retry (error), ==, proxy_cases[i].retry);
  g_assert_nonnull (strstr (error->message, proxy_cases[i].words));
  g_assert_nonnull (strstr (error->message, proxy->port));
  assert_no_secret (error);
}

static void
test_proxies (void)
{
  g_autoptr (PhContent) body = test_make_body (200000);

  for (guint i = 0; i < G_N_ELEMENTS (proxy_cases); i++)
    check_proxy_case (i, body);
}

/* TLS to the proxy itself. */
static void
test_https_proxy (void)
{
  static const char *const names[] = { "good", "self-signed" };
  g_autoptr (PhContent) body = test_make_body (200000);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int tls = FALSE; tls <= TRUE; tls++)
      {
        g_autofree char *certificate = g_strdup_printf ("%s/%s.pem", server->dir, names[i]);
        g_autofree char *key = g_strdup_printf ("%s/%s.key", server->dir, names[i]);
        const char *const arguments[]
            = { "http", "--login", "n:secret", "--tls", certificate, key, NULL };
        g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
        g_autofree char *url = g_strdup_printf ("https://n:secret@localhost:%s", proxy->port);
        g_autoptr (GError) error = NULL;
        g_autoptr (PhHttpResponse) response = send_through (url, tls, body, &error);

        if (i == 0)
          {
            g_assert_no_error (error);
            g_assert_cmpuint (response->status, ==, 200);
            continue;
          }
        g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
        g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
        g_assert_nonnull (strstr (error->message, "certificate of the proxy"));
        assert_no_secret (error);
      }
}

static void
test_unreachable (void)
{
  static const char *const proxies[]
      = { "http://n:secret@127.0.0.1:1", "socks5://n:secret@127.0.0.1:1",
          "http://n:secret@no-such-proxy.invalid:3128" };
  g_autoptr (PhContent) body = test_make_body (10);

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (send_through (proxies[i], FALSE, body, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
      g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
      assert_no_secret (error);
    }
}

/* An address of the server that is past the proxy is no fault of the proxy, and a proxy that passes
 * a request on may have answered it by itself. */
static void
test_blame (void)
{
  const char *const arguments[] = { "http", "--refuse", "502", NULL };
  g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%s", proxy->port);
  g_autoptr (PhHttp) http = ph_http_new ();
  PhHttpRequest request = test_make_request ("GET", "http://127.0.0.1:1/");
  g_autoptr (PhHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  clear_environment ();
  g_setenv ("http_proxy", url, TRUE);
  response = test_send (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_error (response->relay_error, PH_ERROR, PH_ERROR_PROXY);
  g_assert_nonnull (strstr (response->relay_error->message, proxy->port));
  g_assert_nonnull (strstr (ph_error_get_hint (response->relay_error), "http_proxy names it"));
  g_setenv ("no_proxy", "127.0.0.1", TRUE);
  g_assert_null (test_send (http, &request, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
  clear_environment ();
}

/* A proxy that can't be used is not gone past. */
static void
test_unusable (void)
{
  static const char *const proxies[] = { "http://n:sec%0aret@127.0.0.1:1", "gopher://127.0.0.1:1",
                                         "http://n:sec ret@127.0.0.1:1" };
  g_autoptr (PhContent) body = test_make_body (10);

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (send_through (proxies[i], FALSE, body, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
      g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
    }
}

/* TRUE where the request failed since the dead proxy of the environment was asked. */
static gboolean
asks_environment (const char *own)
{
  g_autoptr (PhContent) body = test_make_body (10);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = send_through (own, FALSE, body, &error);

  if (response == NULL)
    g_assert_error (error, PH_ERROR, PH_ERROR_PROXY);
  return response == NULL;
}

static void
test_environment (void)
{
  const char *const arguments[] = { "http", NULL };
  g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
  g_autofree char *own = g_strdup_printf ("http://127.0.0.1:%s", proxy->port);

  clear_environment ();
  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_assert_true (asks_environment (NULL));
  g_assert_false (asks_environment (own));
  g_assert_false (asks_environment (""));
  g_setenv ("no_proxy", "127.0.0.1", TRUE);
  g_assert_false (asks_environment (NULL));
  /* The request's own proxy doesn't care for no_proxy. */
  g_assert_true (asks_environment ("http://127.0.0.1:1"));
  clear_environment ();
}

/* --- private addresses --- */

static gboolean
is_refused (PhHttp *http, const char *url, const char *proxy)
{
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response = NULL;

  request.method = "GET";
  request.url = url;
  request.proxy = proxy;
  request.forbid_loopback = TRUE;
  response = test_send (http, &request, NULL, &error);
  g_test_message ("%s: %s", url, error != NULL ? error->message : "an answer");
  if (response != NULL)
    return FALSE;
  g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  g_assert_nonnull (strstr (error->message, "its own network"));
  return TRUE;
}

static void
test_private (void)
{
  static const char *const hosts[] = { "127.0.0.1", "localhost", "127.1", "2130706433",
                                       "0x7f.1",    "0.0.0.0",   "[::1]", "[::ffff:127.0.0.1]" };
  const char *port = g_hash_table_lookup (server->ports, "http");
  const char *const arguments[] = { "http", NULL };
  g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
  g_autofree char *proxy_url = g_strdup_printf ("http://127.0.0.1:%s", proxy->port);
  g_autoptr (PhHttp) http = ph_http_new ();

  clear_environment ();
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%s/echo", hosts[i], port);

      g_assert_true (is_refused (http, url, NULL));
      g_assert_true (is_refused (http, url, proxy_url));
    }
}

/* A name that leads here but doesn't look so; curl's own rule takes names under .localhost for
 * loopback, so the check of the socket is what is seen with a name of /etc/hosts. */
static void
test_private_name (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = g_strdup_printf ("http://%s:%s/echo", g_get_host_name (),
                                          (char *) g_hash_table_lookup (server->ports, "http"));
  struct addrinfo *found = NULL;
  gboolean leads_here = getaddrinfo (g_get_host_name (), NULL, NULL, &found) == 0;

  for (struct addrinfo *info = found; info != NULL; info = info->ai_next)
    leads_here = leads_here && ph_http_address_is_private (info->ai_addr);
  g_clear_pointer (&found, freeaddrinfo);
  if (!leads_here)
    {
      g_test_skip ("this computer's name doesn't lead to itself");
      return;
    }
  clear_environment ();
  g_assert_true (is_refused (http, url, NULL));
}

/* A connection that another request has opened is no way round. */
static void
test_private_reuse (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "http", "/echo");
  g_autofree char *echo = NULL;

  clear_environment ();
  echo = test_get (http, url);
  g_assert_true (is_refused (http, url, NULL));
}

/* The proxy itself may be here; what a name behind it stands for, only the proxy knows. */
static void
test_private_proxy (void)
{
  const char *const arguments[] = { "http", "--refuse", "404", NULL };
  g_autoptr (TestProxy) proxy = test_proxy_start (arguments);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%s", proxy->port);
  g_autoptr (PhHttp) http = ph_http_new ();

  g_assert_false (is_refused (http, "http://pics.example/", url));
  clear_environment ();
  g_setenv ("http_proxy", url, TRUE);
  g_setenv ("no_proxy", "*", TRUE);
  g_assert_false (is_refused (http, "http://pics.example/", NULL));
  clear_environment ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = test_server_start ();
  g_test_add_func ("/http-proxy/choose", test_choose);
  g_test_add_func ("/http-proxy/no-proxy", test_no_proxy);
  g_test_add_func ("/http-proxy/check", test_check);
  g_test_add_func ("/http-proxy/proxies", test_proxies);
  g_test_add_func ("/http-proxy/https", test_https_proxy);
  g_test_add_func ("/http-proxy/unreachable", test_unreachable);
  g_test_add_func ("/http-proxy/blame", test_blame);
  g_test_add_func ("/http-proxy/unusable", test_unusable);
  g_test_add_func ("/http-proxy/environment", test_environment);
  g_test_add_func ("/http-proxy/private", test_private);
  g_test_add_func ("/http-proxy/private-name", test_private_name);
  g_test_add_func ("/http-proxy/private-reuse", test_private_reuse);
  g_test_add_func ("/http-proxy/private-proxy", test_private_proxy);
  status = g_test_run ();
  test_server_stop (server);
  return status;
}
