/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

#define DEFAULT_CONNECT_TIMEOUT 15
/* curl's own limits: 16 KiB to 2 MiB (CURLOPT_UPLOAD_BUFFERSIZE). */
#define UPLOAD_BUFFER_MIN (16 * 1024)
#define UPLOAD_BUFFER_MAX (512 * 1024)

gint64
ph_http_options_get_body_length (const PhHttpRequest *request)
{
  if (request->body == NULL)
    return 0;
  if (request->body_length >= 0)
    return request->body_length;
  return ph_content_get_size (request->body) - request->body_offset;
}

static void
set_connection (CURL *easy, const PhHttpRequest *request)
{
  guint timeout = request->connect_timeout > 0 ? request->connect_timeout : DEFAULT_CONNECT_TIMEOUT;

  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  /* Else a look-up in the DNS that doesn't come to an end holds up whoever cancels it. */
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT, (long) timeout);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (easy, CURLOPT_MAXAGE_CONN, (long) PH_HTTP_CONNECTION_MAX_IDLE);
  /* A connection that another request has opened may lead to where this one must not go. */
  if (request->forbid_loopback)
    curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, 1L);
}

static void
set_tls (CURL *easy, const PhHttpRequest *request)
{
  if (request->ca_file != NULL)
    {
      curl_easy_setopt (easy, CURLOPT_CAINFO, request->ca_file);
      curl_easy_setopt (easy, CURLOPT_PROXY_CAINFO, request->ca_file);
    }
  if (request->tls_insecure)
    {
      curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 0L);
      curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

static void
set_url (CURL *easy, const PhHttpRequest *request)
{
  curl_easy_setopt (easy, CURLOPT_URL, request->url);
  curl_easy_setopt (easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  /* HTTP/2 uploads of curl 7.88 are not sound, and one connection is slow on a lossy line. */
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  /* A picture and its signature go to no host but the one that they are for. */
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
}

static void
set_method (CURL *easy, const PhHttpRequest *request)
{
  gint64 length = ph_http_options_get_body_length (request);

  if (request->body != NULL)
    {
      /* With its length: curl would send it in chunks else, which S3 refuses. */
      curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt (easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) length);
      curl_easy_setopt (easy, CURLOPT_UPLOAD_BUFFERSIZE,
                        (long) CLAMP (length, UPLOAD_BUFFER_MIN, UPLOAD_BUFFER_MAX));
    }
  else if (g_str_equal (request->method, "HEAD"))
    curl_easy_setopt (easy, CURLOPT_NOBODY, 1L);
  else if (g_str_equal (request->method, "PUT") || g_str_equal (request->method, "POST"))
    {
      /* An empty body still needs its Content-Length. */
      curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE, 0L);
      curl_easy_setopt (easy, CURLOPT_POSTFIELDS, "");
    }
  curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, request->method);
}

void
ph_http_options_apply (CURL *easy, const PhHttpRequest *request)
{
  set_connection (easy, request);
  set_tls (easy, request);
  set_url (easy, request);
  set_method (easy, request);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Pichoist/" PH_VERSION);
}

/* curl takes "Name:" for a wish not to send it, and "Name;" for an empty one. */
static struct curl_slist *
append_header (struct curl_slist *list, const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *empty = NULL;

  if (colon != NULL && colon[1 + strspn (colon + 1, " \t")] == '\0')
    line = empty = g_strdup_printf ("%.*s;", (int) (colon - line), line);
  return curl_slist_append (list, line);
}

struct curl_slist *
ph_http_options_make_headers (const PhHttpRequest *request, GError **error)
{
  struct curl_slist *list = NULL;

  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
    {
      /* A line break would begin a header of somebody else's making. */
      if (strpbrk (request->headers[i], "\r\n") != NULL)
        {
          ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("a header holds a line break"));
          curl_slist_free_all (list);
          return NULL;
        }
      list = append_header (list, request->headers[i]);
    }
  /* curl 7.88 asks for 100-continue on each PUT, which R2 never answers: a second lost each time.
   */
  list = curl_slist_append (list, "Expect:");
  /* That of a form, which curl takes an empty body for. */
  if (request->body == NULL)
    list = curl_slist_append (list, "Content-Type:");
  return list;
}
