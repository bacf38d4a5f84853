/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-history-text.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "ph-csv.h"
#include "ph-error.h"
#include "ph-object-key.h"

typedef enum
{
  FIELD_TEXT,
  FIELD_SHA256,
  FIELD_TIME,   /* gint64 microseconds <-> ISO 8601 */
  FIELD_SIZE,   /* gint64, -1 for null */
  FIELD_NUMBER, /* guint */
  FIELD_SWITCH, /* gboolean */
} FieldKind;

typedef struct
{
  const char *name;
  FieldKind kind;
  glong offset;
  gboolean is_needed;
} Field;

#define FIELD(kind, name, member, is_needed)                                                       \
  {                                                                                                \
    name, FIELD_##kind, G_STRUCT_OFFSET (PhHistoryRow, member), is_needed                          \
  }

static const Field fields[] = {
  FIELD (TIME, "created_at", created, TRUE),
  FIELD (TIME, "checked_at", checked, FALSE),
  FIELD (TEXT, "profile", profile, FALSE),
  FIELD (TEXT, "endpoint", endpoint, TRUE),
  FIELD (TEXT, "bucket", bucket, FALSE),
  FIELD (TEXT, "key", key, TRUE),
  FIELD (TEXT, "name", name, FALSE),
  FIELD (TEXT, "alt", alt, FALSE),
  FIELD (TEXT, "mime", mime, FALSE),
  FIELD (TEXT, "extension", extension, FALSE),
  FIELD (SHA256, "sha256", sha256, FALSE),
  FIELD (TEXT, "etag", etag, FALSE),
  FIELD (SIZE, "size", size, FALSE),
  FIELD (NUMBER, "width", width, FALSE),
  FIELD (NUMBER, "height", height, FALSE),
  FIELD (SWITCH, "created_object", created_object, FALSE),
};

/* --- one field as text --- */

static char *
time_to_text (gint64 microseconds)
{
  g_autoptr (GDateTime) whole = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time
      = whole != NULL ? g_date_time_add (whole, microseconds % G_USEC_PER_SEC) : NULL;

  return time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("");
}

static gboolean
time_from_text (const char *text, gint64 *microseconds)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    return FALSE;
  *microseconds = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

/* "" for what is unknown.  (transfer full) */
static char *
field_to_text (const Field *field, const PhHistoryRow *row)
{
  gconstpointer member = G_STRUCT_MEMBER_P (row, field->offset);

  switch (field->kind)
    {
    case FIELD_TEXT:
    case FIELD_SHA256:
      return g_strdup (*(char *const *) member != NULL ? *(char *const *) member : "");
    case FIELD_TIME:
      return time_to_text (*(const gint64 *) member);
    case FIELD_SIZE:
      return *(const gint64 *) member < 0
                 ? g_strdup ("")
                 : g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) member);
    case FIELD_NUMBER:
      return g_strdup_printf ("%u", *(const guint *) member);
    case FIELD_SWITCH:
      return g_strdup (*(const gboolean *) member ? "true" : "false");
    default:
      g_return_val_if_reached (NULL);
    }
}

static gboolean
set_text (char **member, const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  *member = g_strdup (text);
  return TRUE;
}

static gboolean
set_sha256 (char **member, const char *text)
{
  if (strlen (text) != 64 || strspn (text, "0123456789abcdefABCDEF") != 64)
    return FALSE;
  *member = g_ascii_strdown (text, -1);
  return TRUE;
}

static gboolean
set_number (gpointer member, const char *text, gboolean is_size)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, is_size ? G_MAXINT64 : G_MAXUINT, &number, NULL))
    return FALSE;
  if (is_size)
    *(gint64 *) member = (gint64) number;
  else
    *(guint *) member = (guint) number;
  return TRUE;
}

static gboolean
set_switch (gboolean *member, const char *text)
{
  *member = g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1");
  return *member || g_ascii_strcasecmp (text, "false") == 0 || g_str_equal (text, "0");
}

