/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-http.h"

G_BEGIN_DECLS

/* What comes back for one request: collects headers and body within the request's limits. */

typedef struct _PhHttpAnswer PhHttpAnswer;

PhHttpAnswer *ph_http_answer_new (const PhHttpRequest *request);
void ph_http_answer_free (PhHttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhHttpAnswer, ph_http_answer_free)

/* One line of a header with its line end; interim answers (1xx) may come before, trailers after.
 * FALSE with @error where there is too much or the body that is announced is over its limit. */
gboolean ph_http_answer_take_line (PhHttpAnswer *answer, const char *line, gsize length,
                                   GError **error);

/* A piece of the body.  FALSE with PH_ERROR_TOO_LARGE or PH_ERROR_DISK. */
gboolean ph_http_answer_take_body (PhHttpAnswer *answer, const void *data, gsize length,
                                   GError **error);

/* Bytes of header and body so far, those of interim answers too. */
gint64 ph_http_answer_get_size (const PhHttpAnswer *answer);

/* What was collected; nothing more can be taken then.  (transfer full) */
PhHttpResponse *ph_http_answer_finish (PhHttpAnswer *answer);

G_END_DECLS
