/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-key-template.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-key-field.h"
#include "ph-object-key.h"

/* 16 digits are 64 bits: two pictures with the same ones are not to be met by chance. */
#define UNIQUE_DIGITS 16
#define UNIQUE_RANDOM 16
#define UUID_LENGTH 32

struct _PhKeyTemplate
{
  GArray *fields;          /* PhKeyField */
  gboolean adds_extension; /* it doesn't end in one by itself */
};

static void
clear_field (gpointer field)
{
  g_free (((PhKeyField *) field)->literal);
}

static const PhKeyField *
get_field (const PhKeyTemplate *key_template, guint i)
{
  return &g_array_index (key_template->fields, PhKeyField, i);
}

static void
append_literal (GArray *fields, const char *text, gsize length)
{
  const PhKeyField field = { .id = PH_KEY_FIELD_LITERAL, .literal = g_strndup (text, length) };

  g_array_append_val (fields, field);
}

static void
set_brace_error (GError **error, const char *where)
{
  ph_error_set (error, PH_ERROR_SETTINGS, _ ("write fields as {name}"),
                _ ("a brace of the key template has no mate, at “%s”"), where);
}

static gboolean
parse (GArray *fields, const char *rest, GError **error)
{
  while (*rest != '\0')
    {
      gsize length = strcspn (rest, "{}");
      const char *brace = rest + length;
      g_autofree char *name = NULL;
      PhKeyField field;
      gsize name_length;

      if (length > 0)
        append_literal (fields, rest, length);
      if (*brace == '\0')
        return TRUE;
      name_length = strcspn (brace + 1, "{}");
      if (*brace == '}' || brace[1 + name_length] != '}')
        {
          set_brace_error (error, brace);
          return FALSE;
        }
      name = g_strndup (brace + 1, name_length);
      if (!ph_key_field_parse (name, &field, error))
        return FALSE;
      g_array_append_val (fields, field);
      rest = brace + name_length + 2;
    }
  return TRUE;
}

static gboolean
ends_in_extension (const PhKeyTemplate *key_template)
{
  guint n_fields = key_template->fields->len;
  const PhKeyField *last = get_field (key_template, n_fields - 1);
  const PhKeyField *before = n_fields > 1 ? get_field (key_template, n_fields - 2) : NULL;

  if (last->id == PH_KEY_FIELD_LITERAL)
    {
      /* A dot after a field is not a leading one: "{name}.png". */
      g_autofree char *text = g_strconcat (before != NULL ? "x" : "", last->literal, NULL);

      return *ph_display_name_get_extension (text) != '\0';
    }
  if (last->length != 0)
    return FALSE;
  if (last->id == PH_KEY_FIELD_EXTENSION)
    return before != NULL && before->id == PH_KEY_FIELD_LITERAL
           && g_str_has_suffix (before->literal, ".");
  return last->id == PH_KEY_FIELD_FULL_NAME;
}

void
ph_key_template_free (PhKeyTemplate *key_template)
{
  g_array_unref (key_template->fields);
  g_free (key_template);
}

static gboolean
has_field (const PhKeyTemplate *key_template, PhKeyFieldId id)
{
  for (guint i = 0; i < key_template->fields->len; i++)
    if (get_field (key_template, i)->id == id)
      return TRUE;
  return FALSE;
}

PhDigestFlags
ph_key_template_get_digests (const PhKeyTemplate *key_template)
{
  guint wanted = 0;

  if (has_field (key_template, PH_KEY_FIELD_SHA256))
    wanted |= PH_DIGEST_SHA256;
  if (has_field (key_template, PH_KEY_FIELD_SHA1))
    wanted |= PH_DIGEST_SHA1;
  if (has_field (key_template, PH_KEY_FIELD_MD5)
      || has_field (key_template, PH_KEY_FIELD_MD5_BASE64))
    wanted |= PH_DIGEST_MD5;
  return wanted;
}

gboolean
ph_key_template_needs_counter (const PhKeyTemplate *key_template)
{
  return has_field (key_template, PH_KEY_FIELD_COUNTER);
}

