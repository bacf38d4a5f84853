/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-setting.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

/* What programs write where they have no value; as a setting it would end up in links. */
static const char *const words_for_nothing[]
    = { "null", "(null)", "undefined", "[object Object]", "[]", "{}", NULL };

static gboolean
fail (GError **error, const char *key, const char *text, const char *hint)
{
  /* U+FFFD for bytes that no terminal could show. */
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), key, shown);
  ph_error_set_setting (error, key);
  return FALSE;
}

static GQuark
rule_quark (void)
{
  return g_quark_from_static_string ("ph-setting-rule");
}

void
ph_setting_set_rule (GParamSpec *spec, const PhSettingRule *rule)
{
  g_param_spec_set_qdata (spec, rule_quark (), (gpointer) rule);
}

static gboolean
check_rule (GParamSpec *spec, const char *text, GError **error)
{
  const PhSettingRule *rule = g_param_spec_get_qdata (spec, rule_quark ());
  GError *local_error = NULL;

  if (rule == NULL || rule->check (text, &local_error))
    return TRUE;
  /* In a file the same slip is no wrong usage. */
  local_error->code = PH_ERROR_SETTINGS;
  g_propagate_prefixed_error (error, local_error, "%s: ", spec->name);
  ph_error_set_setting (error, spec->name);
  return FALSE;
}

static gboolean
parse_string (GParamSpec *spec, const char *text, GValue *value, GError **error)
{
  const char *key = spec->name;

  if (!g_utf8_validate (text, -1, NULL))
    return fail (error, key, text, _ ("write it in UTF-8"));
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      {
        ph_error_set (error, PH_ERROR_SETTINGS, _ ("write it in one line"),
                      _ ("%s can't hold line ends or other control characters"), key);
        ph_error_set_setting (error, key);
        return FALSE;
      }
  if (g_strv_contains (words_for_nothing, text))
    return fail (error, key, text, _ ("leave it empty where there is nothing to set"));
  if (!check_rule (spec, text, error))
    return FALSE;
  g_value_set_string (value, text);
  return TRUE;
}

static gboolean
parse_boolean (const char *key, const char *text, GValue *value, GError **error)
{
  static const char *const yes[] = { "true", "yes", "1", NULL };
  static const char *const no[] = { "false", "no", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (!g_strv_contains (yes, lower) && !g_strv_contains (no, lower))
    return fail (error, key, text, _ ("write true or false"));
  g_value_set_boolean (value, g_strv_contains (yes, lower));
  return TRUE;
}

static gboolean
parse_number (GParamSpec *spec, const char *text, GValue *value, GError **error)
{
  GParamSpecUInt *range = G_PARAM_SPEC_UINT (spec);
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, range->minimum, range->maximum, &number, NULL))
    {
      g_autofree char *hint = g_strdup_printf (_ ("write a whole number from %u to %u"),
                                               range->minimum, range->maximum);

      return fail (error, spec->name, text, hint);
    }
  g_value_set_uint (value, (guint) number);
  return TRUE;
}

static gboolean
parse_enum (GParamSpec *spec, const char *text, GValue *value, GError **error)
{
  GEnumClass *enum_class = G_PARAM_SPEC_ENUM (spec)->enum_class;
  g_autofree char *lower = g_ascii_strdown (text, -1);
  GEnumValue *found = g_enum_get_value_by_nick (enum_class, lower);

  if (found == NULL)
    {
      g_autoptr (GString) nicks = g_string_new (NULL);
      g_autofree char *hint = NULL;

      for (guint i = 0; i < enum_class->n_values; i++)
        g_string_append_printf (nicks, "%s%s", i > 0 ? ", " : "", enum_class->values[i].value_nick);
      hint = g_strdup_printf (_ ("write one of %s"), nicks->str);
      return fail (error, spec->name, text, hint);
    }
  g_value_set_enum (value, found->value);
  return TRUE;
}

