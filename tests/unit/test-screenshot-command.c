/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-screenshot-command.h"

#include "ph-error.h"

/* A NULL result means that the command must be refused. */
static const struct
{
  const char *command;
  const char *words; /* joined by '|' */
} cases[] = {
  { "maim -s %f", "maim|-s|/tmp/a b.png" },
  { "tool --to=%f,%f", "tool|--to=/tmp/a b.png,/tmp/a b.png" },
  { "'my tool' \"%f\"", "my tool|/tmp/a b.png" },
  { "sh -c 'x >\"$1\"' sh %f", "sh|-c|x >\"$1\"|sh|/tmp/a b.png" },
  { "maim -s", NULL },
  { "maim '%f", NULL },
  { "", NULL },
};

static void
test_commands (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) words = NULL;
      g_autofree char *joined = NULL;

      g_test_message ("case %s", cases[i].command);
      if (cases[i].words == NULL)
        {
          g_assert_false (ph_screenshot_command_check (cases[i].command, &error));
          g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
          continue;
        }
      g_assert_true (ph_screenshot_command_check (cases[i].command, &error));
      words = ph_screenshot_command_expand (cases[i].command, "/tmp/a b.png");
      joined = g_strjoinv ("|", words);
      g_assert_cmpstr (joined, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screenshot-command/commands", test_commands);
  return g_test_run ();
}
