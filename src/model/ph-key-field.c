/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-key-field.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-hex.h"
#include "ph-picture-type.h"
#include "ph-random.h"

#define RANDOM_LENGTH 16

/* Our own names first, then those of PicGo's S3 plugin and of PicList.  Where the two use one name
 * for two things ({md5} was once made from the name, {timestamp} may be in milliseconds) ours is
 * the content, and seconds. */
static const struct
{
  const char *name;
  PhKeyFieldId id;
  guint length; /* of a name that has its length in it */
} names[] = {
  { "year", PH_KEY_FIELD_YEAR, 0 },
  { "month", PH_KEY_FIELD_MONTH, 0 },
  { "day", PH_KEY_FIELD_DAY, 0 },
  { "hour", PH_KEY_FIELD_HOUR, 0 },
  { "minute", PH_KEY_FIELD_MINUTE, 0 },
  { "second", PH_KEY_FIELD_SECOND, 0 },
  { "millisecond", PH_KEY_FIELD_MILLISECOND, 0 },
  { "timestamp", PH_KEY_FIELD_TIMESTAMP, 0 },
  { "name", PH_KEY_FIELD_NAME, 0 },
  { "fullname", PH_KEY_FIELD_FULL_NAME, 0 },
  { "ext", PH_KEY_FIELD_EXTENSION, 0 },
  { "md5", PH_KEY_FIELD_MD5, 0 },
  { "sha1", PH_KEY_FIELD_SHA1, 0 },
  { "sha256", PH_KEY_FIELD_SHA256, 0 },
  { "uuid", PH_KEY_FIELD_UUID, 0 },
  { "random", PH_KEY_FIELD_RANDOM, RANDOM_LENGTH },
  { "width", PH_KEY_FIELD_WIDTH, 0 },
  { "height", PH_KEY_FIELD_HEIGHT, 0 },
  { "counter", PH_KEY_FIELD_COUNTER, 0 },
  { "Y", PH_KEY_FIELD_YEAR, 0 },
  { "y", PH_KEY_FIELD_SHORT_YEAR, 0 },
  { "m", PH_KEY_FIELD_MONTH, 0 },
  { "d", PH_KEY_FIELD_DAY, 0 },
  { "h", PH_KEY_FIELD_HOUR, 0 },
  { "H", PH_KEY_FIELD_HOUR, 0 },
  { "i", PH_KEY_FIELD_MINUTE, 0 },
  { "s", PH_KEY_FIELD_SECOND, 0 },
  { "ms", PH_KEY_FIELD_MILLISECOND, 0 },
  { "timestampMS", PH_KEY_FIELD_TIMESTAMP_MS, 0 },
  { "filename", PH_KEY_FIELD_NAME, 0 },
  { "fileName", PH_KEY_FIELD_NAME, 0 },
  { "fullName", PH_KEY_FIELD_FULL_NAME, 0 },
  { "extName", PH_KEY_FIELD_EXTENSION, 0 },
  { "localFolder", PH_KEY_FIELD_FOLDER, 1 },
  { "md5-16", PH_KEY_FIELD_MD5, 16 },
  { "md5B64", PH_KEY_FIELD_MD5_BASE64, 0 },
  { "md5B64Short", PH_KEY_FIELD_MD5_BASE64, 7 },
};

