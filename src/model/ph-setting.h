/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A setting: one GObject property as a line of config.ini or KEY=VALUE on a command line holds it.
 * The GParamSpec is the schema: type, range and default. */

/* What the type of a text can't say: FALSE with an error, which need not name the setting. */
typedef struct
{
  gboolean (*check) (const char *text, GError **error);
} PhSettingRule;

/* Has each value of the setting @spec, a string, checked by @rule before it is taken.  @rule is to
 * last for ever. */
void ph_setting_set_rule (GParamSpec *spec, const PhSettingRule *rule);

/* ph_setting_set_from_text:
 *
 * Gives the property @key of @object the value that @text stands for; white space around it is
 * dropped, an empty @text means the default.  FALSE with PH_ERROR_SETTINGS that names the key, the
 * value and what would be right: unknown key, wrong type, out of range, control characters or
 * invalid UTF-8, what its rule refuses, or another program's word for "nothing" (null, undefined).
 */
gboolean ph_setting_set_from_text (GObject *object, const char *key, const char *text,
                                   GError **error);

/* The value as text, the default too; NULL for an empty string.  (transfer full) */
char *ph_setting_get_as_text (GObject *object, const char *key);

gboolean ph_setting_is_default (GObject *object, const char *key);

/* Of @keys the one that was probably meant by @word: "accountId" and "account_id" for "account-id".
 * (nullable) (transfer none) */
const char *ph_setting_guess_key (const char *const *keys, const char *word);

/* "Says that there is no setting @key", with the one that was meant or all of @keys as the hint. */
void ph_setting_set_unknown_error (GError **error, const char *const *keys, const char *key);

/* Names of all writable properties that can be set after construction, in the order in which they
 * were installed.  (transfer container): free with g_free () */
const char **ph_setting_list_keys (GObjectClass *object_class);

G_END_DECLS
