/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-url-mask.h"

static const struct
{
  const char *text;
  const char *masked; /* NULL: as it is */
} cases[] = {
  { "", NULL },
  { "plain text: a.png & b.png?", NULL },
  { "https://img.example.com/2026/11/a.png", NULL },
  { "https://img.example.com/a.png?x-oss-process=style/web#top", NULL },
  { "https://img.example.com/a.png?x-oss-process=image/resize,w_1000/quality,q_90/format,webp",
    NULL },
  { "http://127.0.0.1:9000/a@b", NULL },
  { "https://s3.example.com:9000", NULL },
  { "https://medium.com/@me/a.png", NULL },
  { "https://me@host/a.png", NULL },
  { "https://dash.example.com/fedcba9876543210fedcba9876543210/r2?to=/buckets", NULL },
  { "https://me:word@host/a.png", "https://me:***@host/a.png" },
  { "proxy http://me:pa:ss@word@host:1 failed", "proxy http://me:***@host:1 failed" },
  { "http://me:pa/ss?w#o@host/x", "http://me:***@host/x" },
  { "http://me:12345@host/x", "http://me:***@host/x" },
  { "http://:word@host/x", "http://:***@host/x" },
  { "“https://a:b@c” and “https://d:e@f”", "“https://a:***@c” and “https://d:***@f”" },
  { "https://h/login?token=abc&to=x", "https://h/login?token=***&to=x" },
  { "https://h/login?to=x&access_token=abc#top", "https://h/login?to=x&access_token=***#top" },
  { "https://h/login#id_token=abc&state=def", "https://h/login#id_token=***&state=***" },
  { "https://h/cb?Code=abc", "https://h/cb?Code=***" },
  { "h.example.com/login?token=abc", "h.example.com/login?token=***" },
  { "“https://h/?token=abc”: write https://h", "“https://h/?token=***”: write https://h" },
  { "https://h/k?X-Amz-Credential=AKIA%2Fx&X-Amz-Expires=60&X-Amz-Signature=0123abcd",
    "https://h/k?X-Amz-Credential=***&X-Amz-Expires=60&X-Amz-Signature=***" },
  { "https://h/?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "https://h/?t=***" },
  { "https://h/?fedcba9876543210fedcba9876543210", "https://h/?***" },
  { "https://h/#fedcba9876543210fedcba9876543210”", "https://h/#***”" },
  { "\xff://me:word@host", "\xef\xbf\xbd://me:***@host" },
};

static void
test_mask (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = ph_url_mask (cases[i].text);

      g_assert_cmpstr (masked, ==, cases[i].masked != NULL ? cases[i].masked : cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/url-mask/mask", test_mask);
  return g_test_run ();
}