static gboolean
parse (GParamSpec *spec, const char *text, GValue *value, GError **error)
{
  if (*text == '\0')
    {
      g_param_value_set_default (spec, value);
      return TRUE;
    }
  if (G_IS_PARAM_SPEC_BOOLEAN (spec))
    return parse_boolean (spec->name, text, value, error);
  if (G_IS_PARAM_SPEC_UINT (spec))
    return parse_number (spec, text, value, error);
  if (G_IS_PARAM_SPEC_ENUM (spec))
    return parse_enum (spec, text, value, error);
  g_assert (G_IS_PARAM_SPEC_STRING (spec));
  return parse_string (spec, text, value, error);
}

static GParamSpec *
find_setting (GObject *object, const char *key)
{
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), key);

  if (spec == NULL || (spec->flags & G_PARAM_CONSTRUCT_ONLY) != 0)
    return NULL;
  /* GObject takes '_' for '-' in names; the file has one spelling alone. */
  return g_str_equal (spec->name, key) ? spec : NULL;
}

gboolean
ph_setting_set_from_text (GObject *object, const char *key, const char *text, GError **error)
{
  GParamSpec *spec = find_setting (object, key);
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_auto (GValue) value = G_VALUE_INIT;

  if (spec == NULL)
    {
      g_autofree const char **keys = ph_setting_list_keys (G_OBJECT_GET_CLASS (object));

      ph_setting_set_unknown_error (error, keys, key);
      return FALSE;
    }
  g_value_init (&value, spec->value_type);
  if (!parse (spec, trimmed, &value, error))
    return FALSE;
  g_object_set_property (object, key, &value);
  return TRUE;
}

char *
ph_setting_get_as_text (GObject *object, const char *key)
{
  GParamSpec *spec = find_setting (object, key);
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_val_if_fail (spec != NULL, NULL);
  g_value_init (&value, spec->value_type);
  g_object_get_property (object, key, &value);
  if (G_IS_PARAM_SPEC_BOOLEAN (spec))
    return g_strdup (g_value_get_boolean (&value) ? "true" : "false");
  if (G_IS_PARAM_SPEC_UINT (spec))
    return g_strdup_printf ("%u", g_value_get_uint (&value));
  if (G_IS_PARAM_SPEC_ENUM (spec))
    return g_strdup (
        g_enum_get_value (G_PARAM_SPEC_ENUM (spec)->enum_class, g_value_get_enum (&value))
            ->value_nick);
  return g_value_dup_string (&value);
}

gboolean
ph_setting_is_default (GObject *object, const char *key)
{
  GParamSpec *spec = find_setting (object, key);
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_val_if_fail (spec != NULL, TRUE);
  g_value_init (&value, spec->value_type);
  g_object_get_property (object, key, &value);
  return g_param_value_defaults (spec, &value);
}

/* Letters and digits of @word in lower case. */
static char *
fold (const char *word)
{
  GString *folded = g_string_new (NULL);

  for (const char *c = word; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (folded, g_ascii_tolower (*c));
  return g_string_free (folded, FALSE);
}

const char *
ph_setting_guess_key (const char *const *keys, const char *word)
{
  g_autofree char *folded = fold (word);

  for (const char *const *key = keys; *key != NULL; key++)
    {
      g_autofree char *candidate = fold (*key);

      if (g_str_equal (candidate, folded))
        return *key;
    }
  return NULL;
}

void
ph_setting_set_unknown_error (GError **error, const char *const *keys, const char *key)
{
  const char *guess = ph_setting_guess_key (keys, key);
  g_autofree char *all = g_strjoinv (_ (", "), (char **) keys);
  g_autofree char *shown = g_utf8_make_valid (key, -1);
  g_autofree char *hint = guess != NULL ? g_strdup_printf (_ ("write “%s”"), guess)
                                        : g_strdup_printf (_ ("the settings are %s"), all);

  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("there is no setting “%s”"), shown);
}

const char **
ph_setting_list_keys (GObjectClass *object_class)
{
  guint count = 0;
  guint kept = 0;
  g_autofree GParamSpec **specs = g_object_class_list_properties (object_class, &count);
  const char **keys = g_new0 (const char *, count + 1);

  for (guint i = 0; i < count; i++)
    if ((specs[i]->flags & G_PARAM_WRITABLE) != 0
        && (specs[i]->flags & G_PARAM_CONSTRUCT_ONLY) == 0)
      keys[kept++] = specs[i]->name;
  return keys;
}
