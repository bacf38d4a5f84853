/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-link.h"

#include <gio/gio.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>

#include "ph-display-name.h"

/* Each format on a large table of nasty names, read back by the parsers that readers use: one
 * picture from each line, with the URL and the alternative text that went in. */

static const char *const nasty_names[] = {
  "plain",
  "屏幕快照 2026-11-25 上午9.41.00",
  "IMG (1) [final]",
  "open[",
  "shut]",
  "smile :)",
  "tick ` tick",
  "``two`` `` ticks",
  "a!b@c$d&e(f)=g;h,i'j*k~l",
  "![x](y)",
  "](http://evil.example/x.png)",
  "](evil) ![y",
  "[a][b]",
  "[^1]",
  "<b>bold</b>",
  "<http://example.com>",
  "<me@example.com>",
  "https://example.com/*a*",
  "www.example.com_x_",
  "--><!-- x",
  "<![CDATA[x]]>",
  "<?php x ?>",
  "\" onerror=\"alert(1)",
  "' onerror='alert(1)",
  "\"><script>alert(1)</script>",
  "&copy; &amp; &#60; &#x3c; &#0; &bogus; &",
  "&amp",
  "AT&T;",
  "**bold** __strong__ *em* _em_ ~~gone~~ ~x~",
  "snake_case_name __init__ _x",
  "{{ liquid }} {% tag %} {name} {url}",
  "{counter:x} {set:y:z} {empty}",
  "back\\slash \\* \\\\",
  "ends in backslash\\",
  "| a | b |",
  "# heading",
  "- list",
  "1. list",
  "> quote",
  "    code",
  "---",
  "===",
  "(C) (R) (TM) -- ... -> => 'quoted'",
  "role=button,link=x",
  "width=1,height=1",
  ":smile: @user #1",
  "[[wiki]]",
  "]]",
  "[/img]",
  "`role`:x:",
  "|sub|",
  "name_",
  "`name`_",
  "*",
  "_",
  "\\",
  "!",
  "é combining e\314\201 x\314\202",
  "👨‍👩‍👧 🇩🇪 ☃️",
  "עברית العربية",
  "zero\342\200\213width",
  "turn\342\200\256gnp",
  "caf\351 \377\376",
  "line\nbreak\r\ttab\033[31m",
  "sep\342\200\250arator\302\205",
  "nb\302\240sp",
  "",
};

static const char *const nasty_urls[] = {
  "https://img.example.com/2026/11/a.png",
  "https://img.example.com/a%20b%28c%29%5B1%5D.png",
  "https://img.example.com/(a)_b_*c*.png",
  "https://img.example.com/((((.png",
  "https://img.example.com/)).png",
  "https://img.example.com/a.png?x=1&y=2&copy;=3&lt=4&amp;z",
  "https://img.example.com/a.png?x-oss-process=style/web!~'$,;:@",
  "https://img.example.com/__a__**b**~~c~~_",
  "https://img.example.com/a.png#frag--...(C)",
  "http://127.0.0.1:8787/b/%E6%B1%89.gif",
};

typedef struct
{
  char *url;
  char *alt;
} Link;

static void
link_free (Link *link)
{
  g_free (link->url);
  g_free (link->alt);
  g_free (link);
}

static void
add_link (GPtrArray *links, const char *url, const char *alt)
{
  Link *link = g_new0 (Link, 1);

  link->url = g_strdup (url);
  link->alt = g_strdup (alt);
  g_ptr_array_add (links, link);
}

