/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"

struct _PhContent
{
  gatomicrefcount ref_count;
  GBytes *bytes; /* or NULL, then: */
  int fd;        /* or -1, then: */
  PhContent *base;
  GPtrArray *patches; /* of PhContentPatch, on top of base */
  gint64 size;
  struct timespec mtime;
};

G_DEFINE_BOXED_TYPE (PhContent, ph_content, ph_content_ref, ph_content_unref)

static PhContent *
content_new (GBytes *bytes, int fd, gint64 size)
{
  PhContent *content = g_new0 (PhContent, 1);

  g_atomic_ref_count_init (&content->ref_count);
  content->bytes = bytes;
  content->fd = fd;
  content->size = size;
  return content;
}

PhContent *
ph_content_ref (PhContent *content)
{
  g_atomic_ref_count_inc (&content->ref_count);
  return content;
}

void
ph_content_unref (PhContent *content)
{
  if (!g_atomic_ref_count_dec (&content->ref_count))
    return;
  g_clear_pointer (&content->bytes, g_bytes_unref);
  if (content->fd >= 0)
    close (content->fd);
  g_clear_pointer (&content->base, ph_content_unref);
  g_clear_pointer (&content->patches, g_ptr_array_unref);
  g_free (content);
}

PhContent *
ph_content_new_for_bytes (GBytes *bytes)
{
  return content_new (g_bytes_ref (bytes), -1, (gint64) g_bytes_get_size (bytes));
}

PhContentPatch *
ph_content_patch_new (gint64 offset, GBytes *bytes)
{
  PhContentPatch *patch = g_new (PhContentPatch, 1);

  patch->offset = offset;
  patch->bytes = bytes;
  return patch;
}

void
ph_content_patch_free (PhContentPatch *patch)
{
  g_bytes_unref (patch->bytes);
  g_free (patch);
}

static gpointer
copy_patch (gconstpointer source, gpointer data)
{
  const PhContentPatch *patch = source;

  return ph_content_patch_new (patch->offset, g_bytes_ref (patch->bytes));
}

/* Puts what the patches have for @length bytes from @offset into @buffer. */
static void
apply_patches (const GPtrArray *patches, gint64 offset, guint8 *buffer, gsize length)
{
  for (guint i = 0; i < patches->len; i++)
    {
      const PhContentPatch *patch = patches->pdata[i];
      gsize size;
      const guint8 *bytes = g_bytes_get_data (patch->bytes, &size);
      gint64 begin = MAX (offset, patch->offset);
      gint64 end = MIN (offset + (gint64) length, patch->offset + (gint64) size);

      if (begin < end)
        memcpy (buffer + (begin - offset), bytes + (begin - patch->offset), (gsize) (end - begin));
    }
}

PhContent *
ph_content_new_patched (PhContent *content, const GPtrArray *patches)
{
  PhContent *patched = content_new (NULL, -1, content->size);

  patched->mtime = content->mtime;
  if (content->bytes != NULL)
    {
      gsize size;
      gconstpointer data = g_bytes_get_data (content->bytes, &size);
      guint8 *copy = g_memdup2 (data, size);

      apply_patches (patches, 0, copy, size);
      patched->bytes = g_bytes_new_take (copy, size);
      return patched;
    }
  patched->base = ph_content_ref (content);
  patched->patches = g_ptr_array_copy ((GPtrArray *) patches, copy_patch, NULL);
  g_ptr_array_set_free_func (patched->patches, (GDestroyNotify) ph_content_patch_free);
  return patched;
}

static void
set_wrong_kind (GError **error, mode_t mode)
{
  if (S_ISDIR (mode))
    ph_error_set (error, PH_ERROR_INPUT, _ ("use -r to upload the pictures in a folder"),
                  _ ("this is a folder"));
  else if (S_ISFIFO (mode))
    ph_error_set (error, PH_ERROR_INPUT, _ ("use - and redirect it to standard input"),
                  _ ("this is a named pipe"));
  else if (S_ISSOCK (mode))
    ph_error_set (error, PH_ERROR_INPUT, _ ("name a picture file"), _ ("this is a socket"));
  else
    ph_error_set (error, PH_ERROR_INPUT, _ ("name a picture file"), _ ("this is a device"));
}

static void
set_open_failure (GError **error, int code)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      ph_error_set (error, PH_ERROR_INPUT, _ ("check the name"), _ ("there is no such file"));
      break;
    case EACCES:
    case EPERM:
      ph_error_set (error, PH_ERROR_INPUT, _ ("check the file's permissions"),
                    _ ("you may not read this file"));
      break;
    case ELOOP:
      ph_error_set (error, PH_ERROR_INPUT, _ ("check where the links lead"),
                    _ ("the symbolic links go round in a circle"));
      break;
    case ENXIO:
      set_wrong_kind (error, S_IFSOCK);
      break;
    default:
      ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("this file can't be opened: %s"),
                    g_strerror (code));
      break;
    }
}

