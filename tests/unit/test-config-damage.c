/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-watch-mode.h"

/* B88: what a crash can leave of a file. */
static void
test_damage (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *good = NULL;
  g_autoptr (PhConfig) first = config_fixture_load (fixture);
  gsize length;

  config_fixture_add_profile (first, "a", "one");
  config_fixture_add_profile (first, "b", "two");
  config_fixture_save (first);
  good = config_fixture_read (fixture->path);
  length = strlen (good);
  for (guint kind = 0; kind < 9; kind++)
    {
      g_autofree char *zeros = g_malloc0 (length);
      g_autofree char *broken = NULL;
      g_autofree char *restored = NULL;
      g_autoptr (PhConfig) config = NULL;
      g_autoptr (PhConfig) later = NULL;

      g_test_message ("kind %u", kind);
      if (kind == 0)
        config_fixture_write (fixture->path, "", 0);
      else if (kind == 1)
        config_fixture_write (fixture->path, "{", 1);
      else if (kind == 2)
        config_fixture_write (fixture->path, zeros, (gssize) length);
      else if (kind == 3)
        config_fixture_write (fixture->path, "[profile a]\nbucket\n", -1);
      else if (kind == 4)
        config_fixture_write (fixture->path, good, (gssize) (strstr (good, "[profile b]") - good));
      else /* cut at five places, the first within the first line */
        config_fixture_write (fixture->path, good,
                              (gssize) (length * (kind - 4) / 5 - (kind == 5 ? 20 : 2)));
      config = config_fixture_load (fixture);
      g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "one");
      g_assert_cmpstr (config_fixture_get_bucket (config, "b"), ==, "two");
      config_fixture_assert_warned (config, "damaged");
      broken = config_fixture_find_broken (fixture);
      g_assert_nonnull (broken);
      config_fixture_assert_warned (config, broken);
      restored = config_fixture_read (fixture->path);
      g_assert_cmpstr (restored, ==, good);
      later = config_fixture_load (fixture);
      config_fixture_assert_no_warnings (later);
      g_unlink (broken);
    }
}

/* Shortened by a person it isn't damaged: the last line is still there, or there never was one. */
static void
test_edited_by_hand (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) first = config_fixture_load (fixture);
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhConfig) own = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) edited = NULL;

  config_fixture_add_profile (first, "a", "one");
  config_fixture_add_profile (first, "b", "two");
  config_fixture_save (first);
  text = config_fixture_read (fixture->path);
  edited = g_string_new (text);
  g_assert_cmpuint (g_string_replace (edited, "[profile b]\nprovider=r2\nbucket=two\n", "", 0), ==,
                    1);
  g_string_append (edited, "[profile c]\nbucket=three\n");
  config_fixture_write (fixture->path, edited->str, -1);
  config = config_fixture_load (fixture);
  config_fixture_assert_no_warnings (config);
  g_assert_null (ph_config_get_profile (config, "b", NULL));
  g_assert_cmpstr (config_fixture_get_bucket (config, "c"), ==, "three");
  /* Written again, the last line is the last one. */
  g_object_set (ph_config_get_profile (config, "c", NULL), "bucket", "four", NULL);
  config_fixture_save (config);
  g_free (text);
  text = config_fixture_read (fixture->path);
  g_assert_true (g_str_has_suffix (text, "cut short.\n"));
  g_assert_true (strstr (text, "cut short.") == g_strrstr (text, "cut short."));
  g_assert_true (strstr (text, "# Settings of") == g_strrstr (text, "# Settings of"));

  config_fixture_write (fixture->path, "[profile own]\nbucket=mine", -1);
  own = config_fixture_load (fixture);
  config_fixture_assert_no_warnings (own);
  g_assert_cmpstr (config_fixture_get_bucket (own, NULL), ==, "mine");
}

static void
test_damage_without_backup (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *text = NULL;

  config_fixture_write (fixture->path, "[profile a]\nbucket=one\nproxy http://u:hidden@x\n", -1);
  config = config_fixture_load (fixture);
  config_fixture_assert_warned (config, "line 3");
  broken = config_fixture_find_broken (fixture);
  text = config_fixture_read (broken);
  g_assert_nonnull (strstr (text, "bucket=one"));
  for (const char *const *warning = ph_config_get_warnings (config); *warning != NULL; warning++)
    g_assert_null (strstr (*warning, "hidden"));
}

