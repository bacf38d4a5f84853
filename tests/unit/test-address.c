/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-address.h"

#include <string.h>

#include "ph-error.h"

static const struct
{
  const char *text;
  const char *right;
} good[] = {
  { "s3.example.com", "https://s3.example.com" },
  { "127.0.0.1:9000", "http://127.0.0.1:9000" },
  { "//127.0.0.1:9000", "http://127.0.0.1:9000" },
  { " https://127.0.0.1:9000 ", "https://127.0.0.1:9000" },
  { "http://127.0.0.1:9000/", "http://127.0.0.1:9000" },
  { "http://127.0.0.1:9000///", "http://127.0.0.1:9000" },
  { "localhost:9000", "http://localhost:9000" },
  { "pics.localhost", "http://pics.localhost" },
  { "//img.example.com", "https://img.example.com" },
  { "HTTP://IMG.example.com", "http://img.example.com" },
  { "https://https://x.example.com", "https://x.example.com" },
  { "https://HTTP://x.example.com/a", "http://x.example.com/a" },
  { "https://img.example.com.", "https://img.example.com" },
  { "https://img.example.com:443/x", "https://img.example.com/x" },
  { "http://img.example.com:80", "http://img.example.com" },
  { "http://img.example.com:443", "http://img.example.com:443" },
  { "img.example.com:443", "https://img.example.com" },
  { "img.example.com:80", "http://img.example.com" },
  { "img.example.com:", "https://img.example.com" },
  { "https:img.example.com", "https://img.example.com" },
  { "https:/img.example.com", "https://img.example.com" },
  { "https:///img.example.com", "https://img.example.com" },
  { "\"https://img.example.com\"", "https://img.example.com" },
  { "<https://img.example.com>", "https://img.example.com" },
  { "“https://img.example.com”", "https://img.example.com" },
  { "「https：／／img。example。com」", "https://img.example.com" },
  { "\xe2\x80\x8bhttps://img.example.com\xc2\xa0", "https://img.example.com" },
  { "https：／／img。example．com", "https://img.example.com" },
  { "https://图床.example.com", "https://xn--wcso9o.example.com" },
  { "https://BÜCHER.example", "https://xn--bcher-kva.example" },
  { "https://cdn.example.com/pics", "https://cdn.example.com/pics" },
  { "https://cdn.example.com/pics/", "https://cdn.example.com/pics" },
  { "https://cdn.example.com//a//b/", "https://cdn.example.com/a/b" },
  { "https://cdn.example.com/my pics/图", "https://cdn.example.com/my%20pics/%E5%9B%BE" },
  { "https://cdn.example.com/my%20pics/%e5%9b%be", "https://cdn.example.com/my%20pics/%E5%9B%BE" },
  { "https://cdn.example.com/100%", "https://cdn.example.com/100%25" },
  { "[::1]:9000", "http://[::1]:9000" },
  { "::1", "http://[::1]" },
  { "https://[2001:DB8::1]/", "https://[2001:db8::1]" },
  { "https://minio", "https://minio" },
  { "minio:9000", "https://minio:9000" },
  { "http://my_minio:9000", "http://my_minio:9000" },
};

/* What the hint has to hold for the person to know the right value. */
static const struct
{
  const char *text;
  const char *hint;
} bad[] = {
  { "htps://x.example.com", "https://x.example.com" },
  { "ftp://x.example.com", "https://x.example.com" },
  { "s3://bucket", "https://bucket" },
  { "https://cdn.example.com/?x=",
    "remove the “?” and all behind it: write https://cdn.example.com/" },
  { "https://cdn.example.com/#a",
    "remove the “#” and all behind it: write https://cdn.example.com/" },
  { "HTTPS://https://cdn.example.com#a?b", "remove the “#”" },
  { "cdn.example.com/a?x", "write cdn.example.com/a" },
  { "https://cdn.example.com?x", "url-suffix" },
  { "https://", "https://" },
  { "https://x.example.com:99999", "65535" },
  { "https://x.example.com:abc", "65535" },
  { "https://x.example.com:-1", "65535" },
  { "https://127.0.0.300", "https://" },
  { "https://a..b", "https://" },
  { "https://-a.example.com", "https://" },
  { "https://exa mple.com", "https://" },
  { "https://[::1", "https://" },
  { "1:2:3:4", "https://" },
  { "minio", "https://minio" },
  { "undefined", "https://undefined" },
  { "https://x.example.com/a/../b", "https://x.example.com" },
  { "https://x.example.com:9000/%2e/b", "write https://x.example.com:9000" },
  { "x.example.com:9000/%2E%2e", "write https://x.example.com:9000" },
  { "http://[::1]:9000/./b", "write http://[::1]:9000" },
  { "https://c\"x", "such as https://img.example.com" },
  { "https://c”x", "such as https://img.example.com" },
  { "https:\\\\x.example.com", "https://" },
  { "/", "https://" },
  { " ", "https://" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PhAddress) address = ph_address_parse ("endpoint", good[i].text, &error);
      g_autoptr (PhAddress) again = NULL;
      g_autofree char *text = NULL;
      g_autofree char *text_again = NULL;

      g_test_message ("case %s", good[i].text);
      g_assert_no_error (error);
      text = ph_address_format (address);
      g_assert_cmpstr (text, ==, good[i].right);
      /* The normal form is its own normal form. */
      again = ph_address_parse ("endpoint", text, &error);
      g_assert_no_error (error);
      text_again = ph_address_format (again);
      g_assert_cmpstr (text_again, ==, text);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %s", bad[i].text);
      g_assert_null (ph_address_parse ("public-url", bad[i].text, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, "public-url"));
      g_assert_nonnull (strstr (ph_error_get_hint (error), bad[i].hint));
    }
}

static void
test_password (void)
{
  static const char *const texts[]
      = { "https://AKID:s3cret@x.example.com", "htps://AKID:s3cret@x.example.com",
          "https://https://AKID:s3cret@x.example.com", "AKID:s3cret@x.example.com",
          "//AKID:s3cret@x.example.com/a?b" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ph_address_parse ("endpoint", texts[i], &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_null (strstr (error->message, "s3cret"));
      g_assert_null (strstr (ph_error_get_hint (error), "s3cret"));
    }
}

/* A presigned link is a key for seven days; an endpoint has no use for url-suffix. */
static void
test_query (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      ph_address_parse ("endpoint", "https://x.example.com/p?X-Amz-Signature=s3cret", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_cmpstr (error->message, ==, "endpoint can't be “https://x.example.com/p?…”");
  g_assert_cmpstr (ph_error_get_hint (error), ==,
                   "remove the “?” and all behind it: write https://x.example.com/p");
}

static void
test_kinds (void)
{
  g_assert_true (ph_address_is_ip ("127.0.0.1"));
  g_assert_true (ph_address_is_ip ("[::1]"));
  g_assert_false (ph_address_is_ip ("localhost"));
  g_assert_true (ph_address_is_loopback ("127.8.9.1"));
  g_assert_true (ph_address_is_loopback ("[::1]"));
  g_assert_true (ph_address_is_loopback ("localhost"));
  g_assert_true (ph_address_is_loopback ("b.localhost"));
  g_assert_false (ph_address_is_loopback ("notlocalhost"));
  g_assert_false (ph_address_is_loopback ("128.0.0.1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/password", test_password);
  g_test_add_func ("/address/query", test_query);
  g_test_add_func ("/address/kinds", test_kinds);
  return g_test_run ();
}