/* Reads until @length bytes or the end.  Returns -1 with errno. */
static gssize
pread_full (int fd, gint64 offset, char *buffer, gsize length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize got = pread (fd, buffer + done, length - done, offset + (gint64) done);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (gssize) done;
}

static void
set_read_failure (GError **error, int code)
{
  ph_error_set (error, PH_ERROR_INPUT, NULL, _ ("this file can't be read: %s"), g_strerror (code));
}

static gboolean
load_into_memory (PhContent *content, GError **error)
{
  g_autofree char *buffer = g_malloc ((gsize) content->size + 1);
  /* One byte more than the size said: a file that grows meanwhile must not pass for whole. */
  gssize got = pread_full (content->fd, 0, buffer, (gsize) content->size + 1);

  if (got < 0)
    {
      set_read_failure (error, errno);
      return FALSE;
    }
  if (got != content->size || !ph_content_check_unchanged (content, error))
    {
      if (error != NULL && *error == NULL)
        ph_error_set (error, PH_ERROR_CHANGED, _ ("try again when it is complete"),
                      _ ("this file is still being written"));
      return FALSE;
    }
  content->bytes = g_bytes_new_take (g_steal_pointer (&buffer), (gsize) content->size);
  close (content->fd);
  content->fd = -1;
  return TRUE;
}

/* The same before and after opening: looking first keeps us from opening a device, where the
 * opening itself can act, and another file may have taken the name since. */
static gboolean
check_regular (const struct stat *status, GError **error)
{
  if (S_ISREG (status->st_mode))
    return TRUE;
  set_wrong_kind (error, status->st_mode);
  return FALSE;
}

static gboolean
look_at (int fd, struct stat *status, GError **error)
{
  if (fstat (fd, status) == 0)
    return check_regular (status, error);
  set_open_failure (error, errno);
  return FALSE;
}

int
ph_content_open_fd (const char *path, GError **error)
{
  struct stat status;
  int fd;

  if (stat (path, &status) == 0 && !check_regular (&status, error))
    return -1;
  /* O_NONBLOCK: opening a FIFO returns at once; reads of regular files don't care. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    set_open_failure (error, errno);
  else if (!look_at (fd, &status, error))
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

PhContent *
ph_content_new_take_fd (int fd, GError **error)
{
  g_autoptr (PhContent) content = content_new (NULL, fd, 0);
  struct stat status;

  if (!look_at (fd, &status, error))
    return NULL;
  if (status.st_size == 0)
    {
      ph_error_set (error, PH_ERROR_EMPTY, _ ("check the program that wrote it"),
                    _ ("this file is empty"));
      return NULL;
    }
  content->size = status.st_size;
  content->mtime = status.st_mtim;
  if (content->size <= PH_CONTENT_MEMORY_MAX && !load_into_memory (content, error))
    return NULL;
  return g_steal_pointer (&content);
}

PhContent *
ph_content_open (const char *path, GError **error)
{
  int fd = ph_content_open_fd (path, error);

  return fd >= 0 ? ph_content_new_take_fd (fd, error) : NULL;
}

gint64
ph_content_get_size (const PhContent *content)
{
  return content->size;
}

gint64
ph_content_get_mtime (const PhContent *content)
{
  return (gint64) content->mtime.tv_sec * 1000000000 + content->mtime.tv_nsec;
}

GBytes *
ph_content_peek_bytes (const PhContent *content)
{
  return content->bytes;
}

gssize
ph_content_read (const PhContent *content, gint64 offset, void *buffer, gsize length,
                 GError **error)
{
  gsize wanted;
  gssize got;

  g_return_val_if_fail (offset >= 0, -1);
  if (offset >= content->size)
    return 0;
  wanted = MIN (length, (gsize) (content->size - offset));
  if (content->bytes != NULL)
    {
      memcpy (buffer, (const char *) g_bytes_get_data (content->bytes, NULL) + offset, wanted);
      return (gssize) wanted;
    }
  if (content->base != NULL)
    {
      got = ph_content_read (content->base, offset, buffer, wanted, error);
      if (got > 0)
        apply_patches (content->patches, offset, buffer, (gsize) got);
      return got;
    }
  got = pread_full (content->fd, offset, buffer, wanted);
  if (got < 0)
    set_read_failure (error, errno);
  else if ((gsize) got < wanted)
    {
      ph_error_set (error, PH_ERROR_CHANGED, _ ("try again when it is complete"),
                    _ ("this file became shorter while it was read"));
      got = -1;
    }
  return got;
}

gboolean
ph_content_check_unchanged (const PhContent *content, GError **error)
{
  struct stat status;

  if (content->base != NULL)
    return ph_content_check_unchanged (content->base, error);
  if (content->fd < 0)
    return TRUE;
  if (fstat (content->fd, &status) == 0 && status.st_size == content->size
      && status.st_mtim.tv_sec == content->mtime.tv_sec
      && status.st_mtim.tv_nsec == content->mtime.tv_nsec)
    return TRUE;
  ph_error_set (error, PH_ERROR_CHANGED, _ ("upload it again when nothing writes to it any more"),
                _ ("this file was changed while it was being uploaded"));
  return FALSE;
}
