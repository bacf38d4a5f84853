/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-answer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ph-error.h"
#include "ph-s3-xml.h"

/* A pause longer than this is not for waiting programs. */
#define RETRY_AFTER_MAX 3600

/* Bytes of an answer that isn't S3's among which its words are looked for. */
#define WORDS_READ 4096

gint64
ph_s3_answer_parse_date (const char *text)
{
  struct tm time = { 0 };
  const char *rest = text == NULL ? NULL : strchr (text, ',');
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *found;
  char month[4];

  if (rest == NULL
      || sscanf (rest, ", %2d %3s %4d %2d:%2d:%2d GMT", &time.tm_mday, month, &time.tm_year,
                 &time.tm_hour, &time.tm_min, &time.tm_sec)
             != 6)
    return 0;
  found = strlen (month) == 3 ? strstr (months, month) : NULL;
  if (found == NULL || (found - months) % 3 != 0 || time.tm_year < 1970)
    return 0;
  time.tm_mon = (int) (found - months) / 3;
  time.tm_year -= 1900;
  return timegm (&time);
}

static guint
parse_retry_after (const char *text)
{
  gint64 date = ph_s3_answer_parse_date (text);
  gint64 seconds;

  if (text == NULL)
    return 0;
  seconds
      = date != 0 ? date - g_get_real_time () / G_USEC_PER_SEC : g_ascii_strtoll (text, NULL, 10);
  return (guint) CLAMP (seconds, 0, RETRY_AFTER_MAX);
}

/* Headers that S3 servers put on each answer, and login portals and web servers don't. */
static gboolean
has_s3_mark (const PhHttpResponse *response)
{
  static const char *const names[]
      = { "x-amz-request-id", "x-amz-id-2", "x-oss-request-id",  "x-cos-request-id",
          "x-obs-request-id", "x-reqid",    "x-upyun-request-id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (ph_http_response_get_header (response, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
begins_with (const char *text, gsize length, const char *word)
{
  return length >= strlen (word) && g_ascii_strncasecmp (text, word, strlen (word)) == 0;
}

static gboolean
is_web_page (const PhHttpResponse *response)
{
  const char *type = ph_http_response_get_header (response, "content-type");
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);

  if (has_s3_mark (response))
    return FALSE;
  if (type != NULL)
    return begins_with (type, strlen (type), "text/html");
  return begins_with (body, length, "<!doctype html") || begins_with (body, length, "<html");
}

/* A portal answers 200 to whatever is asked.  An object may itself be a web page: then the answer
 * tells when it was made. */
static gboolean
is_login_page (const PhHttpResponse *response, PhS3Answer expected)
{
  if (!is_web_page (response) || ph_http_response_get_header (response, "etag") != NULL)
    return FALSE;
  switch (expected)
    {
    case PH_S3_ANSWER_NOTHING:
      return g_bytes_get_size (response->body) > 0;
    case PH_S3_ANSWER_XML:
      return TRUE;
    case PH_S3_ANSWER_OBJECT:
      return ph_http_response_get_header (response, "last-modified") == NULL;
    default:
      return FALSE;
    }
}

/* The title of a web page. */
static char *
find_title (const char *page)
{
  g_autofree char *lower = g_ascii_strdown (page, -1);
  const char *begin = strstr (lower, "<title>");
  const char *end = begin == NULL ? NULL : strstr (begin, "</title>");

  if (end == NULL)
    return NULL;
  begin += strlen ("<title>");
  return g_strndup (page + (begin - lower), end - begin);
}

/* What an answer that isn't S3's says to a person.  (nullable) (transfer full) */
static char *
find_words (const PhHttpResponse *response)
{
  const char *type = ph_http_response_get_header (response, "content-type");
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);
  g_autofree char *text = g_strndup (length > 0 ? body : "", MIN (length, WORDS_READ));

  if (is_web_page (response))
    return find_title (text);
  if (type == NULL || begins_with (type, strlen (type), "text/plain")
      || begins_with (type, strlen (type), "application/json"))
    return g_steal_pointer (&text);
  return NULL;
}

