/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one of @words that @word was probably meant to be: at most a third of its letters (and at
 * least one) wrong, missing, too many or swapped, or what other programs call
 * it, or the only one that begins so.  (nullable):
 * none, or two that are as near */
const char *ph_cli_guess (const char *word, const char *const *words);

G_END_DECLS
