/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-sigv4.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <time.h>

#include "ph-hex.h"
#include "ph-object-key.h"

#define ALGORITHM "AWS4-HMAC-SHA256"
#define DIGEST_BYTES 32
#define DATE_CHARS 8 /* of "20130524T000000Z" */

struct _PhSigv4
{
  PhCredentials *credentials;
  char *region;
  char key_date[DATE_CHARS + 1]; /* the day that @key is for; "" when there is no key */
  guint8 key[DIGEST_BYTES];
};

typedef struct
{
  char *name;     /* lower case */
  GString *value; /* as it is signed */
} Header;

/* What a request is signed with besides the key. */
typedef struct
{
  char timestamp[DATE_CHARS + 9]; /* "20130524T000000Z" */
  char *scope;                    /* "20130524/us-east-1/s3/aws4_request" */
} Stamp;

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_string_free (header->value, TRUE);
  g_free (header);
}

static void
stamp_clear (Stamp *stamp)
{
  g_free (stamp->scope);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stamp, stamp_clear)

static void
forget_key (PhSigv4 *signer)
{
  OPENSSL_cleanse (signer->key, sizeof signer->key);
  signer->key_date[0] = '\0';
}

PhSigv4 *
ph_sigv4_new (PhCredentials *credentials, const char *region)
{
  PhSigv4 *signer = g_new0 (PhSigv4, 1);

  signer->credentials = ph_credentials_ref (credentials);
  signer->region = g_strdup (region);
  return signer;
}

void
ph_sigv4_free (PhSigv4 *signer)
{
  forget_key (signer);
  ph_credentials_unref (signer->credentials);
  g_free (signer->region);
  g_free (signer);
}

void
ph_sigv4_set_region (PhSigv4 *signer, const char *region)
{
  if (g_str_equal (signer->region, region))
    return;
  g_free (signer->region);
  signer->region = g_strdup (region);
  forget_key (signer);
}

static void
hmac (const void *key, gsize key_length, const char *text, guint8 out[DIGEST_BYTES])
{
  if (HMAC (EVP_sha256 (), key, (int) key_length, (const guchar *) text, strlen (text), out, NULL)
      == NULL)
    g_error ("HMAC-SHA256 is not available in this OpenSSL");
}

static void
append_hex (GString *out, const guint8 digest[DIGEST_BYTES])
{
  char hex[2 * DIGEST_BYTES + 1];

  ph_hex_write (hex, digest, DIGEST_BYTES);
  g_string_append (out, hex);
}

/* The key serves a whole day and region, which saves four HMACs a request. */
static const guint8 *
get_signing_key (PhSigv4 *signer, const Stamp *stamp)
{
  char *secret;
  guint8 step[DIGEST_BYTES];

  if (strncmp (signer->key_date, stamp->timestamp, DATE_CHARS) == 0)
    return signer->key;
  secret = g_strconcat ("AWS4", ph_credentials_get_secret (signer->credentials), NULL);
  memcpy (signer->key_date, stamp->timestamp, DATE_CHARS);
  hmac (secret, strlen (secret), signer->key_date, step);
  hmac (step, sizeof step, signer->region, step);
  hmac (step, sizeof step, "s3", step);
  hmac (step, sizeof step, "aws4_request", signer->key);
  OPENSSL_cleanse (step, sizeof step);
  OPENSSL_cleanse (secret, strlen (secret));
  g_free (secret);
  return signer->key;
}

static void
stamp_init (Stamp *stamp, const PhSigv4 *signer, gint64 seconds)
{
  time_t time = (time_t) seconds;
  struct tm utc;

  gmtime_r (&time, &utc);
  strftime (stamp->timestamp, sizeof stamp->timestamp, "%Y%m%dT%H%M%SZ", &utc);
  stamp->scope
      = g_strdup_printf ("%.*s/%s/s3/aws4_request", DATE_CHARS, stamp->timestamp, signer->region);
}

/* Without space at either end, inner runs of it made one space.  Line ends count as space, so that
 * no value can add a header of its own. */
