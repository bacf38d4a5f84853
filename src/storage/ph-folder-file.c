/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-folder-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-digest.h"
#include "ph-error.h"
#include "ph-write.h"

#define COPY_BYTES (256 * 1024)

/* They are to be published: the umask decides, as for any file that a person makes. */
#define FILE_MODE 0666
#define DIRECTORY_MODE 0777

#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* A file that is being written. */
typedef struct
{
  int fd;
  int parent; /* not owned */
  char *name; /* NULL while it has none, and the kernel removes it when we end */
} Temporary;

static void
temporary_clear (Temporary *temporary)
{
  if (temporary->name != NULL)
    unlinkat (temporary->parent, temporary->name, 0);
  g_free (temporary->name);
  if (temporary->fd >= 0)
    close (temporary->fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Temporary, temporary_clear)

void
ph_folder_place_clear (PhFolderPlace *place)
{
  if (place->parent >= 0)
    close (place->parent);
  place->parent = -1;
  g_clear_pointer (&place->name, g_free);
}

int
ph_folder_open_root (const char *folder, GError **error)
{
  int fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    return fd;
  /* Never made here: where a disk is not mounted, its pictures would go to the wrong one. */
  if (errno == ENOENT || errno == ENOTDIR)
    ph_error_set (error, PH_ERROR_NO_BUCKET, _ ("make it, or correct folder in the profile"),
                  _ ("there is no folder “%s”"), folder);
  else
    ph_error_set_from_errno (error, errno, _ ("the folder “%s” can't be opened"), folder);
  return -1;
}

/* So that what was just made in it survives a power cut.  Not every file system can. */
static void
sync_directory (int directory)
{
  int fd = openat (directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static void
set_walk_failure (GError **error, int code, const char *part)
{
  switch (code)
    {
    case ENOENT:
      ph_error_set (error, PH_ERROR_NO_OBJECT, NULL, _ ("there is no such file in the folder"));
      break;
    case ELOOP:
    case ENOTDIR:
      ph_error_set (error, PH_ERROR_DISK, _ ("choose another key-template or folder"),
                    _ ("“%s” in the folder is a file or a symbolic link, not a folder"), part);
      break;
    default:
      ph_error_set_from_errno (error, code, _ ("“%s” in the folder can't be used"), part);
      break;
    }
}

/* The directory @part of @directory; -1 with errno. */
static int
step_into (int directory, const char *part, gboolean create)
{
  const int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int fd = openat (directory, part, flags);

  if (fd >= 0 || errno != ENOENT || !create)
    return fd;
  if (mkdirat (directory, part, DIRECTORY_MODE) != 0 && errno != EEXIST)
    return -1;
  sync_directory (directory);
  return openat (directory, part, flags);
}

static gboolean
check_parts (char **parts, const char *key, GError **error)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      {
        ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("“%s” can't name a file in a folder"), key);
        return FALSE;
      }
  if (parts[0] != NULL)
    return TRUE;
  ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("an empty key can't name a file in a folder"));
  return FALSE;
}

/* One step for each part, none through a symbolic link and none upwards: no key leads out, whatever
 * others do in the folder meanwhile. */
gboolean
ph_folder_place_find (PhFolderPlace *place, const char *folder, const char *key, gboolean create,
                      GError **error)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);
  int directory;

  if (!check_parts (parts, key, error))
    return FALSE;
  directory = ph_folder_open_root (folder, error);
  if (directory < 0)
    return FALSE;
  for (guint i = 0; parts[i + 1] != NULL; i++)
    {
      int next = step_into (directory, parts[i], create);
      int code = errno;

      close (directory);
      directory = next;
      if (next < 0)
        {
          set_walk_failure (error, code, parts[i]);
          return FALSE;
        }
    }
  place->parent = directory;
  place->name = g_strdup (parts[g_strv_length (parts) - 1]);
  return TRUE;
}

static void
set_not_a_file (GError **error, const char *name)
{
  ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("“%s” in the folder is not a regular file"), name);
}

