/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-hex.h"
#include "ph-random.h"

static const struct
{
  guint8 bytes[3];
  gsize length;
  const char *hex;
} hex_cases[] = {
  { { 0 }, 0, "" },
  { { 0x00, 0x0f, 0xf0 }, 3, "000ff0" },
  { { 0xff, 0xa9, 0x9a }, 3, "ffa99a" },
};

static void
test_hex (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hex_cases); i++)
    {
      char text[8] = "xxxxxxx";

      ph_hex_write (text, hex_cases[i].bytes, hex_cases[i].length);
      g_assert_cmpstr (text, ==, hex_cases[i].hex);
    }
}

static const struct
{
  const char *name;
  gboolean is_ours;
} name_cases[] = {
  { "0123456789abcdef0123456789abcdef", TRUE },   { "0123456789abcdef0123456789abcde", FALSE },
  { "0123456789abcdef0123456789abcdef0", FALSE }, { "0123456789ABCDEF0123456789ABCDEF", FALSE },
  { "../3456789abcdef0123456789abcdef", FALSE },  { "", FALSE },
};

static void
test_names (void)
{
  g_autofree char *one = ph_random_name ();
  g_autofree char *other = ph_random_name ();

  g_assert_true (ph_random_is_name (one));
  g_assert_cmpstr (one, !=, other);
  for (gsize i = 0; i < G_N_ELEMENTS (name_cases); i++)
    g_assert_cmpint (ph_random_is_name (name_cases[i].name), ==, name_cases[i].is_ours);
}

/* 256 bytes, the most, without one of its 16 parts left as it was. */
static void
test_fill (void)
{
  guint8 bytes[256] = { 0 };
  const guint8 untouched[16] = { 0 };

  ph_random_fill (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i += sizeof untouched)
    g_assert_cmpint (memcmp (bytes + i, untouched, sizeof untouched), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/hex", test_hex);
  g_test_add_func ("/random/names", test_names);
  g_test_add_func ("/random/fill", test_fill);
  return g_test_run ();
}
