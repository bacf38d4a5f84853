/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-answer.h"

#include <curl/curl.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-write.h"

#define DEFAULT_BODY_MAX (16 * 1024 * 1024)
/* More than this in headers is no answer of a storage server; curl itself limits a line only. */
#define HEADERS_MAX (256 * 1024)

struct _PhHttpAnswer
{
  PhHttpResponse *response; /* (nullable): NULL once it is handed out */
  GByteArray *body;
  gsize body_max;
  int fd;
  gint64 fd_max;
  gboolean expects_body; /* not for HEAD */
  gboolean has_headers;  /* the final answer's are complete */
  gint64 header_bytes;
  gint64 body_bytes;
};

void
ph_http_response_free (PhHttpResponse *response)
{
  g_clear_pointer (&response->headers, g_hash_table_unref);
  g_clear_pointer (&response->body, g_bytes_unref);
  g_clear_error (&response->relay_error);
  g_free (response);
}

const char *
ph_http_response_get_header (const PhHttpResponse *response, const char *name)
{
  return g_hash_table_lookup (response->headers, name);
}

PhHttpAnswer *
ph_http_answer_new (const PhHttpRequest *request)
{
  PhHttpAnswer *answer = g_new0 (PhHttpAnswer, 1);

  answer->response = g_new0 (PhHttpResponse, 1);
  answer->response->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  answer->body = g_byte_array_new ();
  answer->body_max = request->response_max > 0 ? request->response_max : DEFAULT_BODY_MAX;
  answer->fd = request->response_fd;
  answer->fd_max = request->response_fd_max;
  answer->expects_body = g_strcmp0 (request->method, "HEAD") != 0;
  return answer;
}

void
ph_http_answer_free (PhHttpAnswer *answer)
{
  g_clear_pointer (&answer->response, ph_http_response_free);
  g_byte_array_unref (answer->body);
  g_free (answer);
}

static void
begin (PhHttpAnswer *answer, const char *line)
{
  const char *space = strchr (line, ' ');

  /* What came before was an interim answer. */
  g_hash_table_remove_all (answer->response->headers);
  answer->response->has_date = FALSE;
  answer->response->date_offset = 0;
  answer->response->status = space != NULL ? (guint) g_ascii_strtoull (space, NULL, 10) : 0;
}

static void
note_date (PhHttpResponse *response, const char *value)
{
  time_t time = curl_getdate (value, NULL);

  response->has_date = time >= 0;
  if (response->has_date)
    response->date_offset = (gint64) time - g_get_real_time () / G_USEC_PER_SEC;
}

static void
add_header (PhHttpAnswer *answer, const char *line)
{
  GHashTable *headers = answer->response->headers;
  const char *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const char *before;

  if (colon == NULL || colon == line)
    return;
  name = g_ascii_strdown (line, colon - line);
  value = g_strdup (colon + 1);
  g_strstrip (name);
  g_strstrip (value);
  if (g_str_equal (name, "date"))
    note_date (answer->response, value);
  before = g_hash_table_lookup (headers, name);
  if (before != NULL)
    {
      char *joined = g_strconcat (before, ", ", value, NULL);

      g_free (value);
      value = joined;
    }
  g_hash_table_replace (headers, g_steal_pointer (&name), g_steal_pointer (&value));
}

static gboolean
goes_to_fd (const PhHttpAnswer *answer)
{
  guint status = answer->response->status;

  return answer->fd >= 0 && status >= 200 && status < 300;
}

/* 0: no limit. */
static gint64
get_limit (const PhHttpAnswer *answer)
{
  return goes_to_fd (answer) ? answer->fd_max : (gint64) answer->body_max;
}

static void
set_too_large (GError **error, gint64 limit)
{
  g_autofree char *size = g_format_size_full ((guint64) limit, G_FORMAT_SIZE_IEC_UNITS);

  /* Translators: %s is a size such as “16.0 MiB”. */
  ph_error_set (error, PH_ERROR_TOO_LARGE, _ ("check the address"),
                _ ("the answer is larger than %s"), size);
}

/* Sees from the headers alone that the body will be too long, so that it needn't be fetched. */
static gboolean
check_announced_length (PhHttpAnswer *answer, GError **error)
{
  const char *text = ph_http_response_get_header (answer->response, "content-length");
  gint64 limit = get_limit (answer);
  guint64 length;

  if (text == NULL || limit == 0 || !answer->expects_body
      || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &length, NULL)
      || (gint64) length <= limit)
    return TRUE;
  set_too_large (error, limit);
  return FALSE;
}

gboolean
ph_http_answer_take_line (PhHttpAnswer *answer, const char *line, gsize length, GError **error)
{
  g_autofree char *text = NULL;

  answer->header_bytes += (gint64) length;
  if (answer->header_bytes > HEADERS_MAX)
    {
      ph_error_set (error, PH_ERROR_SERVER, _ ("check the endpoint"),
                    _ ("the answer's headers are too long"));
      return FALSE;
    }
  if (answer->has_headers)
    return TRUE; /* a trailer: nothing that we need is there */
  text = g_strndup (line, length);
  if (g_ascii_strncasecmp (text, "HTTP/", 5) == 0)
    begin (answer, text);
  else if (text[0] == ' ' || text[0] == '\t')
    return TRUE; /* a folded line, obsolete since RFC 7230 */
  else if (*g_strstrip (text) != '\0')
    add_header (answer, text);
  else if (answer->response->status >= 200)
    {
      answer->has_headers = TRUE;
      return check_announced_length (answer, error);
    }
  return TRUE;
}

static gboolean
write_all (int fd, const char *data, gsize length, GError **error)
{
  if (ph_write_all (fd, data, length))
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("what was fetched can't be written"));
  return FALSE;
}

gboolean
ph_http_answer_take_body (PhHttpAnswer *answer, const void *data, gsize length, GError **error)
{
  gint64 limit = get_limit (answer);

  answer->body_bytes += (gint64) length;
  if (limit > 0 && answer->body_bytes > limit)
    {
      set_too_large (error, limit);
      return FALSE;
    }
  if (goes_to_fd (answer))
    return write_all (answer->fd, data, length, error);
  g_byte_array_append (answer->body, data, (guint) length);
  return TRUE;
}

gint64
ph_http_answer_get_size (const PhHttpAnswer *answer)
{
  return answer->header_bytes + answer->body_bytes;
}

PhHttpResponse *
ph_http_answer_finish (PhHttpAnswer *answer)
{
  answer->response->body = g_byte_array_free_to_bytes (g_byte_array_ref (answer->body));
  return g_steal_pointer (&answer->response);
}
