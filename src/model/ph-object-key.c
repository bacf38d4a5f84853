/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-object-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-display-name.h"
#include "ph-error.h"

/* Valid UTF-8 in NFC without what no key may hold.  U+FFFE and U+FFFF can't be in the XML of a
 * listing (XML 1.0, "Char"). */
static char *
clean (const char *raw)
{
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *text = g_string_sized_new (strlen (composed));

  for (const char *c = composed; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter == '\\' || g_unichar_iscntrl (letter))
        g_string_append_c (text, '-');
      else if (letter == 0xfffe || letter == 0xffff)
        g_string_append_unichar (text, 0xfffd);
      else
        g_string_append_unichar (text, letter);
    }
  return g_string_free (text, FALSE);
}

/* Appends @stem and @tail, the stem cut at a character boundary so that both have at most @max
 * bytes. */
static void
append_cut (GString *key, const char *stem, gsize stem_length, const char *tail, gsize max)
{
  gsize tail_length = strlen (tail);
  gsize room = tail_length < max ? max - tail_length : 0;

  if (stem_length > room)
    {
      stem_length = room;
      while (stem_length > 0 && ((guchar) stem[stem_length] & 0xc0) == 0x80)
        stem_length--;
    }
  g_string_append_len (key, stem, (gssize) stem_length);
  g_string_append (key, tail);
}

/* The extension of @part with its dot; "" where there is none. */
static const char *
find_tail (const char *part)
{
  const char *extension = ph_display_name_get_extension (part);

  return *extension != '\0' ? extension - 1 : extension;
}

/* Whole folders are given up from the end, never the last part: it tells the pictures apart. */
static void
drop_folders (GString *key)
{
  while (key->len > PH_KEY_MAX_BYTES)
    {
      const char *last = strrchr (key->str, '/');
      const char *before = last != NULL ? g_strrstr_len (key->str, last - key->str, "/") : NULL;
      gsize from = before != NULL ? (gsize) (before - key->str) : 0;

      if (last == NULL)
        break;
      g_string_erase (key, (gssize) from,
                      last - key->str - (gssize) from + (before != NULL ? 0 : 1));
    }
}

char *
ph_object_key_normalise (const char *raw, GError **error)
{
  g_autofree char *text = clean (raw);
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  g_autoptr (GString) key = g_string_new (NULL);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *tail = find_tail (*part);

      if (**part == '\0' || g_str_equal (*part, ".") || g_str_equal (*part, ".."))
        continue;
      if (key->len > 0)
        g_string_append_c (key, '/');
      append_cut (key, *part, (gsize) (tail - *part), tail, PH_KEY_PART_MAX_BYTES);
    }
  if (key->len == 0)
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("put a field such as {name} or {sha256:16} into the key template"),
                    _ ("the name in the bucket would be empty"));
      return NULL;
    }
  drop_folders (key);
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static char *
encode (const char *text, const char *kept)
{
  static const char digits[] = "0123456789ABCDEF";
  GString *encoded = g_string_sized_new (strlen (text) * 3);

  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    if (g_ascii_isalnum (*c) || strchr (kept, *c) != NULL)
      g_string_append_c (encoded, (char) *c);
    else
      {
        g_string_append_c (encoded, '%');
        g_string_append_c (encoded, digits[*c >> 4]);
        g_string_append_c (encoded, digits[*c & 15]);
      }
  return g_string_free (encoded, FALSE);
}

char *
ph_object_key_encode (const char *key)
{
  return encode (key, "-._~/");
}

char *
ph_object_key_encode_query (const char *text)
{
  return encode (text, "-._~");
}

char *
ph_object_key_with_suffix (const char *key, guint number)
{
  const char *slash = strrchr (key, '/');
  const char *part = slash != NULL ? slash + 1 : key;
  const char *extension = find_tail (part);
  g_autofree char *tail = g_strdup_printf ("-%u%s", number, extension);
  g_autoptr (GString) result = g_string_new_len (key, part - key);

  append_cut (result, part, (gsize) (extension - part), tail, PH_KEY_PART_MAX_BYTES);
  return ph_object_key_normalise (result->str, NULL);
}
