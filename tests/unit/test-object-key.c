/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-object-key.h"

#include <string.h>

#include "ph-error.h"

/* A NULL key means that nothing is left. */
static void
test_normalise (void)
{
  static const struct
  {
    const char *raw;
    const char *key;
  } cases[] = {
    { "2026/11/a.png", "2026/11/a.png" },
    { "/img/a.png", "img/a.png" },
    { "img//a.png", "img/a.png" },
    { "a/b/", "a/b" },
    { "./a/../b/./c.png", "a/b/c.png" },
    { "...", "..." },
    { ".hidden/..x", ".hidden/..x" },
    { "a\\b.png", "a-b.png" },
    { "a\nb\033\177\302\205c", "a-b---c" },
    { "e\314\201.png", "\303\251.png" },                        /* e + acute: U+00E9 */
    { "\341\204\222\341\205\241\341\206\253", "\355\225\234" }, /* Hangul jamo */
    { "caf\351.png", "caf\357\277\275.png" },
    { "\377\376.png", "\357\277\275\357\277\275.png" },
    { "x\357\277\277y", "x\357\277\275y" },
    { " a b ", " a b " },
    { "#?&+%20;=@!'()[]{}*~|<>\"`^$,:", "#?&+%20;=@!'()[]{}*~|<>\"`^$,:" },
    { "汉/👨‍👩‍👧.gif", "汉/👨‍👩‍👧.gif" },
    { "", NULL },
    { "//", NULL },
    { "./..", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *key = ph_object_key_normalise (cases[i].raw, &error);
      g_autofree char *again = key != NULL ? ph_object_key_normalise (key, NULL) : NULL;

      g_test_message ("case %u", i);
      g_assert_cmpstr (key, ==, cases[i].key);
      g_assert_cmpstr (again, ==, key);
      if (key == NULL)
        {
          g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
          g_assert_nonnull (ph_error_get_hint (error));
        }
      else
        g_assert_no_error (error);
    }
}

static void
assert_normal (const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);

  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_cmpuint (strlen (key), <=, PH_KEY_MAX_BYTES);
  for (char **part = parts; *part != NULL; part++)
    {
      g_assert_cmpuint (strlen (*part), >, 0);
      g_assert_cmpuint (strlen (*part), <=, PH_KEY_PART_MAX_BYTES);
    }
}

static void
test_too_long (void)
{
  g_autofree char *letters = g_strnfill (300, 'a');
  g_autofree char *part = g_strconcat (letters, ".png", NULL);
  g_autofree char *short_part = ph_object_key_normalise (part, NULL);
  g_autoptr (GString) han = g_string_new (NULL);
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *han_key = NULL;
  g_autofree char *deep_key = NULL;

  g_assert_cmpuint (strlen (short_part), ==, 255);
  g_assert_true (g_str_has_suffix (short_part, "a.png"));

  for (guint i = 0; i < 100; i++)
    g_string_append (han, "汉");
  g_string_append (han, ".gif");
  han_key = ph_object_key_normalise (han->str, NULL);
  assert_normal (han_key);
  g_assert_true (g_str_has_suffix (han_key, "汉.gif"));

  /* Folders are dropped from the end, the last part stays whole. */
  for (guint i = 0; i < 40; i++)
    g_string_append_printf (deep, "folder-%02u-0123456789-0123456789/", i);
  g_string_append (deep, "0123456789abcdef.png");
  deep_key = ph_object_key_normalise (deep->str, NULL);
  assert_normal (deep_key);
  g_assert_true (g_str_has_prefix (deep_key, "folder-00-"));
  g_assert_true (g_str_has_suffix (deep_key, "/0123456789abcdef.png"));
  g_assert_cmpuint (strlen (deep_key), >, 900);
}

/* Each byte but the unreserved ones, checked against GLib's own encoder byte by byte. */
static void
test_encode (void)
{
  char text[2] = { 0 };

  for (guint byte = 1; byte < 256; byte++)
    {
      g_autofree char *key = NULL;
      g_autofree char *query = NULL;
      g_autofree char *expected = NULL;

      text[0] = (char) byte;
      key = ph_object_key_encode (text);
      query = ph_object_key_encode_query (text);
      expected = g_ascii_isalnum (byte) || strchr ("-._~", (int) byte) != NULL
                     ? g_strdup (text)
                     : g_strdup_printf ("%%%02X", byte);
      g_assert_cmpstr (query, ==, expected);
      g_assert_cmpstr (key, ==, byte == '/' ? "/" : expected);
    }
}

static void
test_encode_cases (void)
{
  static const struct
  {
    const char *key;
    const char *encoded;
  } cases[] = {
    { "a!b@c$d&e(f)=g;h,i'j*k~l.png", "a%21b%40c%24d%26e%28f%29%3Dg%3Bh%2Ci%27j%2Ak~l.png" },
    { "美国#1.png", "%E7%BE%8E%E5%9B%BD%231.png" },
    { "why?.png", "why%3F.png" },
    { "a b+c.png", "a%20b%2Bc.png" },
    { "2026/11/x", "2026/11/x" },
    { "50%25", "50%2525" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *encoded = ph_object_key_encode (cases[i].key);

      g_assert_cmpstr (encoded, ==, cases[i].encoded);
    }
}

static void
test_suffix (void)
{
  static const struct
  {
    const char *key;
    const char *other;
  } cases[] = {
    { "a/b.png", "a/b-2.png" },     { "b", "b-2" },
    { "a.d/b", "a.d/b-2" },         { ".hidden", ".hidden-2" },
    { "x/9.41.00", "x/9.41.00-2" },
  };
  g_autofree char *letters = g_strnfill (251, 'a');
  g_autofree char *part = g_strconcat ("f/", letters, ".png", NULL);
  g_autofree char *longest = ph_object_key_with_suffix (part, 10);
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *deep_other = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *other = ph_object_key_with_suffix (cases[i].key, 2);

      g_assert_cmpstr (other, ==, cases[i].other);
    }
  assert_normal (longest);
  g_assert_true (g_str_has_suffix (longest, "a-10.png"));

  while (deep->len < PH_KEY_MAX_BYTES - 6)
    g_string_append (deep, "ab/");
  g_string_append (deep, "c.png");
  deep_other = ph_object_key_with_suffix (deep->str, 2);
  assert_normal (deep_other);
  g_assert_true (g_str_has_suffix (deep_other, "/c-2.png"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-key/normalise", test_normalise);
  g_test_add_func ("/object-key/too-long", test_too_long);
  g_test_add_func ("/object-key/encode", test_encode);
  g_test_add_func ("/object-key/encode-cases", test_encode_cases);
  g_test_add_func ("/object-key/suffix", test_suffix);
  return g_test_run ();
}