/* @step 1: each pair of printable ASCII characters, bare and within words. */
static GPtrArray *
make_links (int step)
{
  GPtrArray *links = g_ptr_array_new_with_free_func ((GDestroyNotify) link_free);

  for (guint i = 0; i < G_N_ELEMENTS (nasty_names); i++)
    add_link (links, nasty_urls[i % G_N_ELEMENTS (nasty_urls)], nasty_names[i]);
  for (guint i = 0; i < G_N_ELEMENTS (nasty_urls); i++)
    add_link (links, nasty_urls[i], "x");
  for (int pair = 0; pair < 95 * 95; pair += step)
    {
      char bare[] = { (char) (' ' + pair / 95), (char) (' ' + pair % 95), '\0' };
      g_autofree char *within = g_strdup_printf ("a%sb %s. c", bare, bare);

      add_link (links, nasty_urls[pair % G_N_ELEMENTS (nasty_urls)], bare);
      add_link (links, nasty_urls[pair % G_N_ELEMENTS (nasty_urls)], within);
    }
  return links;
}

/* All links as paragraphs of one text. */
static char *
write_text (GPtrArray *links, const char *format_name)
{
  g_autoptr (PhLinkFormat) format = ph_link_format_new (format_name, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < links->len; i++)
    {
      const Link *link = g_ptr_array_index (links, i);
      const PhLinkValues values = {
        .url = link->url, .name = "", .alt = link->alt, .extension = "", .key = "", .mime = ""
      };
      g_autofree char *line = ph_link_format_expand (format, &values);

      g_assert_null (strpbrk (line, "\n\r"));
      g_string_append_printf (text, "%s\n\n", line);
    }
  return g_string_free (text, FALSE);
}

static char *
run (const char *const *argv, const char *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char *output = NULL;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static gboolean
has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_test_skip (name);
  return path != NULL;
}

/* Of 38,000 links only the ones that were read otherwise are worth a line. */
static void
check (gboolean holds, const char *what, const char *alt, const char *url)
{
  if (!holds)
    g_error ("%s: alt %s, url %s", what, alt, url);
}

static void
assert_attribute (xmlNode *node, const char *name, const char *expected)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) name);

  g_assert_cmpstr ((const char *) value, ==, expected);
  xmlFree (value);
}

/* A paragraph of cmark's XML: one image, in it nothing but text. */
static void
assert_paragraph (xmlNode *paragraph, const Link *link)
{
  g_autofree char *alt = ph_display_name_to_line (link->alt);
  g_autoptr (GString) text = g_string_new (NULL);
  xmlNode *image = xmlFirstElementChild (paragraph);
  xmlChar *title;

  check (image != NULL && xmlNextElementSibling (image) == NULL
             && g_str_equal (paragraph->name, "paragraph") && g_str_equal (image->name, "image"),
         "not one image in a paragraph", alt, link->url);
  assert_attribute (image, "destination", link->url);
  title = xmlGetProp (image, (const xmlChar *) "title");
  check (title == NULL || *title == '\0', "a title", alt, link->url);
  xmlFree (title);
  for (xmlNode *child = xmlFirstElementChild (image); child != NULL;
       child = xmlNextElementSibling (child))
    {
      xmlChar *content = xmlNodeGetContent (child);

      g_assert_cmpstr ((const char *) child->name, ==, "text");
      g_string_append (text, (const char *) content);
      xmlFree (content);
    }
  g_assert_cmpstr (text->str, ==, alt);
}

