/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-fixture.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "test-folder.h"

void
config_fixture_set_up (ConfigFixture *fixture, gconstpointer data)
{
  fixture->dir = test_folder_make ();
  fixture->path = g_build_filename (fixture->dir, "config.ini", NULL);
  fixture->backup = g_build_filename (fixture->dir, "config.ini.bak", NULL);
}

void
config_fixture_tear_down (ConfigFixture *fixture, gconstpointer data)
{
  test_folder_remove (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->backup);
}

void
config_fixture_write (const char *path, const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, size), ==, (gssize) size);
  close (fd);
}

char *
config_fixture_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

PhConfig *
config_fixture_load (ConfigFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PhConfig *config = ph_config_load (fixture->dir, &error);

  g_assert_no_error (error);
  return config;
}

void
config_fixture_save (PhConfig *config)
{
  g_autoptr (GError) error = NULL;

  ph_config_save (config, &error);
  g_assert_no_error (error);
}

void
config_fixture_add_profile (PhConfig *config, const char *name, const char *bucket)
{
  g_autoptr (PhProfile) profile = ph_profile_new (name);

  g_object_set (profile, "bucket", bucket, NULL);
  ph_config_put_profile (config, profile);
}

const char *
config_fixture_get_bucket (PhConfig *config, const char *name)
{
  g_autoptr (GError) error = NULL;
  PhProfile *profile = ph_config_get_profile (config, name, &error);

  g_assert_no_error (error);
  return ph_profile_get_text (profile, "bucket");
}

void
config_fixture_assert_no_warnings (PhConfig *config)
{
  g_autofree char *all = g_strjoinv ("\n", (char **) ph_config_get_warnings (config));

  g_assert_cmpstr (all, ==, "");
}

void
config_fixture_assert_warned (PhConfig *config, const char *piece)
{
  g_autofree char *all = g_strjoinv ("\n", (char **) ph_config_get_warnings (config));

  g_test_message ("warnings: %s", all);
  g_assert_nonnull (strstr (all, piece));
}

char *
config_fixture_find_broken (ConfigFixture *fixture)
{
  GDir *dir = g_dir_open (fixture->dir, 0, NULL);
  char *found = NULL;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "config.ini.broken-"))
      found = g_build_filename (fixture->dir, name, NULL);
  g_dir_close (dir);
  return found;
}
