/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-uri-list.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *text, *uris; /* joined by "|" */
    gboolean is_cut;
  } cases[] = {
    { "", "", FALSE },
    { "file:///a.png", "file:///a.png", FALSE },
    { "file:///a%20b.png\r\n#comment\r\nfile://localhost/u++/a+b.png\r\n",
      "file:///a%20b.png|file://localhost/u++/a+b.png", FALSE },
    { "\n\r\n file:///a.png \n\nhttps://a.example/b.png\n", "file:///a.png|https://a.example/b.png",
      FALSE },
    { "copy\nfile:///a.png\nfile:///b.png", "file:///a.png|file:///b.png", FALSE },
    { "cut\nfile:///a.png", "file:///a.png", TRUE },
    { "x-special/nautilus-clipboard\ncopy\nfile:///c.png\n", "file:///c.png", FALSE },
    { "x-special/nautilus-clipboard\ncut\nfile:///c.png\n", "file:///c.png", TRUE },
    { "file:///a.png\ncut\ncopy", "file:///a.png|cut|copy", FALSE },
    { "/home/a/b.png", "/home/a/b.png", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_cut = TRUE;
      g_autoptr (GPtrArray) uris
          = ph_uri_list_parse (cases[i].text, strlen (cases[i].text), &is_cut);
      g_autofree char *joined = NULL;

      g_ptr_array_add (uris, NULL);
      joined = g_strjoinv ("|", (char **) uris->pdata);
      g_assert_cmpstr (joined, ==, cases[i].uris);
      g_assert_cmpint (is_cut, ==, cases[i].is_cut);
    }
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) uris = ph_uri_list_parse (NULL, 0, NULL);

  g_assert_cmpuint (uris->len, ==, 0);
}

/* Some programs end it with a zero byte. */
static void
test_zero (void)
{
  const char text[] = "file:///a.png\0";
  g_autoptr (GPtrArray) uris = ph_uri_list_parse (text, sizeof text, NULL);

  g_assert_cmpuint (uris->len, ==, 1);
  g_assert_cmpstr (uris->pdata[0], ==, "file:///a.png");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uri-list/parse", test_parse);
  g_test_add_func ("/uri-list/nothing", test_nothing);
  g_test_add_func ("/uri-list/zero", test_zero);
  return g_test_run ();
}
