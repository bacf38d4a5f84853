/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-drop-choice.h"

#include <string.h>

/* What is offered, and what is read of it in which order; both with '|' between. */
static const struct
{
  const char *offered;
  const char *chosen;
} choices[] = {
  { "text/plain|text/uri-list", "text/uri-list|text/plain" },
  { "image/png|x-special/gnome-copied-files", "x-special/gnome-copied-files|image/png" },
  { "text/x-moz-url|text/html|text/uri-list|application/octet-stream",
    "text/html|text/x-moz-url|text/uri-list" },
  { "text/uri-list|text/html|image/jpeg|image/png",
    "image/png|image/jpeg|text/html|text/uri-list" },
  { "_NETSCAPE_URL|UTF8_STRING", "_NETSCAPE_URL|UTF8_STRING" },
  { "application/x-color|text/rtf", "" },
};

static void
test_choose (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_auto (GStrv) offered = g_strsplit (choices[i].offered, "|", -1);
      g_autoptr (GPtrArray) chosen = ph_drop_choose ((const char *const *) offered);
      g_autofree char *joined = NULL;

      g_ptr_array_add (chosen, NULL);
      joined = g_strjoinv ("|", (char **) chosen->pdata);
      g_assert_cmpstr (joined, ==, choices[i].chosen);
    }
}

/* A NULL input means that there is no picture in it, "=" that there are its bytes. */
static const struct
{
  const char *target, *data, *input;
} drops[] = {
  { "image/png", "\x89PNG", "=\x89PNG" },
  { "text/uri-list", "#x\r\nfile:///a+b.png\r\n", "file:///a+b.png" },
  { "x-special/gnome-copied-files", "cut\nfile:///c.png", "file:///c.png" },
  { "_NETSCAPE_URL", "https://example.com/a.png\nTitle", "https://example.com/a.png" },
  { "text/plain", " https://example.com/a.png\n", "https://example.com/a.png" },
  { "text/plain", "some words", NULL },
  { "text/plain", "/etc/hostname", NULL },
  { "text/html", "<p><img src='https://example.com/a.png'>", "https://example.com/a.png" },
  { "text/html", "<img src='//example.com/a.png'>", "https://example.com/a.png" },
  { "text/html", "<img src='data:image/png;base64,iVBORw=='>", "=\x89PNG" },
  { "text/html", "<img src='file:///etc/hostname'>", NULL },
  { "text/html", "<img src='a.png'>", NULL },
  { "text/html", "<img src='https://a/1.png'><img src='https://a/2.png'>", NULL },
  { "text/uri-list", "data:image/png;base64,?", NULL },
  { "text/uri-list", "", NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++)
    {
      g_autoptr (GPtrArray) inputs
          = ph_drop_parse (drops[i].target, drops[i].data, strlen (drops[i].data));
      const PhEngineInput *input = inputs != NULL ? inputs->pdata[0] : NULL;
      const char *wanted = drops[i].input;

      g_test_message ("case %s %s", drops[i].target, drops[i].data);
      g_assert_cmpint (input != NULL, ==, wanted != NULL);
      if (input == NULL)
        continue;
      g_assert_cmpuint (inputs->len, ==, 1);
      if (*wanted == '=')
        g_assert_cmpmem (g_bytes_get_data (input->bytes, NULL), g_bytes_get_size (input->bytes),
                         wanted + 1, strlen (wanted + 1));
      else
        g_assert_cmpstr (input->input, ==, wanted);
    }
}

static void
test_utf16 (void)
{
  gsize length = 0;
  g_autofree char *data = g_convert ("https://example.com/图.png\nTitle", -1, "UTF-16LE", "UTF-8",
                                     NULL, &length, NULL);
  g_autoptr (GPtrArray) inputs = ph_drop_parse ("text/x-moz-url", data, length);

  g_assert_nonnull (inputs);
  g_assert_cmpstr (((PhEngineInput *) inputs->pdata[0])->input, ==, "https://example.com/图.png");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drop-choice/choose", test_choose);
  g_test_add_func ("/drop-choice/parse", test_parse);
  g_test_add_func ("/drop-choice/utf16", test_utf16);
  return g_test_run ();
}