static GString *
normalise_value (const char *value)
{
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (; *value != '\0'; value++)
    {
      if (g_ascii_isspace (*value))
        {
          space = out->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      g_string_append_c (out, *value);
    }
  return out;
}

/* Proxies and curl change these, or they can't be known when signing. */
static gboolean
is_unsigned (const char *name)
{
  static const char *const names[] = {
    "accept-encoding", "authorization", "connection", "content-length",
    "expect",          "host",          "user-agent", "transfer-encoding",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

static Header *
find_header (GPtrArray *headers, const char *name)
{
  for (guint i = 0; i < headers->len; i++)
    {
      Header *header = g_ptr_array_index (headers, i);

      if (g_str_equal (header->name, name))
        return header;
    }
  return NULL;
}

static void
add_header (GPtrArray *headers, const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  Header *header;
  GString *value;

  g_return_if_fail (colon != NULL);
  name = g_ascii_strdown (line, colon - line);
  if (is_unsigned (name))
    return;
  value = normalise_value (colon + 1);
  header = find_header (headers, name);
  if (header != NULL)
    {
      g_string_append_printf (header->value, ",%s", value->str);
      g_string_free (value, TRUE);
      return;
    }
  header = g_new0 (Header, 1);
  header->name = g_steal_pointer (&name);
  header->value = value;
  g_ptr_array_add (headers, header);
}

/* By name alone: "x-amz-meta-a" stands before "x-amz-meta-a-b" although ':' is above '-'. */
static int
compare_headers (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const Header *const *) a)->name, (*(const Header *const *) b)->name);
}

/* (element-type Header): what is signed, in order. */
static GPtrArray *
collect_headers (const char *host, const char *const *lines)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func (header_free);
  Header *header = g_new0 (Header, 1);

  header->name = g_strdup ("host");
  header->value = g_string_new (host);
  g_ptr_array_add (headers, header);
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    add_header (headers, lines[i]);
  g_ptr_array_sort (headers, compare_headers);
  return headers;
}

static char *
join_names (GPtrArray *headers)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < headers->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ";" : "",
                            ((Header *) g_ptr_array_index (headers, i))->name);
  return g_string_free (names, FALSE);
}

/* "name=value" parts: by name, then by value. */
static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  gsize left_length = strcspn (left, "=");
  gsize right_length = strcspn (right, "=");
  int order = memcmp (left, right, MIN (left_length, right_length));

  if (order != 0)
    return order;
  if (left_length != right_length)
    return left_length < right_length ? -1 : 1;
  return strcmp (left, right);
}

static char *
canonicalise_query (const char *query)
{
  g_auto (GStrv) parts = g_strsplit (query == NULL ? "" : query, "&", -1);
  GString *out = g_string_new (NULL);

  qsort (parts, g_strv_length (parts), sizeof *parts, compare_parts);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0')
        continue;
      if (out->len > 0)
        g_string_append_c (out, '&');
      g_string_append (out, parts[i]);
      if (strchr (parts[i], '=') == NULL)
        g_string_append_c (out, '=');
    }
  return g_string_free (out, FALSE);
}

static char *
build_canonical_request (const PhSigv4Request *request, GPtrArray *headers)
{
  g_autofree char *query = canonicalise_query (request->query);
  g_autofree char *names = join_names (headers);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n%s\n%s\n", request->method, request->path, query);
  for (guint i = 0; i < headers->len; i++)
    {
      const Header *header = g_ptr_array_index (headers, i);

      g_string_append_printf (out, "%s:%s\n", header->name, header->value->str);
    }
  g_string_append_printf (out, "\n%s\n%s", names, request->payload_sha256);
  return g_string_free (out, FALSE);
}

/* The signature in hex.  (transfer full) */
static char *
build_signature (PhSigv4 *signer, const Stamp *stamp, const char *canonical_request)
{
  g_autoptr (GString) to_sign = g_string_new (NULL);
  GString *signature = g_string_new (NULL);
  guint8 digest[DIGEST_BYTES];

  if (EVP_Digest (canonical_request, strlen (canonical_request), digest, NULL, EVP_sha256 (), NULL)
      != 1)
    g_error ("SHA-256 is not available in this OpenSSL");
  g_string_append_printf (to_sign, ALGORITHM "\n%s\n%s\n", stamp->timestamp, stamp->scope);
  append_hex (to_sign, digest);
  hmac (get_signing_key (signer, stamp), DIGEST_BYTES, to_sign->str, digest);
  append_hex (signature, digest);
  return g_string_free (signature, FALSE);
}

