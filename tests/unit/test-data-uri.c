/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-data-uri.h"

#include <string.h>

static void
test_decode (void)
{
  static const struct
  {
    const char *uri, *text; /* NULL: none */
  } cases[] = {
    { "data:image/png;base64,aGVsbG8=", "hello" },
    { "DATA:image/png;BASE64,aGVsbG8=", "hello" },
    { "data:;base64,aGVs%0A%20bG8%3D", "hello" },
    { "data:;base64,aGVs\r\n  bG8=", "hello" },
    { "data:image/png;name=a.png;base64,aGVsbG8=", "hello" },
    { "data:image/svg+xml,%3Csvg%20/%3E", "<svg />" },
    { "data:,a+b", "a+b" },
    { "data:,", "" },
    { "data:image/png;base64", NULL },
    { "data:image/png;base64,aGVsbG8", NULL },
    { "data:image/png;base64,aGVs\"bG8=", NULL },
    { "data:image/png;base64,aGVs%00bG8=", NULL },
    { "data:,%zz", NULL },
    { "http://example.com/data:,a", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = ph_data_uri_decode (cases[i].uri);
      gsize length = 0;
      const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

      g_test_message ("case %u", i);
      g_assert_cmpint (bytes != NULL, ==, cases[i].text != NULL);
      if (bytes != NULL)
        g_assert_cmpmem (data, length, cases[i].text, strlen (cases[i].text));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-uri/decode", test_decode);
  return g_test_run ();
}