int
ph_folder_place_open (const PhFolderPlace *place, GError **error)
{
  struct stat status;
  int fd;

  if (fstatat (place->parent, place->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    {
      set_walk_failure (error, errno, place->name);
      return -1;
    }
  if (!S_ISREG (status.st_mode))
    {
      set_not_a_file (error, place->name);
      return -1;
    }
  /* O_NONBLOCK: a FIFO may have taken its place meanwhile. */
  fd = openat (place->parent, place->name,
               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    set_walk_failure (error, errno, place->name);
  return fd;
}

static char *
compute_sha256 (const PhFolderPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr (PhContent) content = NULL;
  PhDigest digest;
  int fd = ph_folder_place_open (place, error);

  if (fd < 0)
    return NULL;
  content = ph_content_new_take_fd (fd, error);
  if (content == NULL
      || !ph_digest_compute (content, 0, -1, PH_DIGEST_SHA256, &digest, cancellable, error))
    return NULL;
  return g_strdup (digest.sha256);
}

PhObject *
ph_folder_place_describe (const PhFolderPlace *place, const char *key, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (PhObject) object = ph_object_new (key);
  struct stat status;

  if (fstatat (place->parent, place->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    {
      set_walk_failure (error, errno, place->name);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    return g_steal_pointer (&object);
  object->size = status.st_size;
  object->modified = status.st_mtime;
  if (status.st_size == 0)
    object->sha256 = g_strdup (EMPTY_SHA256);
  else
    object->sha256 = compute_sha256 (place, cancellable, error);
  return object->sha256 == NULL ? NULL : g_steal_pointer (&object);
}

static char *
make_temporary_name (void)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strconcat (PH_FOLDER_TEMPORARY_PREFIX, uuid, NULL);
}

/* Without a name where file system and /proc can do that (proc(5), open(2) on O_TMPFILE). */
static gboolean
temporary_open (Temporary *temporary, const PhFolderPlace *place, GError **error)
{
  temporary->parent = place->parent;
  if (access ("/proc/self/fd", X_OK) == 0)
    temporary->fd = openat (place->parent, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, FILE_MODE);
  if (temporary->fd >= 0)
    return TRUE;
  temporary->name = make_temporary_name ();
  temporary->fd = openat (place->parent, temporary->name,
                          O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
  if (temporary->fd >= 0)
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("the folder can't be written to"));
  g_clear_pointer (&temporary->name, g_free);
  return FALSE;
}

static void
set_write_failure (GError **error, const char *name)
{
  ph_error_set_from_errno (error, errno, _ ("“%s” can't be written to the folder"), name);
}

static gboolean
temporary_fill (Temporary *temporary, const char *name, PhContent *content,
                PhStorageProgressFunc progress, gpointer user_data, GCancellable *cancellable,
                GError **error)
{
  g_autofree char *buffer = g_malloc (COPY_BYTES);
  gint64 total = ph_content_get_size (content);
  gint64 done = 0;

  while (done < total)
    {
      gssize got = ph_content_read (content, done, buffer, COPY_BYTES, error);

      if (got < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!ph_write_all (temporary->fd, buffer, (gsize) got))
        {
          set_write_failure (error, name);
          return FALSE;
        }
      done += got;
      if (progress != NULL)
        progress (done, total, user_data);
    }
  if (!ph_content_check_unchanged (content, error))
    return FALSE;
  if (fsync (temporary->fd) == 0)
    return TRUE;
  set_write_failure (error, name);
  return FALSE;
}

/* Gives @temporary its first name.  0 or errno. */
static int
link_nameless (Temporary *temporary, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", temporary->fd);

  return linkat (AT_FDCWD, path, temporary->parent, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/* rename without replacing; the next best where the file system (NFS, some FUSE ones) can't.  0 or
 * errno. */
static int
rename_no_replace (int parent, const char *from, const char *to)
{
  struct stat status;

  if (renameat2 (parent, from, parent, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
    return errno;
  if (linkat (parent, from, parent, to, 0) == 0)
    {
      unlinkat (parent, from, 0);
      return 0;
    }
  if (errno == EEXIST)
    return EEXIST;
  if (fstatat (parent, to, &status, AT_SYMLINK_NOFOLLOW) == 0)
    return EEXIST;
  return renameat (parent, from, parent, to) == 0 ? 0 : errno;
}

/* 0 or errno. */
static int
temporary_publish (Temporary *temporary, const char *name, gboolean replace)
{
  int code;

  if (temporary->name == NULL && !replace)
    return link_nameless (temporary, name);
  if (temporary->name == NULL)
    {
      g_autofree char *passing = make_temporary_name ();

      code = link_nameless (temporary, passing);
      if (code != 0)
        return code;
      temporary->name = g_steal_pointer (&passing);
    }
  if (replace)
    code = renameat (temporary->parent, temporary->name, temporary->parent, name) == 0 ? 0 : errno;
  else
    code = rename_no_replace (temporary->parent, temporary->name, name);
  if (code == 0)
    g_clear_pointer (&temporary->name, g_free);
  return code;
}

gboolean
ph_folder_place_write (const PhFolderPlace *place, PhContent *content, gboolean replace,
                       PhStorageProgressFunc progress, gpointer user_data,
                       GCancellable *cancellable, GError **error)
{
  g_auto (Temporary) temporary = { .fd = -1 };
  int code;

  if (!temporary_open (&temporary, place, error)
      || !temporary_fill (&temporary, place->name, content, progress, user_data, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  code = temporary_publish (&temporary, place->name, replace);
  if (code == EEXIST)
    {
      ph_error_set (error, PH_ERROR_EXISTS, _ ("choose another name"),
                    _ ("“%s” is in the folder already"), place->name);
      return FALSE;
    }
  if (code != 0)
    {
      errno = code;
      set_write_failure (error, place->name);
      return FALSE;
    }
  sync_directory (place->parent);
  return TRUE;
}

gboolean
ph_folder_place_remove (const PhFolderPlace *place, GError **error)
{
  if (unlinkat (place->parent, place->name, 0) == 0)
    {
      sync_directory (place->parent);
      return TRUE;
    }
  if (errno == ENOENT)
    return TRUE;
  if (errno == EISDIR)
    set_not_a_file (error, place->name);
  else
    ph_error_set_from_errno (error, errno, _ ("“%s” can't be deleted"), place->name);
  return FALSE;
}
