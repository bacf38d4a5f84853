/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-proxy-url.h"

#include <string.h>

#include "ph-error.h"

/* A NULL password: there is none. */
static const struct
{
  const char *url;
  PhProxyLogin login;
  const char *masked;
  const char *password;
  const char *joined;
} cases[] = {
  { "http://user:password@proxy.example:3128", PH_PROXY_HAS_PASSWORD,
    "http://user@proxy.example:3128", "password", "http://user:password@proxy.example:3128" },
  { "user:password@proxy.example", PH_PROXY_HAS_PASSWORD, "user@proxy.example", "password",
    "user:password@proxy.example" },
  { "http://user@proxy.example:3128", PH_PROXY_LACKS_PASSWORD, "http://user@proxy.example:3128",
    NULL, "http://user@proxy.example:3128" },
  { "http://user:@proxy.example", PH_PROXY_OPEN, "http://user:@proxy.example", NULL,
    "http://user:@proxy.example" },
  { "http://:password@proxy.example", PH_PROXY_HAS_PASSWORD, "http://@proxy.example", "password",
    "http://:password@proxy.example" },
  { "http://proxy.example:3128", PH_PROXY_OPEN, "http://proxy.example:3128", NULL,
    "http://proxy.example:3128" },
  { "socks5h://[::1]:1080", PH_PROXY_OPEN, "socks5h://[::1]:1080", NULL, "socks5h://[::1]:1080" },
  { "", PH_PROXY_OPEN, "", NULL, "" },

  /* Encoded, and not. */
  { "socks5h://u:p@ss:w@127.0.0.1:1080", PH_PROXY_HAS_PASSWORD, "socks5h://u@127.0.0.1:1080",
    "p@ss:w", "socks5h://u:p%40ss%3Aw@127.0.0.1:1080" },
  { "http://me%40work:p%3A%2f%23%25@h", PH_PROXY_HAS_PASSWORD, "http://me%40work@h", "p:/#%",
    "http://me%40work:p%3A%2F%23%25@h" },
  { "http://me@work:p@h", PH_PROXY_HAS_PASSWORD, "http://me@work@h", "p", "http://me%40work:p@h" },
  { "http://u:p/a?s#s %41@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "p/a?s#s %41",
    "http://u:p%2Fa%3Fs%23s%20%2541@h" },
  { "http://u:100%@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "100%", "http://u:100%25@h" },
  { "http://u:%zz%4@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "%zz%4", "http://u:%25zz%254@h" },
  { "http://u:密é@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "密é", "http://u:%E5%AF%86%C3%A9@h" },
  { "http://u:%E5%AF%86@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "密", "http://u:%E5%AF%86@h" },
  { "http://u:\xff\xfe@h", PH_PROXY_HAS_PASSWORD, "http://u@h", "\xff\xfe", "http://u:%FF%FE@h" },
  { "u:a://b@h", PH_PROXY_HAS_PASSWORD, "u@h", "a://b", "u:a%3A%2F%2Fb@h" },
};

static void
test_parts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *masked = ph_proxy_url_mask (cases[i].url);
      g_autofree char *password = ph_proxy_url_dup_password (cases[i].url, &error);
      g_autofree char *joined = ph_proxy_url_join (cases[i].url, NULL);

      g_test_message ("case %u", i);
      g_assert_no_error (error);
      g_assert_cmpint (ph_proxy_url_get_login (cases[i].url), ==, cases[i].login);
      g_assert_cmpstr (masked, ==, cases[i].masked);
      g_assert_cmpstr (password, ==, cases[i].password);
      g_assert_cmpstr (joined, ==, cases[i].joined);
      if (password != NULL)
        {
          g_autofree char *again = ph_proxy_url_join (masked, password);

          g_assert_cmpstr (again, ==, joined);
        }
    }
}

/* Each byte that can be in a password, both ways. */
static void
test_all_bytes (void)
{
  g_autofree char *joined = NULL;
  g_autofree char *back = NULL;
  char password[256];
  gsize length = 0;

  for (guint byte = 1; byte < 256; byte++)
    if (!g_ascii_iscntrl ((char) byte))
      password[length++] = (char) byte;
  password[length] = '\0';
  joined = ph_proxy_url_join ("http://u@h:1", password);
  g_assert_true (g_str_is_ascii (joined));
  back = ph_proxy_url_dup_password (joined, NULL);
  g_assert_cmpstr (back, ==, password);
}

static void
test_control_characters (void)
{
  static const char *const urls[]
      = { "http://u:a%0ab@h", "http://u:a%00hidden@h", "http://u:a\tb@h", "http://u:%7f@h" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ph_proxy_url_dup_password (urls[i], &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_null (strstr (error->message, "hidden"));
    }
}

static void
test_open (void)
{
  static const struct
  {
    const char *url;
    const char *marked;
  } marks[] = {
    { "http://u@h:1", "http://u:@h:1" },
    { "http://u@work@h", "http://u@work:@h" },
    { "http://h:1", "http://h:1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *marked = ph_proxy_url_mark_open (marks[i].url);
      g_autofree char *again = ph_proxy_url_mark_open (marked);
      g_autofree char *back = ph_proxy_url_unmark_open (marked);

      g_assert_cmpstr (marked, ==, marks[i].marked);
      g_assert_cmpstr (again, ==, marked);
      g_assert_cmpstr (back, ==, marks[i].url);
      g_assert_cmpint (ph_proxy_url_get_login (marked), ==, PH_PROXY_OPEN);
    }
}

static void
test_port (void)
{
  static const struct
  {
    const char *url;
    gboolean right;
  } ports[] = {
    { "http://h:3128", TRUE },   { "http://h:3128/", TRUE },
    { "http://h", TRUE },        { "h:1", TRUE },
    { "http://h:", TRUE },       { "http://[::1]:1080", TRUE },
    { "http://[::1]", TRUE },    { "http://u:p@h:1", TRUE },
    { "http://u:p@h", TRUE },    { "http://user:pass", FALSE },
    { "user:pa/ss", FALSE },     { "http://u:p@h:x", FALSE },
    { "http://[::1]:x", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_test_message ("%s", ports[i].url);
      g_assert_cmpint (ph_proxy_url_has_right_port (ports[i].url), ==, ports[i].right);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy-url/parts", test_parts);
  g_test_add_func ("/proxy-url/all-bytes", test_all_bytes);
  g_test_add_func ("/proxy-url/control-characters", test_control_characters);
  g_test_add_func ("/proxy-url/open", test_open);
  g_test_add_func ("/proxy-url/port", test_port);
  return g_test_run ();
}
