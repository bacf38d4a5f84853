/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-html-picture.h"

#include <string.h>

#define IMG "<img src=\"https://a.example/a.png\">"

static void
test_read (void)
{
  static const struct
  {
    const char *html;
    guint n_pictures;
    gboolean has_text;
    const char *source;
  } cases[] = {
    /* Chrome, Firefox */
    { "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\">" IMG, 1, FALSE,
      "https://a.example/a.png" },
    { "<meta charset='utf-8'><img src=\"http://127.0.0.1:8000/a.png\" alt=\"words\"/>", 1, FALSE,
      "http://127.0.0.1:8000/a.png" },
    { "<html><body>\n<!--StartFragment-->" IMG "<!--EndFragment-->\n</body>\n</html>", 1, FALSE,
      "https://a.example/a.png" },
    { "<IMG SRC=' //a.example/a.png\n'>", 1, FALSE, "https://a.example/a.png" },
    { "<img src=https://a.example/?a=1&amp;b=2>", 1, FALSE, "https://a.example/?a=1&b=2" },
    { "<a href=\"x\">" IMG "</a>&nbsp;", 1, FALSE, "https://a.example/a.png" },
    { "<img src=\"https://a.example/\xe5\x9b\xbe.png\">", 1, FALSE,
      "https://a.example/\xe5\x9b\xbe.png" },
    { "<meta charset=\"gb2312\"><img src=\"https://a.example/\xe5\x9b\xbe.png\">", 1, FALSE,
      "https://a.example/\xe5\x9b\xbe.png" },
    { "<img src=\"file:///etc/hostname\">", 1, FALSE, "file:///etc/hostname" },
    { "<img src=\"data:image/png;base64,AAAA\">", 1, FALSE, "data:image/png;base64,AAAA" },
    /* office programs */
    { "<table><tr><td>A1</td></tr></table>", 0, TRUE, NULL },
    { "<head><title>Sheet</title><style>td { color: red }</style></head>" IMG, 1, FALSE,
      "https://a.example/a.png" },
    { "<p>Words" IMG "</p>", 1, TRUE, "https://a.example/a.png" },
    { IMG "<img src=\"b.png\">", 2, FALSE, "https://a.example/a.png" },
    /* no pictures */
    { "<img alt=\"a\"><img src=\"\">", 0, FALSE, NULL },
    { "<!-- " IMG " -->", 0, FALSE, NULL },
    { "<script>document.write ('" IMG "')</script>", 0, FALSE, NULL },
    { "only text", 0, TRUE, NULL },
    { "", 0, FALSE, NULL },
    { "<", 0, TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhHtmlPicture picture;

      g_test_message ("case %u: %s", i, cases[i].html);
      ph_html_picture_read (cases[i].html, strlen (cases[i].html), &picture);
      g_assert_cmpuint (picture.n_pictures, ==, cases[i].n_pictures);
      g_assert_cmpstr (picture.source, ==, cases[i].source);
      if (cases[i].n_pictures > 0 || cases[i].has_text)
        g_assert_cmpint (picture.has_text, ==, cases[i].has_text);
      ph_html_picture_clear (&picture);
    }
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *charset, *mark;
  } cases[] = {
    { "UTF-16LE", "\xff\xfe" }, { "UTF-16BE", "\xfe\xff" },  { "UTF-16LE", "" },
    { "UTF-16BE", "" },         { "UTF-8", "\xef\xbb\xbf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree char *text
          = g_convert ("<meta charset=\"utf-8\"><img src=\"https://a.example/\xe5\x9b\xbe.png\">",
                       -1, cases[i].charset, "UTF-8", NULL, &length, NULL);
      g_autoptr (GByteArray) data = g_byte_array_new ();
      PhHtmlPicture picture;

      g_byte_array_append (data, (const guint8 *) cases[i].mark, (guint) strlen (cases[i].mark));
      g_byte_array_append (data, (const guint8 *) text, (guint) length);
      /* Some programs end it with a zero character. */
      g_byte_array_append (data, (const guint8 *) "\0\0", 2);
      ph_html_picture_read ((const char *) data->data, data->len, &picture);
      g_test_message ("case %u", i);
      g_assert_cmpstr (picture.source, ==, "https://a.example/\xe5\x9b\xbe.png");
      g_assert_true (ph_html_picture_is_alone (&picture));
      ph_html_picture_clear (&picture);
    }
}

/* A picture of some megabytes within the address; elements within elements without an end. */
static void
test_large (void)
{
  g_autoptr (GString) html = g_string_new ("<img src=\"data:image/png;base64,");
  PhHtmlPicture picture;

  for (guint i = 0; i < 1024 * 1024; i++)
    g_string_append (html, "QUJDREVGR0hJSktMTU5P");
  g_string_append (html, "\">");
  ph_html_picture_read (html->str, html->len, &picture);
  g_assert_cmpuint (strlen (picture.source), ==,
                    strlen ("data:image/png;base64,") + 20 * 1024 * 1024);
  ph_html_picture_clear (&picture);

  g_string_truncate (html, 0);
  for (guint i = 0; i < 20000; i++)
    g_string_append (html, "<b>");
  g_string_append (html, IMG);
  ph_html_picture_read (html->str, html->len, &picture);
  g_assert_cmpuint (picture.n_pictures, <=, 1);
  ph_html_picture_clear (&picture);
}

static void
test_nothing (void)
{
  PhHtmlPicture picture;

  ph_html_picture_read (NULL, 0, &picture);
  g_assert_false (ph_html_picture_is_alone (&picture));
  g_assert_null (picture.source);
}

static void
test_moves (void)
{
  static const struct
  {
    const char *source;
    gboolean moves;
  } cases[] = {
    { "https://a.example/a.gif", TRUE },
    { "https://a.example/a.GIF?x#y", TRUE },
    { "data:image/gif;base64,AA", TRUE },
    { "https://a.example/a.png", FALSE },
    { "data:image/png;base64,AA", FALSE },
    { "https://a.example/?a.gif", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhHtmlPicture picture = { .source = (char *) cases[i].source };

      g_assert_cmpint (ph_html_picture_moves (&picture), ==, cases[i].moves);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html-picture/read", test_read);
  g_test_add_func ("/html-picture/encodings", test_encodings);
  g_test_add_func ("/html-picture/large", test_large);
  g_test_add_func ("/html-picture/nothing", test_nothing);
  g_test_add_func ("/html-picture/moves", test_moves);
  return g_test_run ();
}
