/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* What to take of a drag that offers many things at once, and what the bytes of it stand for. */

/* @targets: as they are offered, in any order
 *
 * Those that may hold a picture, the best first; the next one is to be read where one holds
 * nothing.  A file manager's files come before the thumbnail that it draws; what is dragged out of
 * a browser comes as bytes before addresses, which may be those of a page.  (transfer full)
 * (element-type utf8) */
GPtrArray *ph_drop_choose (const char *const *targets);

/* (transfer full) (nullable) (element-type PhEngineInput): NULL where there is no picture in it.
 * Only reads the bytes: nothing is opened or fetched. */
GPtrArray *ph_drop_parse (const char *target, const char *data, gsize length);

G_END_DECLS
