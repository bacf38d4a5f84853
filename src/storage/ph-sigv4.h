/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-credentials.h"

G_BEGIN_DECLS

/* AWS Signature Version 4 for S3.
 * Source: Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header" and
 * "... Using Query Parameters". */

#define PH_SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

/* Signs for one set of credentials; keeps the signing key of the day (secret, date, region).  Not
 * thread-safe. */
typedef struct _PhSigv4 PhSigv4;

PhSigv4 *ph_sigv4_new (PhCredentials *credentials, const char *region);
void ph_sigv4_free (PhSigv4 *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhSigv4, ph_sigv4_free)

void ph_sigv4_set_region (PhSigv4 *signer, const char *region);

typedef struct
{
  const char *method;
  const char *host;  /* as in the Host header: lower case, ":port" unless the scheme's own */
  const char *path;  /* encoded, exactly as sent; at least "/" */
  const char *query; /* (nullable) encoded "a=1&b" exactly as sent, without '?' */
  const char *const *headers; /* (nullable) "Name: value" to be sent besides */
  const char *payload_sha256; /* hex, or PH_SIGV4_UNSIGNED_PAYLOAD */
  gint64 time;                /* seconds since 1970, corrected for the server's clock */
} PhSigv4Request;

/* All headers to send: those of the request, x-amz-date, x-amz-content-sha256, x-amz-security-token
 * where there is one, Authorization.  (transfer full) */
char **ph_sigv4_sign (PhSigv4 *signer, const PhSigv4Request *request);

/* The query string of a presigned request, without '?'.  @request->headers are not used.  @seconds:
 * 1 to 604,800.  (transfer full) */
char *ph_sigv4_presign (PhSigv4 *signer, const PhSigv4Request *request, guint seconds);

/* The canonical request, for tests and debugging.  @headers: as ph_sigv4_sign () returns them,
 * Authorization left out of account.  (transfer full) */
char *ph_sigv4_dup_canonical_request (const PhSigv4Request *request, const char *const *headers);

G_END_DECLS
