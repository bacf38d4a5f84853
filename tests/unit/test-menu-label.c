/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-menu-label.h"

static void
test_labels (void)
{
  static const struct
  {
    const char *text, *label;
  } cases[] = {
    { "", "" },
    { "a.png", "a.png" },
    { "a_b__c.png", "a__b____c.png" },
    { "_x", "__x" },
    { "<b>&amp;", "<b>&amp;" },
    { "two\nlines\t", "two lines " },
    { "\u202egnp.exe\u2066", "gnp.exe" },
    { "broken\xff.png", "broken\uFFFD.png" },
    { "123456789012", "123456789012" },
    { "1234567890123", "1234567…0123" },
    { "一二三四五六", "一二三四五六" },
    { "一二三四五六七", "一二三…六七" },
    { "1_34567890123", "1__34567…0123" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = ph_menu_label_new (cases[i].text, 12);

      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/menu-label", test_labels);
  return g_test_run ();
}
