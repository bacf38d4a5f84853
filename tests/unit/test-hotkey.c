/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-hotkey.h"

#include "ph-config.h"
#include "ph-error.h"

static const struct
{
  const char *text;
  gboolean is_good;
} cases[] = {
  { "<Primary><Alt>u", TRUE },
  { "<control><ALT>U", TRUE },
  { "<Super>Print", TRUE },
  { "<Shift>Print", TRUE },
  { "Print", TRUE },
  { "F9", TRUE },
  { "XF86Launch1", TRUE },
  { "<Alt>space", TRUE },
  { "off", TRUE },
  { "u", FALSE },
  { "<Shift>u", FALSE },
  { "space", FALSE },
  { "<Shift>Return", FALSE },
  { "<Primary>", FALSE },
  { "<Primary", FALSE },
  { "<Release>u", FALSE },
  { "<Win>u", FALSE },
  { "<Primary><Alt>+", FALSE },
  { "Ctrl+Alt+U", FALSE },
  { "<Primary>图", FALSE },
};

static void
test_check (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean is_good = ph_hotkey_check (cases[i].text, &error);

      g_test_message ("case %s", cases[i].text);
      g_assert_cmpint (is_good, ==, cases[i].is_good);
      if (is_good)
        g_assert_no_error (error);
      else
        g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
    }
}

/* An empty text brings the default back, so that turning it off needs a word. */
static void
test_setting (void)
{
  g_autoptr (PhConfig) config = ph_config_load ("/nonexistent", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *unset = ph_config_get_as_text (config, "hotkey-clipboard", NULL);
  g_autofree char *off = NULL;

  g_assert_cmpstr (unset, ==, "<Primary><Alt>u");
  g_assert_true (ph_config_set_from_text (config, "hotkey-clipboard", "off", NULL));
  off = ph_config_get_as_text (config, "hotkey-clipboard", NULL);
  g_assert_cmpstr (off, ==, "off");
  g_assert_false (ph_config_set_from_text (config, "hotkey-screenshot", "s", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hotkey/check", test_check);
  g_test_add_func ("/hotkey/setting", test_setting);
  return g_test_run ();
}
