/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ph-error.h"

/* What a kill, a full disk and other programs do to config.ini. */

#define KILLS 200
#define PROGRAMS 8
#define SAVES 10

/* Bucket and region always say the same number: a mixture of two saves is seen. */
static void
save_forever (const char *dir)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (PhConfig) config = ph_config_load (dir, NULL);
      PhProfile *profile = ph_config_get_profile (config, "a", NULL);
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *long_text = g_strnfill (20000 + i % 7 * 3000, 'x');

      if (profile == NULL || *ph_config_get_warnings (config) != NULL)
        _exit (1);
      g_object_set (profile, "bucket", number, "region", number, "cache-control", long_text, NULL);
      if (!ph_config_save (config, NULL))
        _exit (2);
    }
}

static void
assert_whole (ConfigFixture *fixture)
{
  g_autoptr (PhConfig) config = config_fixture_load (fixture);
  PhProfile *profile;

  config_fixture_assert_no_warnings (config);
  g_assert_cmpstr (config_fixture_get_bucket (config, "other"), ==, "stays");
  profile = ph_config_get_profile (config, "a", NULL);
  g_assert_nonnull (profile);
  g_assert_cmpstr (ph_profile_get_text (profile, "bucket"), ==,
                   ph_profile_get_text (profile, "region"));
}

/* B88 */
static void
test_kills (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) first = config_fixture_load (fixture);
  g_autofree char *text = NULL;
  g_autofree char *broken = NULL;

  config_fixture_add_profile (first, "a", "0");
  g_object_set (ph_config_get_profile (first, "a", NULL), "region", "0", NULL);
  config_fixture_add_profile (first, "other", "stays");
  config_fixture_save (first);
  for (guint i = 0; i < KILLS; i++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        save_forever (fixture->dir);
      g_usleep ((gulong) g_random_int_range (500, 20000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      /* Killed, not gone by itself: no load or save had failed. */
      g_assert_true (WIFSIGNALED (status));
      assert_whole (fixture);
    }
  broken = config_fixture_find_broken (fixture);
  g_assert_null (broken);
  /* The backup alone is good as well. */
  text = config_fixture_read (fixture->backup);
  config_fixture_write (fixture->path, text, -1);
  assert_whole (fixture);
}

/* Each program adds a profile of its own and counts in it; nothing of anyone is lost. */
static void
test_many_programs (ConfigFixture *fixture, gconstpointer data)
{
  pid_t children[PROGRAMS];
  g_autoptr (PhConfig) config = NULL;

  for (guint i = 0; i < PROGRAMS; i++)
    if ((children[i] = fork ()) == 0)
      {
        g_autofree char *name = g_strdup_printf ("p%u", i);
        g_autoptr (PhConfig) own = ph_config_load (fixture->dir, NULL);

        for (guint round = 1; round <= SAVES; round++)
          {
            g_autofree char *bucket = g_strdup_printf ("%u", round);
            g_autoptr (PhProfile) profile = ph_profile_new (name);

            g_object_set (profile, "bucket", bucket, NULL);
            ph_config_put_profile (own, profile);
            if (!ph_config_save (own, NULL))
              _exit (1);
          }
        _exit (*ph_config_get_warnings (own) == NULL ? 0 : 2);
      }
  for (guint i = 0; i < PROGRAMS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  config = config_fixture_load (fixture);
  for (guint i = 0; i < PROGRAMS; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);

      g_assert_cmpstr (config_fixture_get_bucket (config, name), ==, G_STRINGIFY (SAVES));
    }
}

/* B90: reading is only reading, and doesn't wait for the lock. */
static void
test_reading_while_locked (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *lock_path = g_build_filename (fixture->dir, "config.lock", NULL);
  g_autoptr (PhConfig) first = config_fixture_load (fixture);
  g_autoptr (PhConfig) second = NULL;
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  GStatBuf before, after;
  gint64 begin;
  int fd;

  config_fixture_add_profile (first, "a", "one");
  config_fixture_save (first);
  fd = open (lock_path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &whole), ==, 0);
  g_assert_cmpint (g_stat (fixture->path, &before), ==, 0);
  begin = g_get_monotonic_time ();
  second = config_fixture_load (fixture);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_cmpstr (config_fixture_get_bucket (second, "a"), ==, "one");
  g_assert_cmpint (g_stat (fixture->path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  g_assert_cmpint (before.st_mtim.tv_nsec, ==, after.st_mtim.tv_nsec);
  close (fd);
}

static const char *
mount_small_disk (const char *dir)
{
  if (unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return g_strerror (errno);
  if (mount ("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("tmpfs", dir, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=700") != 0)
    return g_strerror (errno);
  return NULL;
}

static void
fill_disk (const char *path)
{
  static const char zeros[4096];
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  while (write (fd, zeros, sizeof zeros) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

/* B89 */
static void
test_full_disk (ConfigFixture *fixture, gconstpointer data)
{
  g_autofree char *filler = g_build_filename (fixture->dir, "filler", NULL);
  g_autofree char *fresh = g_strconcat (fixture->path, ".new", NULL);
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (PhConfig) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *why_not = mount_small_disk (fixture->dir);

  if (why_not != NULL)
    {
      g_test_skip_printf ("no small disk can be mounted: %s", why_not);
      return;
    }
  config = config_fixture_load (fixture);
  config_fixture_add_profile (config, "a", "one");
  config_fixture_save (config);
  before = config_fixture_read (fixture->path);
  fill_disk (filler);
  g_object_set (ph_config_get_profile (config, "a", NULL), "bucket", "two", NULL);
  g_assert_false (ph_config_save (config, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_nonnull (strstr (error->message, "config.ini"));
  g_assert_nonnull (strstr (ph_error_get_hint (error), "space"));
  after = config_fixture_read (fixture->path);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
  /* A damaged file on a full disk: the good settings are used all the same. */
  config_fixture_write (fixture->path, "{", 1);
  again = config_fixture_load (fixture);
  config_fixture_assert_warned (again, "damaged");
  g_assert_cmpstr (config_fixture_get_bucket (again, "a"), ==, "one");
  g_clear_object (&again);
  again = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (again, "a"), ==, "one");
  /* With room again the change that failed is still there to be saved. */
  g_assert_cmpint (g_unlink (filler), ==, 0);
  config_fixture_save (config);
  g_clear_object (&again);
  again = config_fixture_load (fixture);
  g_assert_cmpstr (config_fixture_get_bucket (again, "a"), ==, "two");
  g_assert_cmpint (umount2 (fixture->dir, MNT_DETACH), ==, 0);
}

static void
test_read_only_folder (ConfigFixture *fixture, gconstpointer data)
{
  g_autoptr (PhConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }
  config = config_fixture_load (fixture);
  config_fixture_add_profile (config, "a", "one");
  g_chmod (fixture->dir, 0500);
  g_assert_false (ph_config_save (config, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_chmod (fixture->dir, 0700);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CONFIG_TEST ("kills", test_kills);
  CONFIG_TEST ("many-programs", test_many_programs);
  CONFIG_TEST ("reading-while-locked", test_reading_while_locked);
  CONFIG_TEST ("read-only-folder", test_read_only_folder);
  /* Last, since it changes what this process sees of the file system. */
  CONFIG_TEST ("full-disk", test_full_disk);
  return g_test_run ();
}
