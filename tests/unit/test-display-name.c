/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-display-name.h"

#include <string.h>

typedef struct
{
  const char *input;
  const char *output;
} Case;

static void
check (char *(*convert) (const char *), const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *output = convert (cases[i].input);

      g_test_message ("case %u", i);
      g_assert_cmpstr (output, ==, cases[i].output);
      g_assert_true (g_utf8_validate (output, -1, NULL));
    }
}

static void
test_escape (void)
{
  static const Case cases[] = {
    { "", "" },
    { "plain (1).png", "plain (1).png" },
    { "截图.png", "截图.png" },
    { "back\\slash", "back\\slash" },
    { "two\nlines", "two\\nlines" },
    { "b\\a\nc", "b\\\\a\\nc" },
    { "\033[31mred", "\\033[31mred" },
    { "bell\a\b\t\v\f\r", "bell\\a\\b\\t\\v\\f\\r" },
    { "del\177", "del\\177" },
    { "c1\302\233x", "c1\\302\\233x" },
    { "caf\351.png", "caf\\351.png" },
    { "\377\376.png", "\\377\\376.png" },
    { "cut\344\270", "cut\\344\\270" },
    { "turn\342\200\256gnp.exe", "turn\\342\\200\\256gnp.exe" },
    { "line\342\200\250s\342\200\251", "line\\342\\200\\250s\\342\\200\\251" },
    { "family👨‍👩‍👧", "family👨‍👩‍👧" },
  };

  check (ph_display_name_escape, cases, G_N_ELEMENTS (cases));
}

static void
test_from_path (void)
{
  static const Case cases[] = {
    { "/tmp/a b.png", "a b.png" },
    { "a.png", "a.png" },
    { "dir/sub/", "sub" },
    { "/", "picture" },
    { "", "picture" },
    { "..", "picture" },
    { "/x/ \t", "picture" },
    { "/x/caf\351.png", "caf\357\277\275.png" },
    { "/x/a\nb\033c.png", "a b c.png" },
    { "/x/a\342\200\250b.png", "a b.png" },
    { "/x/a\357\277\277b", "a\357\277\275b" },
    { "/x/%20#?.png", "%20#?.png" },
    { "-rf.png", "-rf.png" },
  };

  check (ph_display_name_from_path, cases, G_N_ELEMENTS (cases));
}

static void
test_from_url (void)
{
  static const Case cases[] = {
    { "http://127.0.0.1:8000/%E6%B1%89.gif", "汉.gif" },
    { "https://h/b233.jpg?token=62407.42#www", "b233.jpg" },
    { "https://h/i/20260925", "20260925" },
    { "https://h/x.php?f=a.png", "x.php" },
    { "https://h/a%20b+c.png", "a b+c.png" },
    { "https://h/a%2520b.png", "a%20b.png" },
    { "https://h/o/images%2Fcat.png?alt=media", "cat.png" },
    { "https://h/100%.png", "100%.png" },
    { "https://h/%zz%4.png", "%zz%4.png" },
    { "https://h/a%00b%0Ac.png", "a b c.png" },
    { "https://h/caf%E9.png", "caf\357\277\275.png" },
    { "https://h/i/", "i" },
    { "https://h/", "picture" },
    { "https://example.com", "picture" },
    { "https://example.com?x=/a.png", "picture" },
    { "https://h/%2e%2e", "picture" },
    { "https://h/%20", "picture" },
    { "file:///home/me/a%20b.png", "a b.png" },
    { "", "picture" },
  };

  check (ph_display_name_from_url, cases, G_N_ELEMENTS (cases));
}

static void
test_to_alt (void)
{
  static const Case cases[] = {
    { "shot.png", "shot" },
    { "  a \t b\n.png", "a b" },
    { "屏幕快照 2026-11-25 上午9.41.00.png", "屏幕快照 2026-11-25 上午9.41.00" },
    { "a.tar.gz", "a.tar" },
    { ".png", ".png" },
    { "", "" },
    { "x\357\277\275\351", "x\357\277\275\357\277\275" },
    { "a\343\200\200b", "a b" },
  };

  check (ph_display_name_to_alt, cases, G_N_ELEMENTS (cases));
}

static char *
dup_extension (const char *name)
{
  const char *extension = ph_display_name_get_extension (name);

  g_assert_true (extension >= name && extension <= name + strlen (name));
  return g_strdup (extension);
}

static void
test_extension (void)
{
  static const Case cases[] = {
    { "a.png", "png" },
    { "a.JPG", "JPG" },
    { "a.tar.gz", "gz" },
    { ".png", "" },
    { "dir/.png", "" },
    { "dir.d/a", "" },
    { "a.", "" },
    { "a", "" },
    { "", "" },
    { "9.41.00", "" },
    { "song.mp3", "mp3" },
    { "a.b c", "" },
    { "a.图", "" },
    { "a.abcdefghij", "abcdefghij" },
    { "a.abcdefghijk", "" },
  };

  check (dup_extension, cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display-name/escape", test_escape);
  g_test_add_func ("/display-name/from-path", test_from_path);
  g_test_add_func ("/display-name/from-url", test_from_url);
  g_test_add_func ("/display-name/to-alt", test_to_alt);
  g_test_add_func ("/display-name/extension", test_extension);
  return g_test_run ();
}
