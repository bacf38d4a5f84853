/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-client.h"

#include <string.h>

#include "ph-digest.h"
#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-s3-region.h"
#include "ph-sigv4.h"

#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* Servers allow 15 minutes; a clock off by this much is worth learning. */
#define SKEW_SECONDS 240

struct _PhS3Client
{
  int ref_count;
  PhHttp *http;
  PhTarget *target;
  PhSigv4 *signer;
  char *host;          /* of the endpoint, in the region that is known */
  char *region;        /* the target's, or the one that the server named */
  gint64 clock_offset; /* the server's clock minus ours, seconds */
};

/* One request and its way through up to three sendings.  The task data of its GTask. */
typedef struct
{
  PhS3Client *client;
  PhS3Request request; /* only its numbers and progress; the rest is copied below */
  char *method;
  char *key;
  char *query;
  char **headers;
  PhContent *body;
  char *payload; /* what is signed of the body */

  gboolean clock_corrected;
  gboolean region_corrected;
  gint64 offset_used;
  char *region_used;
} Attempt;

PhS3Client *
ph_s3_client_new (PhHttp *http, const PhTarget *target, PhCredentials *credentials)
{
  PhS3Client *client = g_new0 (PhS3Client, 1);

  client->ref_count = 1;
  client->http = g_object_ref (http);
  client->target = ph_target_ref ((PhTarget *) target);
  client->signer = ph_sigv4_new (credentials, target->region);
  client->host = g_strdup (target->host);
  client->region = g_strdup (target->region);
  return client;
}

PhS3Client *
ph_s3_client_ref (PhS3Client *client)
{
  client->ref_count++;
  return client;
}

void
ph_s3_client_unref (PhS3Client *client)
{
  if (--client->ref_count > 0)
    return;
  g_object_unref (client->http);
  ph_target_unref (client->target);
  ph_sigv4_free (client->signer);
  g_free (client->host);
  g_free (client->region);
  g_free (client);
}

const PhTarget *
ph_s3_client_get_target (const PhS3Client *client)
{
  return client->target;
}

gboolean
ph_s3_client_hashes_payload (const PhS3Client *client)
{
  return g_str_equal (client->target->scheme, "http") && client->target->preset->signs_http_payload;
}

/* As the Host header has it. */
static char *
build_host (const PhS3Client *client)
{
  const PhTarget *target = client->target;
  guint own = g_str_equal (target->scheme, "https") ? 443 : 80;
  GString *host = g_string_new (NULL);

  if (!client->target->path_style)
    g_string_append_printf (host, "%s.", target->bucket);
  g_string_append (host, client->host);
  if (target->port != 0 && target->port != own)
    g_string_append_printf (host, ":%u", target->port);
  return g_string_free (host, FALSE);
}

static char *
build_path (const PhS3Client *client, const char *key)
{
  const PhTarget *target = client->target;
  GString *path = g_string_new (target->base_path);

  if (client->target->path_style)
    {
      g_autofree char *bucket = ph_object_key_encode_query (target->bucket);

      g_string_append_printf (path, "/%s", bucket);
    }
  if (key != NULL)
    {
      g_autofree char *encoded = ph_object_key_encode (key);

      g_string_append_printf (path, "/%s", encoded);
    }
  else if (!client->target->path_style)
    g_string_append_c (path, '/');
  return g_string_free (path, FALSE);
}

static char *
build_url (const PhS3Client *client, const char *host, const char *path, const char *query)
{
  return g_strconcat (client->target->scheme, "://", host, path, query != NULL ? "?" : NULL, query,
                      NULL);
}

static gint64
get_server_time (const PhS3Client *client)
{
  return g_get_real_time () / G_USEC_PER_SEC + client->clock_offset;
}

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  ph_s3_client_unref (attempt->client);
  g_free (attempt->method);
  g_free (attempt->key);
  g_free (attempt->query);
  g_strfreev (attempt->headers);
  g_clear_pointer (&attempt->body, ph_content_unref);
  g_free (attempt->payload);
  g_free (attempt->region_used);
  g_free (attempt);
}

/* @start: "name:" */
static gboolean
has_header (char **headers, const char *start)
{
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    if (g_ascii_strncasecmp (headers[i], start, strlen (start)) == 0)
      return TRUE;
  return FALSE;
}

/* What stands for the body in the signature. */
static char *
choose_payload (const PhS3Client *client, const PhS3Request *request)
{
  PhDigest digest;

  if (!ph_s3_client_hashes_payload (client))
    return g_strdup (PH_SIGV4_UNSIGNED_PAYLOAD);
  if (request->body == NULL)
    return g_strdup (EMPTY_SHA256);
  if (request->body_sha256 != NULL)
    return g_strdup (request->body_sha256);
  g_return_val_if_fail (ph_content_peek_bytes (request->body) != NULL, NULL);
  if (!ph_digest_compute (request->body, request->body_offset, request->body_length,
                          PH_DIGEST_SHA256, &digest, NULL, NULL))
    return NULL;
  return g_strdup (digest.sha256);
}

static Attempt *
attempt_new (PhS3Client *client, const PhS3Request *request)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->client = ph_s3_client_ref (client);
  attempt->request = *request;
  attempt->method = g_strdup (request->method);
  attempt->key = g_strdup (request->key);
  attempt->query = g_strdup (request->query);
  attempt->headers = g_strdupv ((char **) request->headers);
  attempt->body = request->body == NULL ? NULL : ph_content_ref (request->body);
  attempt->payload = choose_payload (client, request);
  return attempt;
}

