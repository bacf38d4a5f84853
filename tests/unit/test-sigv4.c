/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-sigv4.h"

#include <string.h>

#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define MAY_24_2013 1369353600
#define DOC_HOST "examplebucket.s3.amazonaws.com"

/* The key pair of the AWS documentation's examples. */
static PhSigv4 *
new_doc_signer (const char *region, const char *token)
{
  g_autoptr (PhCredentials) credentials = ph_credentials_new (
      "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token);

  return ph_sigv4_new (credentials, region);
}

static const char *
find_line (char **lines, const char *prefix)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      return lines[i];
  return NULL;
}

static const char *
find_signature (char **lines)
{
  const char *line = find_line (lines, "Authorization: ");

  g_assert_nonnull (line);
  line = strstr (line, "Signature=");
  g_assert_nonnull (line);
  return line + strlen ("Signature=");
}

/* Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header", examples 1 to
 * 4; the last one is our own, computed with another implementation. */
static const struct
{
  const char *region;
  PhSigv4Request request;
  const char *headers[4];
  const char *signature;
} examples[] = {
  { "us-east-1",
    { "GET", DOC_HOST, "/test.txt", NULL, NULL, EMPTY_SHA256, MAY_24_2013 },
    { "Range: bytes=0-9" },
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41" },
  { "us-east-1",
    { "PUT", DOC_HOST, "/test%24file.text", NULL, NULL,
      "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", MAY_24_2013 },
    { "Date: Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class: REDUCED_REDUNDANCY" },
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd" },
  { "us-east-1",
    { "GET", DOC_HOST, "/", "lifecycle", NULL, EMPTY_SHA256, MAY_24_2013 },
    { NULL },
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543" },
  { "us-east-1",
    { "GET", DOC_HOST, "/", "prefix=J&max-keys=2", NULL, EMPTY_SHA256, MAY_24_2013 },
    { NULL },
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7" },
  { "auto",
    { "PUT", "acct.r2.cloudflarestorage.com", "/bucket/2026/%E5%9B%BE%20%2B%20a.png", NULL, NULL,
      PH_SIGV4_UNSIGNED_PAYLOAD, MAY_24_2013 },
    { "Content-Type: image/png", "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==" },
    "4e4297ba9ca0413c3a46ac60f3720375e155dc9f0cfd33ba6956752ca848b393" },
};

static void
test_examples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autoptr (PhSigv4) signer = new_doc_signer (examples[i].region, NULL);
      PhSigv4Request request = examples[i].request;
      g_auto (GStrv) lines = NULL;

      g_test_message ("%s %s?%s", request.method, request.path, request.query);
      request.headers = examples[i].headers;
      lines = ph_sigv4_sign (signer, &request);
      g_assert_cmpstr (find_signature (lines), ==, examples[i].signature);
      g_assert_nonnull (find_line (lines, "x-amz-date: 20130524T000000Z"));
      for (guint j = 0; examples[i].headers[j] != NULL; j++)
        g_assert_true (g_strv_contains ((const char *const *) lines, examples[i].headers[j]));
    }
}

/* "... Using Query Parameters". */
static void
test_presign_example (void)
{
  g_autoptr (PhSigv4) signer = new_doc_signer ("us-east-1", NULL);
  const PhSigv4Request request = { "GET", DOC_HOST, "/test.txt", NULL, NULL, NULL, MAY_24_2013 };
  g_autofree char *query = ph_sigv4_presign (signer, &request, 86400);

  g_assert_cmpstr (
      query, ==,
      "X-Amz-Algorithm=AWS4-HMAC-SHA256"
      "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
      "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature="
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

static void
test_presign_token (void)
{
  g_autoptr (PhSigv4) signer = new_doc_signer ("us-east-1", "to/k+en==");
  const PhSigv4Request request
      = { "GET", DOC_HOST, "/a", "response-content-type=image%2Fpng", NULL, NULL, MAY_24_2013 };
  g_autofree char *query = ph_sigv4_presign (signer, &request, 60);
  const char *token = strstr (query, "&X-Amz-Security-Token=to%2Fk%2Ben%3D%3D");
  const char *signature = strstr (query, "&X-Amz-Signature=");

  g_assert_nonnull (token);
  g_assert_nonnull (signature);
  g_assert_true (token < signature);
  g_assert_nonnull (strstr (query, "&response-content-type=image%2Fpng&X-Amz-Signature="));
}

static void
test_session_token (void)
{
  g_autoptr (PhSigv4) signer = new_doc_signer ("us-east-1", "TOKEN");
  const PhSigv4Request request
      = { "GET", DOC_HOST, "/test.txt", NULL, NULL, EMPTY_SHA256, MAY_24_2013 };
  g_auto (GStrv) lines = ph_sigv4_sign (signer, &request);

  g_assert_nonnull (find_line (lines, "x-amz-security-token: TOKEN"));
  g_assert_nonnull (
      strstr (find_line (lines, "Authorization: "),
              "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "));
}

static void
test_canonical_headers (void)
{
  const char *const headers[] = {
    "x-amz-meta-a-b: 2",
    "X-Amz-Meta-A:  1 ",
    "Content-Disposition: attachment;   filename=\"图 a.png\"\t",
    "User-Agent: x",
    "Expect:",
    "Accept-Encoding: gzip",
    "Authorization: not this",
    "x-amz-meta-a: again",
    NULL,
  };
  const PhSigv4Request request
      = { "PUT", "h:8080", "/k", NULL, headers, PH_SIGV4_UNSIGNED_PAYLOAD, 0 };
  g_autofree char *canonical = ph_sigv4_dup_canonical_request (&request, headers);

  g_assert_cmpstr (canonical, ==,
                   "PUT\n/k\n\n"
                   "content-disposition:attachment; filename=\"图 a.png\"\n"
                   "host:h:8080\n"
                   "x-amz-meta-a:1,again\n"
                   "x-amz-meta-a-b:2\n"
                   "\n"
                   "content-disposition;host;x-amz-meta-a;x-amz-meta-a-b\n"
                   "UNSIGNED-PAYLOAD");
}

/* What is sent must be what was signed, and no value may bring a header of its own. */
static void
test_sent_headers (void)
{
  g_autoptr (PhSigv4) signer = new_doc_signer ("auto", NULL);
  const char *const headers[] = { "X-Amz-Meta-A:  1   2\r\nx-evil: 3", NULL };
  const PhSigv4Request request
      = { "PUT", "h", "/k", NULL, headers, PH_SIGV4_UNSIGNED_PAYLOAD, MAY_24_2013 };
  g_auto (GStrv) lines = ph_sigv4_sign (signer, &request);
  g_autofree char *canonical
      = ph_sigv4_dup_canonical_request (&request, (const char *const *) lines);

  g_assert_cmpstr (lines[0], ==, "X-Amz-Meta-A: 1 2 x-evil: 3");
  g_assert_nonnull (strstr (canonical, "\nx-amz-meta-a:1 2 x-evil: 3\n"));
  g_assert_null (strstr (canonical, "authorization"));
}

static void
test_canonical_query (void)
{
  static const struct
  {
    const char *query;
    const char *canonical;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "uploads", "uploads=" },
    { "delete=", "delete=" },
    { "b=2&a=1", "a=1&b=2" },
    { "a=2&a=1&a", "a=&a=1&a=2" },
    { "a-b=1&a=2", "a=2&a-b=1" },
    { "a=x%3D&a%20=1", "a=x%3D&a%20=1" },
    { "B=1&a=2&", "B=1&a=2" },
    { "prefix=%E5%9B%BE%2F&list-type=2", "list-type=2&prefix=%E5%9B%BE%2F" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhSigv4Request request
          = { "GET", "h", "/", cases[i].query, NULL, PH_SIGV4_UNSIGNED_PAYLOAD, 0 };
      g_autofree char *canonical = ph_sigv4_dup_canonical_request (&request, NULL);
      g_auto (GStrv) lines = g_strsplit (canonical, "\n", -1);

      g_assert_cmpstr (lines[2], ==, cases[i].canonical);
    }
}

/* The day's key is kept, and dropped with the day and with the region. */
static void
test_key_cache (void)
{
  static const struct
  {
    const char *region;
    gint64 time;
  } steps[] = {
    { "us-east-1", MAY_24_2013 + 86399 }, { "us-east-1", MAY_24_2013 + 86400 },
    { "us-east-1", MAY_24_2013 },         { "eu-west-1", MAY_24_2013 },
    { "eu-west-1", MAY_24_2013 + 5 },     { "us-east-1", MAY_24_2013 },
  };
  g_autoptr (PhSigv4) kept = new_doc_signer ("us-east-1", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const PhSigv4Request request
          = { "GET", DOC_HOST, "/test.txt", NULL, NULL, EMPTY_SHA256, steps[i].time };
      g_autoptr (PhSigv4) fresh = new_doc_signer (steps[i].region, NULL);
      g_auto (GStrv) expected = ph_sigv4_sign (fresh, &request);
      g_auto (GStrv) lines = NULL;

      ph_sigv4_set_region (kept, steps[i].region);
      lines = ph_sigv4_sign (kept, &request);
      g_assert_cmpstr (find_signature (lines), ==, find_signature (expected));
      g_assert_nonnull (strstr (find_line (lines, "Authorization: "), steps[i].region));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sigv4/examples", test_examples);
  g_test_add_func ("/sigv4/presign-example", test_presign_example);
  g_test_add_func ("/sigv4/presign-token", test_presign_token);
  g_test_add_func ("/sigv4/session-token", test_session_token);
  g_test_add_func ("/sigv4/canonical-headers", test_canonical_headers);
  g_test_add_func ("/sigv4/sent-headers", test_sent_headers);
  g_test_add_func ("/sigv4/canonical-query", test_canonical_query);
  g_test_add_func ("/sigv4/key-cache", test_key_cache);
  return g_test_run ();
}
