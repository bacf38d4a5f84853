/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-proxy-url.h"

static const struct
{
  const char *url;
  const char *masked;
} cases[] = {
  { "http://user:password@proxy.example:3128", "http://user@proxy.example:3128" },
  { "socks5h://u:p@ss:w@127.0.0.1:1080", "socks5h://u@127.0.0.1:1080" },
  { "user:password@proxy.example", "user@proxy.example" },
  { "http://user@proxy.example:3128", "http://user@proxy.example:3128" },
  { "http://proxy.example:3128", "http://proxy.example:3128" },
  { "", "" },
};

static void
test_mask (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = ph_proxy_url_mask (cases[i].url);

      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy-url/mask", test_mask);
  return g_test_run ();
}