static gboolean
parse_number (const char *text, guint minimum, guint *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, 9999, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* "N" or "S,L" */
static gboolean
parse_range (const char *text, PhKeyField *field)
{
  g_auto (GStrv) numbers = g_strsplit (text, ",", 2);

  if (numbers[0] != NULL && numbers[1] == NULL)
    return parse_number (numbers[0], 1, &field->length);
  return numbers[0] != NULL && field->id != PH_KEY_FIELD_FOLDER
         && parse_number (numbers[0], 0, &field->start)
         && parse_number (numbers[1], 1, &field->length);
}

static gboolean
find_field (const char *name, PhKeyField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      {
        field->id = names[i].id;
        field->length = names[i].length;
        return TRUE;
      }
  /* PicList's {str-10}: so many random letters and digits. */
  field->id = PH_KEY_FIELD_MIXED_RANDOM;
  return g_str_has_prefix (name, "str-") && parse_number (name + 4, 1, &field->length)
         && field->length <= 64;
}

gboolean
ph_key_field_parse (const char *text, PhKeyField *field, GError **error)
{
  g_auto (GStrv) halves = g_strsplit (text, ":", 2);

  memset (field, 0, sizeof *field);
  if (halves[0] == NULL || !find_field (halves[0], field))
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("use {year} {month} {day} {hour} {minute} {second} {millisecond} "
                       "{timestamp} {name} {fullname} {ext} {md5} {sha1} {sha256} {uuid} "
                       "{random} {width} {height} {counter}"),
                    _ ("a key template has no field “{%s}”"), text);
      return FALSE;
    }
  if (halves[1] == NULL || parse_range (halves[1], field))
    return TRUE;
  ph_error_set (error, PH_ERROR_SETTINGS,
                _ ("write {name:8} for the first 8 characters, {name:2,8} for 8 characters after "
                   "the first 2"),
                _ ("“{%s}” asks for a part that does not exist"), text);
  return FALSE;
}

guint
ph_key_field_get_digits (PhKeyFieldId id)
{
  if (id == PH_KEY_FIELD_SHA256)
    return 64;
  if (id == PH_KEY_FIELD_SHA1)
    return 40;
  return id == PH_KEY_FIELD_MD5 ? 32 : 0;
}

static char *
random_text (guint n_letters, guint length)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const guint fair = 256 / n_letters * n_letters; /* above, some letters would come more often */
  GString *text = g_string_sized_new (length);

  while (text->len < length)
    {
      guint8 byte;

      ph_random_fill (&byte, 1);
      if (byte < fair)
        g_string_append_c (text, letters[byte % n_letters]);
    }
  return g_string_free (text, FALSE);
}

/* RFC 9562, version 4, without hyphens as PicList writes it: the link is shorter. */
static char *
random_uuid (void)
{
  guint8 bytes[16];
  char *text = g_malloc (2 * sizeof bytes + 1);

  ph_random_fill (bytes, sizeof bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  ph_hex_write (text, bytes, sizeof bytes);
  return text;
}

static char *
md5_base64 (const char *hex)
{
  char *text = ph_digest_hex_to_base64 (hex);

  text[strcspn (text, "=")] = '\0';
  g_strdelimit (text, "+", '-');
  return g_strdelimit (text, "/", '_');
}

static char *
time_text (PhKeyFieldId id, GDateTime *time)
{
  int millisecond = g_date_time_get_microsecond (time) / 1000;
  gint64 seconds = g_date_time_to_unix (time);

  switch ((guint) id)
    {
    case PH_KEY_FIELD_YEAR:
      return g_strdup_printf ("%04d", g_date_time_get_year (time));
    case PH_KEY_FIELD_SHORT_YEAR:
      return g_strdup_printf ("%02d", g_date_time_get_year (time) % 100);
    case PH_KEY_FIELD_MONTH:
      return g_strdup_printf ("%02d", g_date_time_get_month (time));
    case PH_KEY_FIELD_DAY:
      return g_strdup_printf ("%02d", g_date_time_get_day_of_month (time));
    case PH_KEY_FIELD_HOUR:
      return g_strdup_printf ("%02d", g_date_time_get_hour (time));
    case PH_KEY_FIELD_MINUTE:
      return g_strdup_printf ("%02d", g_date_time_get_minute (time));
    case PH_KEY_FIELD_SECOND:
      return g_strdup_printf ("%02d", g_date_time_get_second (time));
    case PH_KEY_FIELD_MILLISECOND:
      return g_strdup_printf ("%03d", millisecond);
    case PH_KEY_FIELD_TIMESTAMP:
      return g_strdup_printf ("%" G_GINT64_FORMAT, seconds);
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, seconds * 1000 + millisecond);
    }
}