static void on_response (GObject *source, GAsyncResult *result, gpointer user_data);

static void
attempt_send (GTask *task)
{
  Attempt *attempt = g_task_get_task_data (task);
  PhS3Client *client = attempt->client;
  g_autofree char *host = build_host (client);
  g_autofree char *path = build_path (client, attempt->key);
  g_autofree char *url = build_url (client, host, path, attempt->query);
  const PhSigv4Request to_sign = {
    .method = attempt->method,
    .host = host,
    .path = path,
    .query = attempt->query,
    .headers = (const char *const *) attempt->headers,
    .payload_sha256 = attempt->payload,
    .time = get_server_time (client),
  };
  g_auto (GStrv) headers = ph_sigv4_sign (client->signer, &to_sign);
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;

  attempt->offset_used = client->clock_offset;
  g_free (attempt->region_used);
  attempt->region_used = g_strdup (client->region);

  request.method = attempt->method;
  request.url = url;
  request.headers = (const char *const *) headers;
  request.body = attempt->body;
  request.body_offset = attempt->request.body_offset;
  request.body_length = attempt->request.body_length;
  request.response_max = attempt->request.response_max;
  request.progress = attempt->request.progress;
  request.progress_data = attempt->request.progress_data;
  ph_http_request_use_target (&request, client->target);
  ph_http_send_async (client->http, &request, g_task_get_cancellable (task), on_response,
                      g_object_ref (task));
}

/* TRUE where the refusal is due to our clock and the answer tells the right time.  Not every server
 * names the reason: a plain refusal with a Date far from ours is taken as one. */
static gboolean
learn_clock (Attempt *attempt, const PhHttpResponse *response, const PhS3Fault *fault)
{
  gint64 offset;

  if (attempt->clock_corrected
      || (fault->status != 400 && fault->status != 401 && fault->status != 403))
    return FALSE;
  if (response->has_date)
    offset = response->date_offset;
  else if (fault->time != 0)
    offset = fault->time - g_get_real_time () / G_USEC_PER_SEC;
  else
    return FALSE;
  if (ABS (offset - attempt->offset_used) <= SKEW_SECONDS)
    return FALSE;
  g_debug ("the server's clock is %" G_GINT64_FORMAT " s ahead of ours", offset);
  attempt->client->clock_offset = offset;
  attempt->clock_corrected = TRUE;
  return TRUE;
}

static gboolean
learn_region (Attempt *attempt, const PhS3Fault *fault)
{
  PhS3Client *client = attempt->client;
  const char *region = fault->region;
  char *host;

  if (attempt->region_corrected || region == NULL || !ph_s3_region_is_name (region)
      || g_str_equal (region, attempt->region_used))
    return FALSE;
  attempt->region_corrected = TRUE;
  if (g_str_equal (region, client->region))
    return TRUE; /* another request has learnt it meanwhile */
  g_debug ("the bucket is in the region %s, not %s", region, client->region);
  host = ph_s3_region_exchange (client->host, client->region, region);
  if (host != NULL)
    {
      g_free (client->host);
      client->host = host;
    }
  g_free (client->region);
  client->region = g_strdup (region);
  ph_sigv4_set_region (client->signer, region);
  return TRUE;
}

/* What is put needs none, but for a copy. */
static gboolean
needs_object (const Attempt *attempt)
{
  return attempt->key != NULL
         && ((!g_str_equal (attempt->method, "PUT") && !g_str_equal (attempt->method, "POST"))
             || has_header (attempt->headers, "x-amz-copy-source:"));
}

static void
on_response (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response = ph_http_send_finish (PH_HTTP (source), result, &error);
  g_auto (PhS3Fault) fault = { .acl_sent = has_header (attempt->headers, "x-amz-acl:"),
                               .needs_object = needs_object (attempt) };

  if (response != NULL)
    error = ph_s3_answer_judge (response, attempt->request.answer, attempt->client->target, &fault);
  if (error == NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&response),
                             (GDestroyNotify) ph_http_response_free);
      return;
    }
  if (response != NULL
      && (learn_clock (attempt, response, &fault) || learn_region (attempt, &fault)))
    {
      g_error_free (error);
      attempt_send (task);
      return;
    }
  g_task_return_error (task, error);
}

void
ph_s3_client_send_async (PhS3Client *client, const PhS3Request *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, ph_s3_client_send_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, attempt_new (client, request), attempt_free);
  attempt_send (task);
}

PhHttpResponse *
ph_s3_client_send_finish (PhS3Client *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_s3_client_send_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
ph_s3_client_presign (PhS3Client *client, const char *key, guint seconds)
{
  g_autofree char *host = build_host (client);
  g_autofree char *path = build_path (client, key);
  const PhSigv4Request request = {
    .method = "GET",
    .host = host,
    .path = path,
    .time = get_server_time (client),
  };
  g_autofree char *query = ph_sigv4_presign (client->signer, &request, seconds);

  return build_url (client, host, path, query);
}

void
ph_s3_client_preconnect (PhS3Client *client, guint connections)
{
  g_autofree char *host = build_host (client);
  g_autofree char *url = build_url (client, host, "/", NULL);
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;

  request.url = url;
  ph_http_request_use_target (&request, client->target);
  ph_http_preconnect (client->http, &request, connections);
}