static gboolean
field_from_text (const Field *field, const char *text, PhHistoryRow *row)
{
  gpointer member = G_STRUCT_MEMBER_P (row, field->offset);

  switch (field->kind)
    {
    case FIELD_TEXT:
      return set_text (member, text);
    case FIELD_SHA256:
      return set_sha256 (member, text);
    case FIELD_TIME:
      return time_from_text (text, member);
    case FIELD_SIZE:
      return set_number (member, text, TRUE);
    case FIELD_NUMBER:
      return set_number (member, text, FALSE);
    case FIELD_SWITCH:
      return set_switch (member, text);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* --- reading a row --- */

static const char *
describe_kind (FieldKind kind)
{
  switch (kind)
    {
    case FIELD_TEXT:
      return _ ("it must be text");
    case FIELD_SHA256:
      return _ ("it must be 64 hexadecimal digits");
    case FIELD_TIME:
      return _ ("it must be a time such as 2026-11-26T09:30:00Z");
    case FIELD_SIZE:
    case FIELD_NUMBER:
      return _ ("it must be a whole number");
    case FIELD_SWITCH:
      return _ ("it must be true or false");
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
set_wrong (GError **error, const Field *field)
{
  ph_error_set (error, PH_ERROR_INPUT, describe_kind (field->kind), _ ("“%s” is wrong"),
                field->name);
}

static PhHistoryRow *
new_row (void)
{
  PhHistoryRow *row = g_new0 (PhHistoryRow, 1);

  row->size = -1;
  return row;
}

static void
set_default (char **member, const char *text)
{
  if (*member == NULL)
    *member = g_strdup (text);
}

/* Keys of other programs needn't be in our normal form, but each must name an object: a request for
 * an empty one would be for the bucket itself, and "." and ".." are resolved on the way. */
static gboolean
is_key (const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);

  return *key != '\0' && strlen (key) <= PH_KEY_MAX_BYTES
         && !g_strv_contains ((const char *const *) parts, ".")
         && !g_strv_contains ((const char *const *) parts, "..");
}

/* @seen: the fields that had a value, as bits */
static gboolean
complete (PhHistoryRow *row, guint seen, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].is_needed && !(seen & 1u << i))
      {
        ph_error_set (error, PH_ERROR_INPUT, describe_kind (fields[i].kind), _ ("“%s” is missing"),
                      fields[i].name);
        return FALSE;
      }
  if (!is_key (row->key))
    {
      ph_error_set (error, PH_ERROR_INPUT,
                    _ ("it must be an object's key, without parts such as “..”"),
                    _ ("“%s” is wrong"), "key");
      return FALSE;
    }
  if (row->checked == 0)
    row->checked = row->created;
  /* What other code takes for granted. */
  set_default (&row->bucket, "");
  set_default (&row->name,
               strrchr (row->key, '/') != NULL ? strrchr (row->key, '/') + 1 : row->key);
  set_default (&row->alt, "");
  set_default (&row->mime, "");
  set_default (&row->extension, "");
  return TRUE;
}

/* --- JSON --- */

static void
add_member (JsonObject *object, const Field *field, const PhHistoryRow *row)
{
  g_autofree char *text = field_to_text (field, row);

  if (field->kind == FIELD_SWITCH)
    json_object_set_boolean_member (object, field->name, g_str_equal (text, "true"));
  else if (*text == '\0' && !(field->kind == FIELD_TEXT))
    json_object_set_null_member (object, field->name);
  else if (field->kind == FIELD_SIZE || field->kind == FIELD_NUMBER)
    json_object_set_int_member (object, field->name, g_ascii_strtoll (text, NULL, 10));
  else if (*(char *const *) G_STRUCT_MEMBER_P (row, field->offset) == NULL)
    json_object_set_null_member (object, field->name);
  else
    json_object_set_string_member (object, field->name, text);
}

char *
ph_history_row_to_json (const PhHistoryRow *row)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_object_set_int_member (object, "id", row->id);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    add_member (object, &fields[i], row);
  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

/* The value as the text that a CSV file would hold; NULL where it is of the wrong type. */
static char *
member_to_text (JsonNode *node, FieldKind kind)
{
  GType type = json_node_get_value_type (node);

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (kind == FIELD_SWITCH && type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if ((kind == FIELD_SIZE || kind == FIELD_NUMBER) && type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if ((kind == FIELD_TEXT || kind == FIELD_SHA256 || kind == FIELD_TIME) && type == G_TYPE_STRING)
    return json_node_dup_string (node);
  return NULL;
}

static PhHistoryRow *
row_from_object (JsonObject *object, GError **error)
{
  g_autoptr (PhHistoryRow) row = new_row ();
  guint seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      JsonNode *node = json_object_get_member (object, fields[i].name);
      g_autofree char *text = NULL;

      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        continue;
      text = member_to_text (node, fields[i].kind);
      if (text == NULL || !field_from_text (&fields[i], text, row))
        {
          set_wrong (error, &fields[i]);
          return NULL;
        }
      seen |= 1u << i;
    }
  return complete (row, seen, error) ? g_steal_pointer (&row) : NULL;
}

PhHistoryRow *
ph_history_row_from_json (const char *json, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root = NULL;

  if (json_parser_load_from_data (parser, json, -1, NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return row_from_object (json_node_get_object (root), error);
  ph_error_set (error, PH_ERROR_INPUT, _ ("each line must be one object, {...}"),
                _ ("this is not JSON"));
  return NULL;
}

/* --- CSV --- */

char *
ph_history_csv_header (void)
{
  GString *line = g_string_new (NULL);

  ph_csv_append (line, "id");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ph_csv_append (line, fields[i].name);
  return g_string_free (line, FALSE);
}

char *
ph_history_row_to_csv (const PhHistoryRow *row)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%" G_GINT64_FORMAT, row->id);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = field_to_text (&fields[i], row);

      ph_csv_append (line, text);
    }
  return g_string_free (line, FALSE);
}

static const char *
find_field (GPtrArray *names, GPtrArray *values, const char *name)
{
  for (guint i = 0; i < names->len && i < values->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (names, i), name) == 0)
      return g_ptr_array_index (values, i);
  return "";
}

PhHistoryRow *
ph_history_row_from_csv (GPtrArray *names, GPtrArray *values, GError **error)
{
  g_autoptr (PhHistoryRow) row = new_row ();
  guint seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *text = find_field (names, values, fields[i].name);

      if (*text == '\0')
        continue;
      if (!field_from_text (&fields[i], text, row))
        {
          set_wrong (error, &fields[i]);
          return NULL;
        }
      seen |= 1u << i;
    }
  return complete (row, seen, error) ? g_steal_pointer (&row) : NULL;
}