/* How many different digits of the hash @id are in the key: "{sha256:2}/{sha256:2,14}" has 16. */
static guint
count_digits (const PhKeyTemplate *key_template, PhKeyFieldId id)
{
  guint n_digits = ph_key_field_get_digits (id);
  gboolean seen[64] = { FALSE };
  guint count = 0;

  for (guint i = 0; i < key_template->fields->len; i++)
    {
      const PhKeyField *field = get_field (key_template, i);
      guint end = field->length != 0 ? MIN (field->start + field->length, n_digits) : n_digits;

      if (field->id != id)
        continue;
      for (guint digit = field->start; digit < end; digit++)
        seen[digit] = TRUE;
    }
  for (guint digit = 0; digit < n_digits; digit++)
    count += seen[digit] ? 1 : 0;
  return count;
}

gboolean
ph_key_template_is_content_addressed (const PhKeyTemplate *key_template)
{
  if (count_digits (key_template, PH_KEY_FIELD_SHA256) >= UNIQUE_DIGITS
      || count_digits (key_template, PH_KEY_FIELD_SHA1) >= UNIQUE_DIGITS
      || count_digits (key_template, PH_KEY_FIELD_MD5) >= UNIQUE_DIGITS)
    return TRUE;
  for (guint i = 0; i < key_template->fields->len; i++)
    if (get_field (key_template, i)->id == PH_KEY_FIELD_MD5_BASE64
        && get_field (key_template, i)->length == 0)
      return TRUE;
  return FALSE;
}

gboolean
ph_key_template_is_unique (const PhKeyTemplate *key_template)
{
  for (guint i = 0; i < key_template->fields->len; i++)
    {
      const PhKeyField *field = get_field (key_template, i);
      gboolean is_random
          = field->id == PH_KEY_FIELD_RANDOM || field->id == PH_KEY_FIELD_MIXED_RANDOM;

      if (field->start == 0 && is_random && field->length >= UNIQUE_RANDOM)
        return TRUE;
      if (field->start == 0 && field->id == PH_KEY_FIELD_UUID
          && (field->length == 0 || field->length >= UUID_LENGTH))
        return TRUE;
    }
  return ph_key_template_is_content_addressed (key_template);
}

char *
ph_key_template_expand_prefix (const PhKeyTemplate *key_template, GDateTime *time)
{
  const PhKeyValues values = { .time = time, .file_name = "", .extension = "", .folder = "" };
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autofree char *prefix = NULL;

  for (guint i = 0; i < key_template->fields->len; i++)
    {
      const PhKeyField *field = get_field (key_template, i);
      g_autofree char *text = NULL;

      if (field->id != PH_KEY_FIELD_LITERAL && field->id > PH_KEY_FIELD_LAST_TIME)
        break;
      text = ph_key_field_expand (field, &values, 0);
      g_string_append (raw, text);
    }
  prefix = ph_object_key_normalise (raw->str, NULL);
  if (prefix == NULL)
    return g_strdup ("");
  return g_strconcat (prefix, g_str_has_suffix (raw->str, "/") ? "/" : "", NULL);
}

/* The extension appended, and a name given to a file that has none. */
static void
finish (GString *raw, const PhKeyTemplate *key_template, const char *extension)
{
  const char *slash = strrchr (raw->str, '/');
  gsize start = slash != NULL ? (gsize) (slash + 1 - raw->str) : 0;

  if (key_template->adds_extension && *extension != '\0')
    {
      g_autofree char *lower = g_ascii_strdown (extension, -1);

      g_string_append_printf (raw, ".%s", lower);
    }
  else if (*extension == '\0' && raw->len > start && g_str_has_suffix (raw->str, "."))
    g_string_truncate (raw, raw->len - 1);
  if (raw->len == start
      || (raw->str[start] == '.' && g_ascii_strcasecmp (raw->str + start + 1, extension) == 0))
    g_string_insert (raw, (gssize) start, "picture");
}

static GString *
expand_raw (const PhKeyTemplate *key_template, const PhKeyValues *values, gsize name_max)
{
  GString *raw = g_string_new (NULL);

  for (guint i = 0; i < key_template->fields->len; i++)
    {
      g_autofree char *text = ph_key_field_expand (get_field (key_template, i), values, name_max);

      g_string_append (raw, text);
    }
  finish (raw, key_template, values->extension);
  return raw;
}

