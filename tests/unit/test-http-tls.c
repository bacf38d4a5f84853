/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

/* Certificates: which are trusted, and what is said of those that aren't. */

static TestServer *server;

static PhHttpResponse *
fetch (PhHttp *http, const char *url, const char *ca_file, gboolean insecure, GError **error)
{
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  g_autofree char *path = ca_file != NULL ? test_server_dup_file (server, ca_file) : NULL;

  request.method = "GET";
  request.url = url;
  request.ca_file = path;
  request.tls_insecure = insecure;
  return test_send (http, &request, NULL, error);
}

static const struct
{
  const char *listener;
  const char *ca_file; /* (nullable) */
  gboolean insecure;
  const char *words; /* (nullable): trusted */
} cases[] = {
  { "good", "ca.pem", FALSE, NULL },
  { "good", NULL, TRUE, NULL },
  { "self-signed", "self-signed.pem", FALSE, NULL },
  { "self-signed", NULL, TRUE, NULL },
  { "expired", NULL, TRUE, NULL },
  { "wrong-name", NULL, TRUE, NULL },
  { "good", NULL, FALSE, "signed by nobody known" },
  { "good", "self-signed.pem", FALSE, "signed by nobody known" },
  { "self-signed", NULL, FALSE, "signed by nobody known" },
  { "self-signed", "ca.pem", FALSE, "signed by nobody known" },
  { "expired", "ca.pem", FALSE, "expired" },
  { "wrong-name", "ca.pem", FALSE, "another name" },
  { "good", "not-there.pem", FALSE, "can't be read" },
};

static void
check_case (PhHttp *http, guint i)
{
  g_autofree char *url = test_server_dup_url (server, cases[i].listener, "/echo");
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHttpResponse) response
      = fetch (http, url, cases[i].ca_file, cases[i].insecure, &error);

  g_test_message ("%s with %s%s: %s (%s)", cases[i].listener, cases[i].ca_file,
                  cases[i].insecure ? ", unchecked" : "",
                  error != NULL ? error->message : "trusted",
                  error != NULL ? ph_error_get_details (error) : "");
  if (cases[i].words == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (response->status, ==, 200);
      return;
    }
  g_assert_error (error, PH_ERROR, PH_ERROR_TLS);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  g_assert_nonnull (strstr (error->message, cases[i].words));
  g_assert_nonnull (strstr (error->message, "localhost"));
}

static void
test_certificates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhHttp) http = ph_http_new ();

      check_case (http, i);
    }
}

/* With one client, so that what an unchecked or another request has opened or learnt doesn't open
 * the door for a checked one. */
static void
test_certificates_shared (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (http, i);
}

/* Plain HTTP where TLS is spoken, and the other way round. */
static void
test_wrong_scheme (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  const char *port = g_hash_table_lookup (server->ports, "http");
  g_autofree char *tls_to_plain = g_strdup_printf ("https://localhost:%s/echo", port);
  g_autofree char *plain_to_tls = g_strdup_printf (
      "http://localhost:%s/echo", (char *) g_hash_table_lookup (server->ports, "good"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  g_assert_null (fetch (http, tls_to_plain, NULL, FALSE, &error));
  g_test_message ("%s: %s (%s)", error->message, ph_error_get_hint (error),
                  ph_error_get_details (error));
  g_assert_error (error, PH_ERROR, PH_ERROR_TLS);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  g_assert_nonnull (strstr (error->message, "doesn't speak TLS"));

  g_assert_null (fetch (http, plain_to_tls, NULL, FALSE, &other));
  g_test_message ("%s: %s (%s)", other->message, ph_error_get_hint (other),
                  ph_error_get_details (other));
  g_assert_error (other, PH_ERROR, PH_ERROR_NETWORK);
}

static void
test_put (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  g_autofree char *url = test_server_dup_url (server, "good", "/echo");
  g_autofree char *ca_file = test_server_dup_file (server, "ca.pem");
  g_autoptr (PhContent) body = test_make_body (3000000);
  g_autofree char *sha256 = test_dup_sha256 (body, 0, 3000000);
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  g_autoptr (GError) error = NULL;

  request.method = "PUT";
  request.url = url;
  request.ca_file = ca_file;
  request.body = body;
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (PhHttpResponse) response = test_send (http, &request, NULL, &error);
      g_autofree char *echo = NULL;
      g_autofree char *number = g_strdup_printf ("request=%u", i);

      g_assert_no_error (error);
      echo = test_dup_body (response);
      g_assert_nonnull (strstr (echo, sha256));
      /* The handshake was needed once. */
      g_assert_nonnull (strstr (echo, number));
    }
}

/* A second connection needs no whole handshake. */
static void
test_resumed (void)
{
  g_autoptr (PhHttp) http = ph_http_new ();
  const char *const paths[] = { "/close-next", "/echo" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = test_server_dup_url (server, "good", paths[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhHttpResponse) response = fetch (http, url, "ca.pem", FALSE, &error);
      g_autofree char *echo = NULL;

      g_assert_no_error (error);
      echo = test_dup_body (response);
      g_assert_nonnull (strstr (echo, "request=1"));
      g_assert_nonnull (strstr (echo, i == 0 ? "resumed=False" : "resumed=True"));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = test_server_start ();
  g_test_add_func ("/http-tls/certificates", test_certificates);
  g_test_add_func ("/http-tls/certificates-shared", test_certificates_shared);
  g_test_add_func ("/http-tls/wrong-scheme", test_wrong_scheme);
  g_test_add_func ("/http-tls/put", test_put);
  g_test_add_func ("/http-tls/resumed", test_resumed);
  status = g_test_run ();
  test_server_stop (server);
  return status;
}
