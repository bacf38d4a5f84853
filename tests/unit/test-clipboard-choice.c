/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-clipboard-choice.h"

/* Only names that we don't read. */
#define NOISE "TARGETS,TIMESTAMP,MULTIPLE,SAVE_TARGETS,text/_moz_htmlinfo"

static void
test_choices (void)
{
  static const struct
  {
    const char *targets;
    PhClipboardChoice choice;
  } cases[] = {
    { "", { 0 } },
    { NOISE, { 0 } },
    /* Firefox, Chrome */
    { NOISE ",text/html,image/bmp,image/png,image/jpeg,image/tiff",
      { .picture = "image/png", .html = "text/html" } },
    /* Thunar, Nautilus */
    { "text/uri-list,x-special/gnome-copied-files,UTF8_STRING",
      { .files = "x-special/gnome-copied-files", .text = "UTF8_STRING" } },
    /* Dolphin */
    { "text/uri-list,application/x-kde-cutselection,text/plain",
      { .files = "text/uri-list",
        .cut_mark = "application/x-kde-cutselection",
        .text = "text/plain" } },
    { "image/png,text/uri-list", { .files = "text/uri-list", .picture = "image/png" } },
    /* LibreOffice Calc */
    { "text/plain,text/html,text/richtext,image/bmp,image/png",
      { .picture = "image/png",
        .html = "text/html",
        .text = "text/plain",
        .has_rich_text = TRUE } },
    { "image/bmp,IMAGE/PNG", { .picture = "IMAGE/PNG" } },
    { "image/x-unheard-of", { .picture = "image/x-unheard-of" } },
    { "image/jpeg,image/webp,image/tiff", { .picture = "image/webp" } },
    { "STRING,text/plain,UTF8_STRING", { .text = "UTF8_STRING" } },
    { "x-kde-passwordManagerHint,UTF8_STRING", { .text = "UTF8_STRING", .is_secret = TRUE } },
    { "X-KDE-PASSWORDMANAGERHINT", { .is_secret = TRUE } },
    { PH_CLIPBOARD_OWN_MARK ",UTF8_STRING", { .text = "UTF8_STRING", .is_own = TRUE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) targets = g_strsplit (cases[i].targets, ",", -1);
      const PhClipboardChoice *right = &cases[i].choice;
      PhClipboardChoice choice;

      g_test_message ("case %u: %s", i, cases[i].targets);
      ph_clipboard_choose ((const char *const *) targets, &choice);
      g_assert_cmpstr (choice.files, ==, right->files);
      g_assert_cmpstr (choice.cut_mark, ==, right->cut_mark);
      g_assert_cmpstr (choice.picture, ==, right->picture);
      g_assert_cmpstr (choice.html, ==, right->html);
      g_assert_cmpstr (choice.text, ==, right->text);
      g_assert_cmpint (choice.has_rich_text, ==, right->has_rich_text);
      g_assert_cmpint (choice.is_secret, ==, right->is_secret);
      g_assert_cmpint (choice.is_own, ==, right->is_own);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clipboard-choice", test_choices);
  return g_test_run ();
}
