/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Secrets as keyrings and INI files can hold them: printable ASCII stays as it is, anything else
 * (spaces at the ends, bytes that are not UTF-8) becomes "base64:...". */

/* (transfer full): to be freed with ph_secret_free () */
char *ph_secret_text_encode (const char *secret);
/* (transfer full) (nullable): NULL where @text is damaged */
char *ph_secret_text_decode (const char *text);

G_END_DECLS