/* "host", "host:9000", "[::1]:9000": no port where it is the scheme's own.  (nullable) */
static char *
dup_place (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int own = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
  int port = g_uri_get_port (uri);
  g_autofree char *bracketed
      = host != NULL && strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : NULL;

  if (bracketed != NULL)
    host = bracketed;
  if (host == NULL || *host == '\0')
    return NULL;
  return port > 0 && port != own ? g_strdup_printf ("%s:%d", host, port) : g_strdup (host);
}

/* The host that the Location header names, to be shown. */
static void
take_location (PhS3Fault *fault, const PhHttpResponse *response)
{
  const char *location = ph_http_response_get_header (response, "location");
  g_autoptr (GUri) uri = location == NULL ? NULL : g_uri_parse (location, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || fault->endpoint != NULL)
    return;
  fault->endpoint = dup_place (uri);
  fault->names_https = g_str_equal (g_uri_get_scheme (uri), "https");
}

static void
fill_fault (PhS3Fault *fault, const PhHttpResponse *response, gboolean has_fault)
{
  const char *region = ph_http_response_get_header (response, "x-amz-bucket-region");
  const char *id = ph_http_response_get_header (response, "x-amz-request-id");

  fault->status = response->status;
  fault->retry_after = parse_retry_after (ph_http_response_get_header (response, "retry-after"));
  fault->is_foreign = !has_fault && region == NULL && !has_s3_mark (response);
  if (!has_fault)
    fault->message = find_words (response);
  if (fault->region == NULL)
    fault->region = g_strdup (region);
  if (fault->request_id == NULL)
    fault->request_id = g_strdup (id);
  take_location (fault, response);
}

/* Statuses that mean one thing from an S3 server and another from a web server or firewall. */
static gboolean
is_s3_only (guint status)
{
  return status == 400 || status == 401 || status == 403 || status == 404 || status == 405;
}

/* MinIO's web pages are usually one port behind its S3 API.  An S3 server may be there, too, but
 * answers neither with a page nor with JSON. */
#define MINIO_CONSOLE_PORT 9001

static gboolean
is_of_console (const PhHttpResponse *response)
{
  const char *type = ph_http_response_get_header (response, "content-type");

  return response->status < 500
         && (is_web_page (response)
             || (type != NULL && begins_with (type, strlen (type), "application/json")));
}

GError *
ph_s3_answer_judge (const PhHttpResponse *response, PhS3Answer expected, const PhTarget *target,
                    PhS3Fault *fault)
{
  gboolean good = response->status >= 200 && response->status < 300;
  gboolean has_fault = FALSE;

  if (!good || expected != PH_S3_ANSWER_OBJECT)
    has_fault = ph_s3_xml_parse_fault (response->body, fault);
  if (good && !has_fault && !is_login_page (response, expected))
    return NULL;
  fill_fault (fault, response, has_fault);
  if (fault->is_foreign && target->port == MINIO_CONSOLE_PORT && is_of_console (response))
    return ph_s3_error_new_console (fault, target);
  if (good && !has_fault)
    return ph_s3_error_new_login_page (fault);
  if (fault->is_foreign && response->relay_error != NULL)
    return g_error_copy (response->relay_error);
  if (!has_fault && is_s3_only (response->status) && is_web_page (response))
    return ph_s3_error_new_not_s3 (fault);
  return ph_s3_fault_to_error (fault, target);
}

PhObject *
ph_s3_answer_describe (const PhHttpResponse *response, const char *key)
{
  PhObject *object = ph_object_new (key);
  const char *length = ph_http_response_get_header (response, "content-length");

  object->etag = ph_s3_etag_unquote (ph_http_response_get_header (response, "etag"));
  object->sha256 = g_strdup (ph_http_response_get_header (response, "x-amz-meta-sha256"));
  object->content_type = g_strdup (ph_http_response_get_header (response, "content-type"));
  object->modified
      = ph_s3_answer_parse_date (ph_http_response_get_header (response, "last-modified"));
  if (length != NULL)
    object->size = g_ascii_strtoll (length, NULL, 10);
  return object;
}
