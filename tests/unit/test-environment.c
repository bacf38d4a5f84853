/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-environment.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"

/* @right: (nullable): what is left; NULL: not set, "~": the password database's folder */
static const struct
{
  const char *variable;
  const char *value;
  const char *right;
} cases[] = {
  { "HOME", "/home/me", "/home/me" },
  { "HOME", "/home/my folder/", "/home/my folder/" },
  { "HOME", "", "~" },
  { "HOME", ".", "~" },
  { "HOME", "home/me", "~" },
  { "HOME", "~", "~" },
  { "XDG_CONFIG_HOME", "/etc/me", "/etc/me" },
  { "XDG_CONFIG_HOME", "", NULL },
  { "XDG_CONFIG_HOME", ".config", NULL },
  { "XDG_CONFIG_HOME", "~/.config", NULL },
  { "XDG_DATA_HOME", "data", NULL },
  { "XDG_DATA_HOME", "/data", "/data" },
  { "XDG_STATE_HOME", "./state", NULL },
  { "XDG_CACHE_HOME", "../cache", NULL },
  { "XDG_RUNTIME_DIR", "run", NULL },
  { "XDG_RUNTIME_DIR", "/run/user/1", "/run/user/1" },
};

static void
test_settle (void)
{
  const struct passwd *entry = getpwuid (getuid ());
  const char *home = entry != NULL && g_path_is_absolute (entry->pw_dir) ? entry->pw_dir : "/";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *right = g_strcmp0 (cases[i].right, "~") == 0 ? home : cases[i].right;

      g_test_message ("case %s=%s", cases[i].variable, cases[i].value);
      g_setenv (cases[i].variable, cases[i].value, TRUE);
      ph_environment_settle ();
      g_assert_cmpstr (g_getenv (cases[i].variable), ==, right);
    }
}

static void
test_check (void)
{
  static const struct
  {
    const char *value;
    gboolean fine;
  } folders[] = {
    { NULL, TRUE },    { "", TRUE },     { "/tmp/x", TRUE }, { "/tmp/a//b/", TRUE },
    { "data", FALSE }, { "./x", FALSE }, { "../x", FALSE },  { "~/x", FALSE },
    { "\xff", FALSE }, { " /x", FALSE },
  };
  static const char *const variables[] = { "PICHOIST_CONFIG_DIR", "PICHOIST_DATA_DIR" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (variables); j++)
      {
        g_autoptr (GError) error = NULL;

        g_test_message ("case %s=%s", variables[j], folders[i].value);
        if (folders[i].value != NULL)
          g_setenv (variables[j], folders[i].value, TRUE);
        g_assert_cmpint (ph_environment_check (&error), ==, folders[i].fine);
        g_unsetenv (variables[j]);
        if (folders[i].fine)
          {
            g_assert_no_error (error);
            continue;
          }
        g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
        g_assert_nonnull (strstr (error->message, variables[j]));
        g_assert_nonnull (strstr (ph_error_get_hint (error), "whole path"));
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/environment/settle", test_settle);
  g_test_add_func ("/environment/check", test_check);
  return g_test_run ();
}
