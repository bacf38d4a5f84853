/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "folder-fixture.h"
#include "ph-error.h"
#include "test-folder.h"

static gboolean can_mount; /* in a namespace of this test's */

static PhContent *
make_large_content (FolderFixture *fixture, gsize size)
{
  g_autofree char *path = g_build_filename (fixture->base, "large.png", NULL);
  g_autofree char *bytes = g_strnfill (size, 'p');
  g_autoptr (GError) error = NULL;
  PhContent *content;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, &error));
  content = ph_content_open (path, &error);
  g_assert_no_error (error);
  return content;
}

typedef struct
{
  FolderFixture *fixture;
  GCancellable *cancellable;
  gint64 last;
  guint ticks;
} Progress;

static void
on_progress (gint64 done, gint64 total, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (done, >, progress->last);
  g_assert_cmpint (total, ==, 8 * 1024 * 1024);
  g_assert_null (progress->fixture->result);
  progress->last = done;
  progress->ticks++;
}

static void
test_progress (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (PhContent) content = make_large_content (fixture, 8 * 1024 * 1024);
  Progress progress = { .fixture = fixture };
  const PhPutRequest request = {
    .key = "a/large.png",
    .content = content,
    .content_type = "image/png",
    .sha256 = FOLDER_ABC_SHA256,
    .progress = on_progress,
    .user_data = &progress,
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = NULL;

  ph_storage_put_async (fixture->storage, &request, NULL, folder_on_done, fixture);
  result = folder_wait (fixture);
  object = ph_storage_put_finish (fixture->storage, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (object->size, ==, 8 * 1024 * 1024);
  g_assert_cmpuint (progress.ticks, >=, 1);
  g_assert_cmpint (progress.last, ==, 8 * 1024 * 1024);
}

static void
test_cancel (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (PhContent) content = make_large_content (fixture, 8 * 1024 * 1024);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const PhPutRequest request = {
    .key = "a.png",
    .content = content,
    .content_type = "image/png",
    .sha256 = FOLDER_ABC_SHA256,
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  ph_storage_put_async (fixture->storage, &request, cancellable, folder_on_done, fixture);
  result = folder_wait (fixture);
  g_assert_null (ph_storage_put_finish (fixture->storage, result, &error));
  g_assert_true (ph_error_is_cancelled (error));
  g_assert_cmpuint (folder_count_entries (fixture->folder), ==, 0);
}

/* The file became shorter after it was opened: nothing of it may appear. */
static void
test_changed (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (PhContent) content = make_large_content (fixture, 8 * 1024 * 1024);
  g_autofree char *path = g_build_filename (fixture->base, "large.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, 1000), ==, 0);
  g_assert_null (folder_put_content (fixture, "a.png", content, TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
  g_assert_cmpuint (folder_count_entries (fixture->folder), ==, 0);
}

static void
test_write_fails (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (PhContent) content = make_large_content (fixture, 8 * 1024 * 1024);
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (folder_put_content (fixture, "a.png", content, TRUE, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_cmpuint (folder_count_entries (fixture->folder), ==, 0);
}

static gboolean
write_file (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return ok;
}

/* As root of a user namespace, if need be.  Before any thread. */
static void
enter_namespace (void)
{
  g_autofree char *uids = g_strdup_printf ("0 %u 1", geteuid ());
  g_autofree char *gids = g_strdup_printf ("0 %u 1", getegid ());

  can_mount
      = unshare (CLONE_NEWNS) == 0
        || (unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0
            && write_file ("/proc/self/setgroups", "deny")
            && write_file ("/proc/self/uid_map", uids) && write_file ("/proc/self/gid_map", gids));
  can_mount = can_mount && mount ("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

static void
set_up_small_disk (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *disk = test_folder_make ();

  can_mount = can_mount && mount ("none", disk, "tmpfs", 0, "size=256k") == 0;
  folder_set_up_in (fixture, disk);
}

static void
tear_down_small_disk (FolderFixture *fixture, gconstpointer data)
{
  if (can_mount)
    g_assert_cmpint (umount2 (fixture->base, MNT_DETACH), ==, 0);
  folder_tear_down (fixture, data);
}

static void
test_full_disk (FolderFixture *fixture, gconstpointer data)
{
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GError) error = NULL;

  if (!can_mount)
    {
      g_test_skip ("no small disk can be mounted");
      return;
    }
  g_assert_false (folder_put (fixture, "a/b.png", megabyte, TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "free some space"));
  g_clear_error (&error);
  g_assert_null (folder_head (fixture, "a/b.png", NULL));
  g_assert_true (folder_put (fixture, "c.png", "small", TRUE, &error));
  g_assert_no_error (error);
  folder_assert_file (fixture, "c.png", "small");
}

static void
test_read_only (FolderFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!can_mount)
    {
      g_test_skip ("no small disk can be mounted");
      return;
    }
  g_assert_true (folder_put (fixture, "c.png", "small", TRUE, &error));
  g_assert_cmpint (mount ("none", fixture->base, "none", MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  g_assert_false (folder_put (fixture, "d.png", "small", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "read-only"));
  g_clear_error (&error);
  g_assert_false (folder_delete (fixture, "c.png", &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  enter_namespace ();
#define ADD(name, function)                                                                        \
  g_test_add ("/folder-faults/" name, FolderFixture, NULL, folder_set_up, function,                \
              folder_tear_down)
  ADD ("progress", test_progress);
  ADD ("cancel", test_cancel);
  ADD ("changed", test_changed);
  ADD ("write-fails", test_write_fails);
#undef ADD
#define ADD(name, function)                                                                        \
  g_test_add ("/folder-faults/" name, FolderFixture, NULL, set_up_small_disk, function,            \
              tear_down_small_disk)
  ADD ("full-disk", test_full_disk);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