static void
test_markdown (void)
{
  static const char *const argv[] = { "cmark", "-t", "xml", NULL };
  g_autoptr (GPtrArray) links = make_links (1);
  g_autofree char *text = write_text (links, "markdown");
  g_autofree char *xml = NULL;
  xmlDoc *document;
  xmlNode *paragraph;

  if (!has_program ("cmark"))
    return;
  xml = run (argv, text);
  document = xmlReadMemory (xml, (int) strlen (xml), NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
  g_assert_nonnull (document);
  paragraph = xmlFirstElementChild (xmlDocGetRootElement (document));
  for (guint i = 0; i < links->len; i++)
    {
      g_assert_nonnull (paragraph);
      assert_paragraph (paragraph, g_ptr_array_index (links, i));
      paragraph = xmlNextElementSibling (paragraph);
    }
  g_assert_null (paragraph);
  xmlFreeDoc (document);
}

/* Elements below @node that are none of the frame a parser or converter builds around pictures. */
static void
collect_images (xmlNode *node, GPtrArray *images)
{
  for (xmlNode *child = xmlFirstElementChild (node); child != NULL;
       child = xmlNextElementSibling (child))
    {
      if (g_str_equal ((const char *) child->name, "img"))
        g_ptr_array_add (images, child);
      else
        g_assert_nonnull (strstr (" html body p div ", (const char *) child->name));
      collect_images (child, images);
    }
}

static void
assert_html (const char *html, GPtrArray *links)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  xmlDoc *document = htmlReadMemory (html, (int) strlen (html), NULL, "UTF-8",
                                     HTML_PARSE_NONET | HTML_PARSE_NOERROR);

  g_assert_nonnull (document);
  collect_images (xmlDocGetRootElement (document), images);
  g_assert_cmpuint (images->len, ==, links->len);
  for (guint i = 0; i < links->len; i++)
    {
      const Link *link = g_ptr_array_index (links, i);
      xmlNode *image = g_ptr_array_index (images, i);
      g_autofree char *alt = ph_display_name_to_line (link->alt);

      assert_attribute (image, "src", link->url);
      assert_attribute (image, "alt", alt);
      check (xmlChildElementCount (image) == 0, "something inside", alt, link->url);
      for (xmlAttr *attribute = image->properties; attribute != NULL; attribute = attribute->next)
        check (strstr (" src alt ", (const char *) attribute->name) != NULL, "an attribute more",
               alt, link->url);
    }
  xmlFreeDoc (document);
}

static void
test_html (void)
{
  g_autoptr (GPtrArray) links = make_links (1);
  g_autofree char *text = write_text (links, "html");

  assert_html (text, links);
}

/* Where no alternative text is given the converter makes one up from the file name. */
static void
drop_blank (GPtrArray *links)
{
  for (guint i = links->len; i-- > 0;)
    {
      Link *link = g_ptr_array_index (links, i);
      g_autofree char *line = g_strstrip (ph_display_name_to_line (link->alt));

      if (*line == '\0')
        g_ptr_array_remove_index (links, i);
      else
        {
          /* White space around an attribute is no part of it. */
          g_free (link->alt);
          link->alt = g_steal_pointer (&line);
        }
    }
}

static void
test_asciidoc (void)
{
  static const char *const argv[] = { "asciidoctor", "-s", "-S", "safe", "-o", "-", "-", NULL };
  g_autoptr (GPtrArray) links = make_links (7);
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;

  if (!has_program ("asciidoctor"))
    return;
  drop_blank (links);
  text = write_text (links, "asciidoc");
  html = run (argv, text);
  assert_html (html, links);
}

static void
test_rst (void)
{
  static const char script[] = "import sys, docutils.core, docutils.nodes as n\n"
                               "d = docutils.core.publish_doctree(sys.stdin.read(),\n"
                               "    settings_overrides={'report_level': 1, 'halt_level': 2})\n"
                               "for c in d.children:\n"
                               "    assert isinstance(c, n.image), c\n"
                               "    print(c['uri'])\n";
  static const char *const probe[] = { "/usr/bin/python3", "-c", "import docutils", NULL };
  static const char *const argv[] = { "/usr/bin/python3", "-c", script, NULL };
  g_autoptr (GSubprocess) process
      = g_subprocess_newv (probe, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_autoptr (GPtrArray) links = make_links (101);
  g_autofree char *text = write_text (links, "rst");
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  if (process == NULL || !g_subprocess_wait_check (process, NULL, NULL))
    {
      g_test_skip ("python3-docutils");
      return;
    }
  output = run (argv, text);
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, links->len + 1);
  for (guint i = 0; i < links->len; i++)
    g_assert_cmpstr (lines[i], ==, ((const Link *) g_ptr_array_index (links, i))->url);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-parsers/markdown", test_markdown);
  g_test_add_func ("/link-parsers/html", test_html);
  g_test_add_func ("/link-parsers/asciidoc", test_asciidoc);
  g_test_add_func ("/link-parsers/rst", test_rst);
  return g_test_run ();
}
