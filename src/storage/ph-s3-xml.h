/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-s3-error.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* S3's XML, both ways.  What comes from a server is foreign: see ph-s3-walk.h. */

/* One part of a multipart upload. */
typedef struct
{
  guint number; /* 1 to 10,000 */
  char *etag;   /* as the server gave it, with its quotes; NULL: not sent yet */
  gint64 size;  /* bytes; -1: unknown */
} PhS3Part;

void ph_s3_part_free (PhS3Part *part);

/* TRUE where @body is an <Error> document, then fills in what of @fault it names (code, message,
 * request id, region, endpoint, time). */
gboolean ph_s3_xml_parse_fault (GBytes *body, PhS3Fault *fault);

/* A listing of either version.  Keys that came URL-encoded are decoded.  NULL with PH_ERROR_SERVER.
 * (transfer full) */
PhObjectPage *ph_s3_xml_parse_list (GBytes *body, GError **error);

/* The upload id of InitiateMultipartUploadResult.  (transfer full) */
char *ph_s3_xml_parse_upload_id (GBytes *body, GError **error);

/* A page of ListParts.  @next: (out): the part-number-marker of the next page, 0: no more.
 * (transfer full) (element-type PhS3Part) */
GPtrArray *ph_s3_xml_parse_parts (GBytes *body, guint *next, GError **error);

/* The ETag of CompleteMultipartUploadResult or CopyObjectResult, without quotes; "" where the
 * server gave none.  (transfer full) */
char *ph_s3_xml_parse_etag (GBytes *body, GError **error);

/* What DeleteObjects could not delete; a key that was not there is none of them.  (transfer full)
 * (element-type PhDeleteFailure) */
GPtrArray *ph_s3_xml_parse_delete (GBytes *body, const PhTarget *target, GError **error);

/* Whether @key comes through XML whole: no control characters, no space at its ends. */
gboolean ph_s3_xml_can_hold (const char *key);

/* The body of DeleteObjects.  (transfer full) */
GBytes *ph_s3_xml_build_delete (const char *const *keys, gsize count);

/* The body of CompleteMultipartUpload.  @parts: in order, each with its etag.  (transfer full) */
GBytes *ph_s3_xml_build_complete (PhS3Part *const *parts, gsize count);

/* Takes quotes and a weakness mark off an ETag header or element.  (transfer full) */
char *ph_s3_etag_unquote (const char *etag);

G_END_DECLS
