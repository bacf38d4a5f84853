/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-link.h"

#include <string.h>

#include "ph-error.h"

#define URL "https://img.example.com/2026/11/a%20b.png"

static PhLinkValues
make_values (const char *url, const char *alt)
{
  const PhLinkValues values = { .url = url,
                                .name = "a b.png",
                                .alt = alt,
                                .extension = "png",
                                .key = "2026/11/a b.png",
                                .mime = "image/png",
                                .size = 12345678901,
                                .width = 640,
                                .height = 480 };

  return values;
}

static void
test_formats (void)
{
  static const struct
  {
    const char *format, *url, *alt, *link;
  } cases[] = {
    { "markdown", URL, "a b", "![a b](" URL ")" },
    { "Markdown", URL, "", "![](" URL ")" },
    { "markdown", URL, "x[1](2)*\\`", "![x\\[1\\](2)\\*\\\\\\`](" URL ")" },
    { "markdown", URL, "IMG_2026_11 _x_", "![IMG_2026_11 \\_x\\_](" URL ")" },
    { "markdown", URL, "Tom & Jerry &amp; <b>", "![Tom & Jerry &amp;amp; &lt;b>](" URL ")" },
    { "markdown", "https://h/(1)?a&copy;&b", "x", "![x](https://h/\\(1\\)?a&amp;copy;&b)" },
    { "html", URL, "a \"b\" <c> & 'd'",
      "<img src=\"" URL "\" alt=\"a &quot;b&quot; &lt;c&gt; &amp; &apos;d&apos;\">" },
    { "html", "https://h/a?x=1&y=2", "", "<img src=\"https://h/a?x=1&amp;y=2\" alt=\"\">" },
    { "url", URL, "a b", URL },
    { "url", "https://h/ä \"<>\\^`{|}\n[x]", "",
      "https://h/%C3%A4%20%22%3C%3E%5C%5E%60%7B%7C%7D%0A%5Bx%5D" },
    { "url", "http://[::1]:9000/b/a.png", "", "http://[::1]:9000/b/a.png" },
    { "bbcode", URL, "a b", "[img]" URL "[/img]" },
    { "bbcode", "https://h/a[/img]b", "", "[img]https://h/a%5B/img%5Db[/img]" },
    { "rst", URL, "a b", ".. image:: " URL },
    { "asciidoc", URL, "a-b_c.d", "image::" URL "[a-b_c.d]" },
    { "asciidoc", URL, "a, \"b\"] (C) -- ...",
      "image::" URL "[a&#44; &#34;b&#34;&#93; &#40;C&#41; &#45;&#45; &#46;&#46;&#46;]" },
    { "org", URL, "a b", "[[" URL "]]" },
    { "org", "http://[::1]/a", "", "[[http://\\[::1\\]/a]]" },
    { "markdown", URL, "a\nb\tc\033\302\205\342\200\250d", "![a b c   d](" URL ")" },
    { "markdown", URL, "caf\351", "![caf\357\277\275](" URL ")" },
    /* custom */
    { "{url}", URL, "a", URL },
    { "<a href=\"{url}\">{alt}|{name}|{ext}|{width}x{height}|{key}|{size}|{mime}</a>", URL, "alt",
      "<a href=\"" URL "\">alt|a b.png|png|640x480|2026/11/a b.png|12345678901|image/png</a>" },
    { "{{< figure src=\"{url}\" >}}", URL, "", "{{< figure src=\"" URL "\" >}}" },
    { "\\includegraphics{{url}}", URL, "", "\\includegraphics{" URL "}" },
    { "{url}{", URL, "", URL "{" },
    { "{ x }}{alt}\t!", URL, "A\nB", "{ x }}A B !" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhLinkValues values = make_values (cases[i].url, cases[i].alt);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhLinkFormat) format = ph_link_format_new (cases[i].format, &error);
      g_autofree char *link = NULL;

      g_test_message ("case %u: %s", i, cases[i].format);
      g_assert_no_error (error);
      link = ph_link_format_expand (format, &values);
      g_assert_cmpstr (link, ==, cases[i].link);
      g_assert_true (g_utf8_validate (link, -1, NULL));
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *format;
    const char *named;
  } cases[] = {
    { "", "" },
    { "markdwon", "markdwon" },
    { "no field", "no field" },
    { "{}", "{}" },
    { "{ur}", "{ur}" },
    { "{url} {caption}", "{caption}" },
    { "{URL}", "{URL}" },
    { "{url}\n", "line end" },
    { "a\r{url}", "line end" },
    { "{url}\342\200\250", "line end" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (ph_link_format_new (cases[i].format, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, cases[i].named));
      g_assert_nonnull (ph_error_get_hint (error));
    }
}

static void
test_list (void)
{
  const char *const *names = ph_link_format_list ();

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 7);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (PhLinkFormat) format = ph_link_format_new (names[i], NULL);

      g_assert_nonnull (format);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/formats", test_formats);
  g_test_add_func ("/link/errors", test_errors);
  g_test_add_func ("/link/list", test_list);
  return g_test_run ();
}
