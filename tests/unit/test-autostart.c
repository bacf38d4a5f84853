/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-autostart.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ph-error.h"

static void
write_entry (const char *text)
{
  g_autofree char *path = ph_autostart_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_key (const char *key)
{
  g_autofree char *path = ph_autostart_dup_path ();
  g_autoptr (GKeyFile) entry = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL));
  return g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, key, NULL);
}

static void
test_switch (void)
{
  g_autofree char *path = ph_autostart_dup_path ();

  g_assert_false (ph_autostart_is_on ());
  g_assert_true (ph_autostart_turn_off (NULL));
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (ph_autostart_turn_on ("/usr/bin/pichoist-desktop", NULL));
      g_assert_true (ph_autostart_is_on ());
    }
  g_assert_true (ph_autostart_turn_off (NULL));
  g_assert_false (ph_autostart_is_on ());
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What the desktop's own settings leave behind. */
static void
test_switched_off_elsewhere (void)
{
  static const struct
  {
    const char *lines;
    gboolean on;
  } cases[] = {
    { "", TRUE },
    { "Hidden=false\n", TRUE },
    { "Hidden=true\n", FALSE },
    { "X-GNOME-Autostart-enabled=true\n", TRUE },
    { "X-GNOME-Autostart-enabled=false\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = g_strconcat ("[Desktop Entry]\nType=Application\nExec=x\nX-GNOME-Autostart-Delay=5\n",
                         cases[i].lines, NULL);
      g_autofree char *delay = NULL;

      write_entry (text);
      g_assert_cmpint (ph_autostart_is_on (), ==, cases[i].on);
      g_assert_true (ph_autostart_turn_on ("/usr/bin/pichoist-desktop", NULL));
      g_assert_true (ph_autostart_is_on ());
      delay = read_key ("X-GNOME-Autostart-Delay");
      g_assert_cmpstr (delay, ==, "5");
    }
  write_entry ("no entry at all");
  g_assert_false (ph_autostart_is_on ());
  write_entry ("");
  g_assert_false (ph_autostart_is_on ());
}

/* The program is started from wherever it is. */
static void
test_command (void)
{
  static const char *const programs[] = {
    "/usr/bin/pichoist-desktop", "/opt/my programs/p", "/a\"b`c$d\\e/p", "/100%f/%u/p", "/图床/p",
  };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *command = NULL;
      g_autoptr (GString) plain = NULL;
      g_auto (GStrv) words = NULL;

      g_assert_true (ph_autostart_turn_on (programs[i], NULL));
      command = read_key ("Exec");
      g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
      g_assert_cmpuint (g_strv_length (words), ==, 2);
      plain = g_string_new (words[0]);
      g_string_replace (plain, "%%", "%", 0);
      g_assert_cmpstr (plain->str, ==, programs[i]);
      g_assert_cmpstr (words[1], ==, "--background");
    }
}

static void
test_running (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *command = NULL;

  g_assert_true (ph_autostart_turn_on (NULL, NULL));
  command = read_key ("Exec");
  g_assert_nonnull (strstr (command, program));
}

static void
test_faults (void)
{
  g_autofree char *path = ph_autostart_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  g_assert_false (ph_autostart_turn_on ("/p", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_clear_error (&error);
  g_assert_false (ph_autostart_turn_off (&error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_false (ph_autostart_is_on ());
  g_assert_cmpint (g_unlink (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/autostart/switch", test_switch);
  g_test_add_func ("/autostart/switched-off-elsewhere", test_switched_off_elsewhere);
  g_test_add_func ("/autostart/command", test_command);
  g_test_add_func ("/autostart/running", test_running);
  g_test_add_func ("/autostart/faults", test_faults);
  return g_test_run ();
}
