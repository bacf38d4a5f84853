/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-error.h"
#include "ph-s3-error.h"

G_BEGIN_DECLS

/* The table of what S3 servers refuse: what each code and status means to a person. */

/* One kind of refusal.  {bucket}, {region}, {named-region}, {named-host} and {said} (code and
 * status) stand in the texts, which are not translated yet. */
typedef struct
{
  const char *code;  /* S3's; NULL: by status alone */
  const char *words; /* (nullable) only where the server's message holds this */
  guint status;      /* only read where code is NULL */
  PhErrorCode error;
  PhRetry retry;
  const char *message;
  const char *hint;
} PhS3Refusal;

PhS3Refusal ph_s3_refusal_find (const PhS3Fault *fault, const PhTarget *target);

/* Whether our x-amz-acl may be the reason.  S3 itself says AccessDenied where the key lacks
 * PutObjectAcl, others 400 or 501 for the header. */
gboolean ph_s3_refusal_may_be_for_acl (const PhS3Refusal *refusal, const PhS3Fault *fault);

G_END_DECLS
