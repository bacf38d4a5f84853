/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-http.h"
#include "ph-s3-error.h"
#include "ph-storage.h"

G_BEGIN_DECLS

/* Tells whether an HTTP answer is what S3 answers to a request that went well. */

/* What a good answer's body is. */
typedef enum
{
  PH_S3_ANSWER_NOTHING, /* to PUT and DELETE of an object */
  PH_S3_ANSWER_XML,
  PH_S3_ANSWER_OBJECT, /* to GET and HEAD of an object: anything */
} PhS3Answer;

/* NULL: the answer is good.  Else what went wrong, and in @fault what a server that is S3 said.
 * @fault->acl_sent and needs_object are read.  (transfer full) */
GError *ph_s3_answer_judge (const PhHttpResponse *response, PhS3Answer expected,
                            const PhTarget *target, PhS3Fault *fault);

/* What the headers of a good answer to HEAD or PUT tell of the object.  (transfer full) */
PhObject *ph_s3_answer_describe (const PhHttpResponse *response, const char *key);

/* Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT"; 0 where @text is no such date.
 * Source: RFC 9110, 5.6.7, the form that is generated today. */
gint64 ph_s3_answer_parse_date (const char *text);

G_END_DECLS
