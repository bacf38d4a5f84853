/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-svg.h"

#include <string.h>
#include <time.h>

#define OPEN                                                                                       \
  "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
#define CLOSE "</svg>"

static PhSvg
inspect (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  g_autoptr (GError) error = NULL;
  PhSvg svg;

  g_assert_true (ph_svg_inspect (content, &svg, &error));
  g_assert_no_error (error);
  return svg;
}

static void
test_quiet (void)
{
  static const char *const cases[] = {
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    "<svg/>",
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x -->\n" OPEN CLOSE,
    "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
    "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">" OPEN CLOSE,
    "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"/>",
    OPEN "<a xlink:href=\"https://example.com\"><text>one script on foreignObject</text></a>" CLOSE,
    OPEN "<use xlink:href=\"#a\"/><rect fill=\"url(#g)\" style=\"fill: url( '#g' )\"/>" CLOSE,
    OPEN "<image href=\"data:image/png;base64,AAAA\"/>" CLOSE,
    OPEN "<style>.a { fill: url(\"#g\"); font: x; }</style>" CLOSE,
    OPEN "<style><![CDATA[@font-face { src: url(data:font/woff2;base64,AA) }]]></style>" CLOSE,
    OPEN "<animate attributeName=\"fill\" to=\"red\"/>" CLOSE,
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" OPEN "<text>\xe9</text>" CLOSE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhSvg svg = inspect (cases[i], strlen (cases[i]));

      g_test_message ("case %u", i);
      g_assert_true (svg.is_svg);
      g_assert_false (svg.is_active);
      g_assert_cmpstr (svg.root, ==, "svg");
    }
}

static void
test_active (void)
{
  static const char *const cases[] = {
    OPEN "<script>alert(1)</script>" CLOSE,
    OPEN "<g><SCRIPT/></g>" CLOSE,
    OPEN "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>" CLOSE,
    OPEN "<rect onclick=\"alert(1)\"/>" CLOSE,
    "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
    OPEN "<foreignObject/>" CLOSE,
    OPEN "<b xmlns=\"http://www.w3.org/1999/xhtml\"/>" CLOSE,
    OPEN "<a xlink:href=\"javascript:alert(1)\"/>" CLOSE,
    OPEN "<a href=\" java&#10;script&#58;alert(1)\"/>" CLOSE,
    OPEN "<a href=\"data:text/html,x\"/>" CLOSE,
    OPEN "<image href=\"http://example.com/a.png\"/>" CLOSE,
    OPEN "<image xlink:href=\"//example.com/a.png\"/>" CLOSE,
    OPEN "<image href=\"other.png\"/>" CLOSE,
    OPEN "<use href=\"data:image/svg+xml,x#a\"/>" CLOSE,
    OPEN "<rect fill=\"url(http://example.com/#g)\"/>" CLOSE,
    OPEN "<rect style=\"fill: URL('http://example.com/#g')\"/>" CLOSE,
    OPEN "<style>@import 'http://example.com/a.css';</style>" CLOSE,
    OPEN "<style>a { b: \\75rl(x) }</style>" CLOSE,
    OPEN "<style><![CDATA[a { b: url(http://e/) }]]></style>" CLOSE,
    OPEN "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>" CLOSE,
    OPEN "<animate attributeName=\"xlink:href\" values=\"a;b\"/>" CLOSE,
    OPEN "<animate attributeName=\"x\" to=\"javascript:alert(1)\"/>" CLOSE,
    "<?xml-stylesheet href=\"http://example.com/a.xsl\"?>" OPEN CLOSE,
    "<!DOCTYPE svg [<!ENTITY x \"&#60;script&#62;\">]>" OPEN "&x;" CLOSE,
    "<!DOCTYPE svg [<!ENTITY ns \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns;\"/>",
    "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]>" OPEN CLOSE,
    "<?xml version=\"1.0\" encoding=\"utf-7\"?>" OPEN CLOSE,
    OPEN "<g>",
    OPEN "<g></b>" CLOSE,
    OPEN "&nbsp;" CLOSE,
    OPEN "<a b=1/>" CLOSE,
    OPEN CLOSE "trailing",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhSvg svg = inspect (cases[i], strlen (cases[i]));

      g_test_message ("case %u", i);
      g_assert_true (svg.is_svg);
      g_assert_true (svg.is_active);
    }
}