/* How many bytes @raw or one of its parts is too long. */
static gsize
measure_excess (const GString *raw)
{
  gsize excess = raw->len > PH_KEY_MAX_BYTES ? raw->len - PH_KEY_MAX_BYTES : 0;
  const char *part = raw->str;

  while (TRUE)
    {
      gsize length = strcspn (part, "/");

      if (length > PH_KEY_PART_MAX_BYTES)
        excess = MAX (excess, length - PH_KEY_PART_MAX_BYTES);
      if (part[length] == '\0')
        return excess;
      part += length + 1;
    }
}

/* Names are what is cut where a key would be too long, never the hash or the random part beside
 * them: these are what keeps pictures apart. */
static GString *
expand_fitting (const PhKeyTemplate *key_template, const PhKeyValues *values)
{
  gsize name_max = PH_KEY_PART_MAX_BYTES;

  while (TRUE)
    {
      g_autoptr (GString) raw = expand_raw (key_template, values, name_max);
      gsize excess = measure_excess (raw);
      gsize step = MAX (excess / (key_template->fields->len + 8), 1);

      if (excess == 0)
        return g_steal_pointer (&raw);
      if (name_max == 0)
        return NULL;
      name_max -= MIN (step, name_max);
    }
}

static void
set_too_long_error (GError **error)
{
  ph_error_set (error, PH_ERROR_SETTINGS, _ ("make the key template shorter"),
                _ ("the name in the bucket would be longer than %d bytes, or a part of it than %d"),
                PH_KEY_MAX_BYTES, PH_KEY_PART_MAX_BYTES);
}

/* Is there any picture at all whose key is short enough?  One without a folder and an extension
 * whose name has a single letter. */
static gboolean
can_fit (const PhKeyTemplate *key_template)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, 0, 0, 0);
  PhKeyValues values = { .time = time, .file_name = "a", .extension = "", .folder = "" };
  g_autoptr (GString) raw = NULL;

  memset (values.digest.md5, '0', sizeof values.digest.md5 - 1);
  memset (values.digest.sha1, '0', sizeof values.digest.sha1 - 1);
  memset (values.digest.sha256, '0', sizeof values.digest.sha256 - 1);
  raw = expand_raw (key_template, &values, 1);
  return measure_excess (raw) == 0;
}

PhKeyTemplate *
ph_key_template_new (const char *pattern, GError **error)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (pattern, -1));
  g_autofree char *text = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (PhKeyField));
  g_autoptr (PhKeyTemplate) key_template = NULL;

  g_array_set_clear_func (fields, clear_field);
  if (*text == '\0' || g_str_has_suffix (text, "/"))
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("end it in a name, as in {year}/{month}/{name}.{ext}"),
                    _ ("the key template “%s” names no file"), text);
      return NULL;
    }
  if (!parse (fields, text, error))
    return NULL;
  key_template = g_new0 (PhKeyTemplate, 1);
  key_template->fields = g_steal_pointer (&fields);
  key_template->adds_extension = !ends_in_extension (key_template);
  if (!can_fit (key_template))
    {
      set_too_long_error (error);
      return NULL;
    }
  return g_steal_pointer (&key_template);
}

gboolean
ph_key_template_check (const char *pattern, GError **error)
{
  g_autoptr (PhKeyTemplate) good = ph_key_template_new (pattern, error);

  return good != NULL;
}

char *
ph_key_template_expand (const PhKeyTemplate *key_template, const PhKeyValues *values,
                        GError **error)
{
  /* Composing can make a text longer, so it comes before measuring. */
  g_autofree char *file_name = g_utf8_normalize (values->file_name, -1, G_NORMALIZE_NFC);
  g_autofree char *folder = g_utf8_normalize (values->folder, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) raw = NULL;
  PhKeyValues clean = *values;

  g_return_val_if_fail (file_name != NULL && folder != NULL, NULL);
  clean.file_name = file_name;
  clean.folder = folder;
  raw = expand_fitting (key_template, &clean);
  if (raw != NULL)
    return ph_object_key_normalise (raw->str, error);
  set_too_long_error (error);
  return NULL;
}
