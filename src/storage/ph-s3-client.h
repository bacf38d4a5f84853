/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-credentials.h"
#include "ph-http.h"
#include "ph-s3-answer.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* Builds, signs and sends one request to a bucket and judges the answer.  Learns the server's clock
 * and the bucket's region from refusals, and then sends that request again, once for each.
 * Reference counted, to be used from one thread. */

typedef struct _PhS3Client PhS3Client;

typedef struct
{
  const char *method;
  const char *key;            /* (nullable) not encoded; NULL: the bucket itself */
  const char *query;          /* (nullable) encoded, without '?' */
  const char *const *headers; /* (nullable) "Name: value" */
  PhContent *body;            /* (nullable) */
  gint64 body_offset;         /* bytes */
  gint64 body_length;         /* bytes; -1: to the end */
  const char *body_sha256;    /* (nullable) hex; needed where ph_s3_client_hashes_payload () and the
                                 body isn't held in memory */
  PhS3Answer answer;
  gsize response_max;          /* bytes; 0: PhHttp's default */
  PhHttpProgressFunc progress; /* (nullable) */
  gpointer progress_data;
} PhS3Request;

#define PH_S3_REQUEST_INIT                                                                         \
  {                                                                                                \
    .body_length = -1                                                                              \
  }

PhS3Client *ph_s3_client_new (PhHttp *http, const PhTarget *target, PhCredentials *credentials);
PhS3Client *ph_s3_client_ref (PhS3Client *client);
void ph_s3_client_unref (PhS3Client *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhS3Client, ph_s3_client_unref)

const PhTarget *ph_s3_client_get_target (const PhS3Client *client);

/* Whether requests carry the SHA-256 of their bodies: over plain http, where the server takes it.
 */
gboolean ph_s3_client_hashes_payload (const PhS3Client *client);

/* Everything that @request points to is copied.  A good answer, or a PhError (those of PhHttp
 * too), or G_IO_ERROR_CANCELLED.  (transfer full) */
void ph_s3_client_send_async (PhS3Client *client, const PhS3Request *request,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
PhHttpResponse *ph_s3_client_send_finish (PhS3Client *client, GAsyncResult *result, GError **error);

/* A URL to GET @key with.  (transfer full) */
char *ph_s3_client_presign (PhS3Client *client, const char *key, guint seconds);

void ph_s3_client_preconnect (PhS3Client *client, guint connections);

G_END_DECLS