/* The request's headers in the form in which they are signed: what a server may or may not collapse
 * is then the same either way. */
static void
add_clean_lines (GPtrArray *lines, const char *const *headers)
{
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      const char *colon = strchr (headers[i], ':');
      GString *value;

      g_return_if_fail (colon != NULL);
      value = normalise_value (colon + 1);
      g_ptr_array_add (
          lines, g_strdup_printf ("%.*s: %s", (int) (colon - headers[i]), headers[i], value->str));
      g_string_free (value, TRUE);
    }
}

char **
ph_sigv4_sign (PhSigv4 *signer, const PhSigv4Request *request)
{
  const char *token = ph_credentials_get_session_token (signer->credentials);
  GPtrArray *lines = g_ptr_array_new ();
  g_auto (Stamp) stamp = { "", NULL };
  g_autoptr (GPtrArray) headers = NULL;
  g_autofree char *names = NULL;
  g_autofree char *canonical_request = NULL;
  g_autofree char *signature = NULL;

  stamp_init (&stamp, signer, request->time);
  add_clean_lines (lines, request->headers);
  g_ptr_array_add (lines, g_strdup_printf ("x-amz-date: %s", stamp.timestamp));
  g_ptr_array_add (lines, g_strdup_printf ("x-amz-content-sha256: %s", request->payload_sha256));
  if (token != NULL)
    g_ptr_array_add (lines, g_strdup_printf ("x-amz-security-token: %s", token));
  g_ptr_array_add (lines, NULL);

  headers = collect_headers (request->host, (const char *const *) lines->pdata);
  names = join_names (headers);
  canonical_request = build_canonical_request (request, headers);
  signature = build_signature (signer, &stamp, canonical_request);

  g_ptr_array_index (lines, lines->len - 1) = g_strdup_printf (
      "Authorization: " ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
      ph_credentials_get_access_key_id (signer->credentials), stamp.scope, names, signature);
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

char *
ph_sigv4_presign (PhSigv4 *signer, const PhSigv4Request *request, guint seconds)
{
  const char *token = ph_credentials_get_session_token (signer->credentials);
  g_autoptr (GPtrArray) headers = collect_headers (request->host, NULL);
  g_auto (Stamp) stamp = { "", NULL };
  g_autoptr (GString) query = g_string_new (request->query);
  g_autofree char *credential = NULL;
  g_autofree char *encoded_credential = NULL;
  g_autofree char *canonical_query = NULL;
  g_autofree char *canonical_request = NULL;
  g_autofree char *signature = NULL;
  PhSigv4Request presigned = *request;

  stamp_init (&stamp, signer, request->time);
  credential = g_strdup_printf ("%s/%s", ph_credentials_get_access_key_id (signer->credentials),
                                stamp.scope);
  encoded_credential = ph_object_key_encode_query (credential);
  g_string_append_printf (query,
                          "&X-Amz-Algorithm=" ALGORITHM "&X-Amz-Credential=%s&X-Amz-Date=%s"
                          "&X-Amz-Expires=%u&X-Amz-SignedHeaders=host",
                          encoded_credential, stamp.timestamp, seconds);
  if (token != NULL)
    {
      g_autofree char *encoded = ph_object_key_encode_query (token);

      g_string_append_printf (query, "&X-Amz-Security-Token=%s", encoded);
    }
  canonical_query = canonicalise_query (query->str);
  presigned.query = canonical_query;
  presigned.payload_sha256 = PH_SIGV4_UNSIGNED_PAYLOAD;
  canonical_request = build_canonical_request (&presigned, headers);
  signature = build_signature (signer, &stamp, canonical_request);
  return g_strdup_printf ("%s&X-Amz-Signature=%s", canonical_query, signature);
}

char *
ph_sigv4_dup_canonical_request (const PhSigv4Request *request, const char *const *headers)
{
  g_autoptr (GPtrArray) collected = collect_headers (request->host, headers);

  return build_canonical_request (request, collected);
}