/* An editor that writes in place: what is broken for a moment isn't moved under its hands. */
static void
test_second_look (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  pid_t child;

  config_fixture_write (fixture->path, "[profile a]\nbucket", -1);
  child = fork ();
  if (child == 0)
    {
      int fd = open (fixture->path, O_WRONLY | O_APPEND);

      g_usleep (50000);
      _exit (write (fd, "=one\n", 5) == 5 ? 0 : 1);
    }
  config = config_fixture_load (fixture);
  config_fixture_assert_no_warnings (config);
  g_assert_cmpstr (config_fixture_get_bucket (config, "a"), ==, "one");
}

/* Taken away by another hand while we run: nothing that we know is lost. */
static void
test_file_taken_away (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = config_fixture_load (fixture);
  g_autoptr (PhConfig) again = NULL;

  config_fixture_add_profile (config, "a", "one");
  config_fixture_add_profile (config, "b", "two");
  config_fixture_save (config);
  g_unlink (fixture->path);
  g_object_set (ph_config_get_profile (config, "b", NULL), "bucket", "three", NULL);
  config_fixture_save (config);
  again = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (again, "a"), ==, "one");
  g_assert_cmpstr (config_fixture_get_bucket (again, "b"), ==, "three");
}

/* Half-way through a hand edit, while a program runs that has good settings: nothing is touched. */
static void
test_left_alone (ConfigFixture *fixture, gconstpointer data)
{
  static const char half[] = "[profile a]\nbucket=two\n[general]\nlink-format\n";
  g_autoptr (PhConfig) first = config_fixture_load (fixture);
  g_autoptr (PhConfig) running = NULL;
  g_autoptr (PhConfig) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  config_fixture_add_profile (first, "a", "one");
  config_fixture_save (first);
  running = ph_config_load_again (fixture->dir, &error);
  g_assert_no_error (error);
  config_fixture_write (fixture->path, half, -1);
  g_assert_null (ph_config_load_again (fixture->dir, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "line 4"));
  g_clear_error (&error);

  g_assert_true (ph_config_set_from_text (running, "link-format", "html", NULL));
  g_assert_false (ph_config_save (running, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
  text = config_fixture_read (fixture->path);
  g_assert_cmpstr (text, ==, half);
  g_assert_null (config_fixture_find_broken (fixture));

  config_fixture_write (fixture->path, "[profile a]\nbucket=two\n", -1);
  again = ph_config_load_again (fixture->dir, NULL);
  g_assert_cmpstr (config_fixture_get_bucket (again, "a"), ==, "two");
}

/* A wrong value doesn't bring the default back in place of what the person had chosen. */
static void
test_last_good_value (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) running = NULL;
  g_autoptr (PhConfig) fresh = NULL;
  g_autoptr (PhConfig) right = NULL;
  PhWatchMode mode;

  config_fixture_write (fixture->path, "[general]\nwatch-clipboard=off\n", -1);
  running = config_fixture_load (fixture);
  g_assert_null (ph_config_get_fault (running));
  config_fixture_write (fixture->path, "[general]\nwatch-clipboard=of\n", -1);
  fresh = ph_config_load_again (fixture->dir, NULL);
  g_assert_true (ph_config_take_over (running, fresh));
  g_object_get (running, "watch-clipboard", &mode, NULL);
  g_assert_cmpint (mode, ==, PH_WATCH_OFF);
  g_assert_nonnull (strstr (ph_config_get_fault (running)->message, "[general]"));
  g_assert_nonnull (strstr (ph_config_get_fault (running)->message, "watch-clipboard"));

  config_fixture_write (fixture->path, "[general]\n", -1);
  right = ph_config_load_again (fixture->dir, NULL);
  ph_config_take_over (running, right);
  g_object_get (running, "watch-clipboard", &mode, NULL);
  g_assert_cmpint (mode, ==, PH_WATCH_ASK);
  g_assert_null (ph_config_get_fault (running));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CONFIG_TEST ("damage", test_damage);
  CONFIG_TEST ("edited-by-hand", test_edited_by_hand);
  CONFIG_TEST ("damage-without-backup", test_damage_without_backup);
  CONFIG_TEST ("second-look", test_second_look);
  CONFIG_TEST ("file-taken-away", test_file_taken_away);
  CONFIG_TEST ("left-alone", test_left_alone);
  CONFIG_TEST ("last-good-value", test_last_good_value);
  return g_test_run ();
}