static void
test_other (void)
{
  static const struct
  {
    const char *text;
    const char *root;
  } cases[] = {
    { "<!DOCTYPE html><html><body><svg xmlns=\"http://www.w3.org/2000/svg\"/></body></html>",
      "html" },
    { "<html><br><svg/>", "html" },
    { "<rss/>", "rss" },
    { "<svg xmlns=\"http://example.com/other\"/>", "svg" },
    { "<SVG/>", "SVG" },
    { "plain text <svg/>", "" },
    { "", "" },
    { "<", "" },
    { "\xff\xfe", "" },
    { "<a0123456789012345678901234567890123456789/>", "a012345678901234567890123456789" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PhSvg svg = inspect (cases[i].text, strlen (cases[i].text));

      g_test_message ("case %u", i);
      g_assert_false (svg.is_svg);
      if (i < 9)
        g_assert_cmpstr (svg.root, ==, cases[i].root);
    }
}

static void
test_size (void)
{
  static const struct
  {
    const char *attributes;
    guint width, height;
  } cases[] = {
    { "width=\"10\" height=\"20\"", 10, 20 },
    { "width=\"10px\" height=\" 20.6PX \"", 10, 21 },
    { "width=\"1in\" height=\"72pt\"", 96, 96 },
    { "width=\"2.54cm\" height=\"25.4mm\"", 96, 96 },
    { "width=\"1e2\" height=\"1pc\"", 100, 16 },
    { "viewBox=\"0 0 300 150\"", 300, 150 },
    { "viewBox=\"-5,-5,300.4,150\"", 300, 150 },
    { "width=\"100%\" height=\"100%\" viewBox=\"0 0 30 15\"", 30, 15 },
    { "width=\"60\" viewBox=\"0 0 30 15\"", 60, 30 },
    { "height=\"60\" viewBox=\"0 0 30 15\"", 120, 60 },
    { "width=\"10\" height=\"20\" viewBox=\"0 0 1 1\"", 10, 20 },
    { "width=\"10em\" height=\"20\"", 0, 0 },
    { "width=\"10\"", 0, 0 },
    { "", 0, 0 },
    { "width=\"0\" height=\"20\"", 0, 0 },
    { "width=\"-1\" height=\"20\"", 0, 0 },
    { "width=\"nan\" height=\"inf\"", 0, 0 },
    { "width=\"1e300\" height=\"1e300\"", 0, 0 },
    { "viewBox=\"0 0 1e-300 1e300\" width=\"1\"", 0, 0 },
    { "viewBox=\"0 0 30\"", 0, 0 },
    { "viewBox=\"0 0 -30 15\"", 0, 0 },
    { "viewBox=\"a b c d\"", 0, 0 },
    { "xmlns:x=\"urn:x\" x:width=\"9\" x:height=\"9\"", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("<svg xmlns=\"http://www.w3.org/2000/svg\" %s/>", cases[i].attributes);
      PhSvg svg = inspect (text, strlen (text));

      g_test_message ("case %s", text);
      g_assert_true (svg.is_svg);
      g_assert_false (svg.is_active);
      g_assert_cmpuint (svg.width, ==, cases[i].width);
      g_assert_cmpuint (svg.height, ==, cases[i].height);
    }
}

static void
test_utf16 (void)
{
  static const char quiet[]
      = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"4\"/>";
  static const char active[] = OPEN "<script/>" CLOSE;
  gsize length;
  g_autofree char *wide = g_convert (quiet, -1, "UTF-16", "UTF-8", NULL, &length, NULL);
  PhSvg svg = inspect (wide, length);
  g_autofree char *wide_active = g_convert (active, -1, "UTF-16", "UTF-8", NULL, &length, NULL);

  g_assert_true (svg.is_svg);
  g_assert_cmpuint (svg.width, ==, 3);
  svg = inspect (wide_active, length);
  g_assert_true (svg.is_svg);
  g_assert_true (svg.is_active);
}

#define LONG_STYLE 200000

/* Seconds of the processor for pictures that are @count things deep, wide and styled. */
static double
inspect_bombs (guint count)
{
  g_autoptr (GString) deep = g_string_new (OPEN);
  g_autoptr (GString) wide = g_string_new (OPEN);
  g_autoptr (GString) style = g_string_new (OPEN "<style>");
  clock_t start = clock ();
  PhSvg svg;

  for (guint i = 0; i < count; i++)
    {
      g_string_append (deep, "<g>");
      g_string_append (wide, "<rect width=\"1\" fill=\"url(#g)\"/>");
      g_string_append (style, "a { b: c }");
    }
  svg = inspect (deep->str, deep->len);
  g_assert_true (svg.is_svg && svg.is_active);
  g_string_append (wide, CLOSE);
  svg = inspect (wide->str, wide->len);
  g_assert_true (svg.is_svg && !svg.is_active);
  g_string_append (style, "</style>" CLOSE);
  svg = inspect (style->str, style->len);
  /* A style that is too long to be looked through counts as active. */
  g_assert_true (svg.is_svg && svg.is_active == (count >= LONG_STYLE));
  return (double) (clock () - start) / CLOCKS_PER_SEC;
}

/* Neither depth nor length may cost more than in proportion: ten times as much of it would take a
 * hundred times as long. */
static void
test_bombs (void)
{
  double few = inspect_bombs (20000);
  double many = inspect_bombs (LONG_STYLE);

  g_test_message ("%.3f s, %.3f s", few, many);
  g_assert_cmpfloat (many, <, 50 * (few + 0.02));
}

/* A script behind a megabyte of shapes is seen too, wherever the chunks end. */
static void
test_far (void)
{
  for (guint pad = 0; pad < 40; pad++)
    {
      g_autoptr (GString) text = g_string_new (OPEN);
      PhSvg svg;

      while (text->len < 16384 - 20 + pad)
        g_string_append_c (text, ' ');
      g_string_append (text, "<rect onload='x'/>" CLOSE);
      svg = inspect (text->str, text->len);
      g_assert_true (svg.is_svg && svg.is_active);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/svg/quiet", test_quiet);
  g_test_add_func ("/svg/active", test_active);
  g_test_add_func ("/svg/other", test_other);
  g_test_add_func ("/svg/size", test_size);
  g_test_add_func ("/svg/utf16", test_utf16);
  g_test_add_func ("/svg/bombs", test_bombs);
  g_test_add_func ("/svg/far", test_far);
  return g_test_run ();
}
