/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-target.h"

G_BEGIN_DECLS

/* What a server said when it refused: an S3 <Error> document, a bare HTTP status, or both. */
typedef struct
{
  guint status;     /* HTTP; 200 where the error came in a good answer's body */
  char *code;       /* (nullable) "NoSuchBucket" */
  char *message;    /* (nullable) the server's own words; of a web page its title */
  char *request_id; /* (nullable) */
  char *region;     /* (nullable) the region that the server names */
  char *endpoint; /* (nullable) the host that the server names, with its port where that is not the
                     scheme's own; to be shown, never followed */
  gint64 time;    /* the server's clock, seconds since 1970; 0: it didn't say */
  guint retry_after;     /* seconds; 0: it didn't say */
  gboolean is_foreign;   /* nothing in the answer is S3's */
  gboolean names_https;  /* @endpoint is named with https:// */
  gboolean acl_sent;     /* the request had an x-amz-acl header */
  gboolean needs_object; /* the request is about an object that should be there */
} PhS3Fault;

void ph_s3_fault_clear (PhS3Fault *fault);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhS3Fault, ph_s3_fault_clear)

/* A PhError with message, hint, retry kind and details (the server's code, words and request id).
 * (transfer full) */
GError *ph_s3_fault_to_error (const PhS3Fault *fault, const PhTarget *target);

/* Whether @error was made from a fault of this code. */
gboolean ph_s3_error_has_code (const GError *error, const char *code);

/* Does it say that the server no longer knows a multipart upload, or a part of it? */
gboolean ph_s3_error_is_lost_upload (const GError *error);

/* For an answer that is not S3's: the page of a hotel's or airport's login portal, say.  (transfer
 * full) */
GError *ph_s3_error_new_login_page (const PhS3Fault *fault);

/* For a web server's or firewall's refusal.  (transfer full) */
GError *ph_s3_error_new_not_s3 (const PhS3Fault *fault);

/* The same where the port of @target is that of MinIO's console: names the usual one of its S3 API.
 */
GError *ph_s3_error_new_console (const PhS3Fault *fault, const PhTarget *target);

/* For an answer that can't be understood.  (transfer full) */
GError *ph_s3_error_new_nonsense (const char *what);

G_END_DECLS