/* At most @max bytes, cut between characters. */
static char *
cut (const char *text, gsize length, gsize max)
{
  length = MIN (length, max);
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return g_strndup (text, length);
}

/* What counts as the extension of a file name is one that names a picture or what the content is;
 * in "github.com" or "release 1.b" it belongs to the name. */
static const char *
find_name_end (const PhKeyValues *values)
{
  const char *extension = ph_display_name_get_extension (values->file_name);

  if (*extension != '\0'
      && (g_ascii_strcasecmp (extension, values->extension) == 0
          || ph_picture_type_is_extension (extension)))
    return extension - 1;
  return values->file_name + strlen (values->file_name);
}

static char *
name_text (PhKeyFieldId id, const PhKeyValues *values, gsize name_max)
{
  const char *end = find_name_end (values);
  const char *own = *end == '.' ? end + 1 : end;
  g_autofree char *name = cut (values->file_name, (gsize) (end - values->file_name), name_max);

  g_strdelimit (name, "/", '-');
  if (id == PH_KEY_FIELD_NAME)
    return g_steal_pointer (&name);
  /* "IMG_1.JPG" stays as it is; "photo.jpg" that is a PNG becomes "photo.png". */
  if (g_ascii_strcasecmp (own, values->extension) == 0)
    return g_strconcat (name, end, NULL);
  return g_strconcat (name, *values->extension != '\0' ? "." : "", values->extension, NULL);
}

/* The last @count folders of the file's path. */
static char *
folder_text (const char *folder, guint count, gsize name_max)
{
  g_auto (GStrv) parts = g_strsplit (folder, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  for (guint i = g_strv_length (parts); i-- > 0 && kept->len < count;)
    if (*parts[i] != '\0')
      g_ptr_array_insert (kept, 0, cut (parts[i], strlen (parts[i]), name_max));
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

static char *
whole_text (const PhKeyField *field, const PhKeyValues *values, gsize name_max)
{
  if (field->id <= PH_KEY_FIELD_LAST_TIME)
    return time_text (field->id, values->time);
  switch ((guint) field->id)
    {
    case PH_KEY_FIELD_NAME:
    case PH_KEY_FIELD_FULL_NAME:
      return name_text (field->id, values, name_max);
    case PH_KEY_FIELD_EXTENSION:
      return g_ascii_strdown (values->extension, -1);
    case PH_KEY_FIELD_FOLDER:
      return folder_text (values->folder, field->length, name_max);
    case PH_KEY_FIELD_MD5:
      return g_strdup (values->digest.md5);
    case PH_KEY_FIELD_MD5_BASE64:
      return md5_base64 (values->digest.md5);
    case PH_KEY_FIELD_SHA1:
      return g_strdup (values->digest.sha1);
    case PH_KEY_FIELD_SHA256:
      return g_strdup (values->digest.sha256);
    case PH_KEY_FIELD_UUID:
      return random_uuid ();
    case PH_KEY_FIELD_RANDOM:
      return random_text (36, RANDOM_LENGTH);
    case PH_KEY_FIELD_MIXED_RANDOM:
      return random_text (62, field->length);
    case PH_KEY_FIELD_WIDTH:
      return g_strdup_printf ("%u", values->width);
    case PH_KEY_FIELD_HEIGHT:
      return g_strdup_printf ("%u", values->height);
    case PH_KEY_FIELD_COUNTER:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, values->counter);
    default:
      return g_strdup (field->literal);
    }
}

char *
ph_key_field_expand (const PhKeyField *field, const PhKeyValues *values, gsize name_max)
{
  g_autofree char *whole = whole_text (field, values, name_max);
  const char *start = whole;
  const char *end;

  if (field->length == 0 || field->id == PH_KEY_FIELD_FOLDER)
    return g_steal_pointer (&whole);
  for (guint i = 0; i < field->start && *start != '\0'; i++)
    start = g_utf8_next_char (start);
  end = start;
  for (guint i = 0; i < field->length && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return g_strndup (start, (gsize) (end - start));
}
