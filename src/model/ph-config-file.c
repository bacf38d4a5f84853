/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"

static char *
dup_copy_path (const char *path)
{
  return g_strconcat (path, ".bak", NULL);
}

static void
tighten (const char *path, GPtrArray *warnings)
{
  struct stat status;

  if (stat (path, &status) != 0 || (status.st_mode & 077) == 0 || chmod (path, 0600) != 0)
    return;
  g_ptr_array_add (warnings,
                   g_strdup_printf (_ ("%s could be read by other users; now only you can"), path));
}

static GKeyFile *
parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (memchr (text, '\0', length) != NULL)
    {
      g_set_error_literal (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                           _ ("it holds NUL bytes"));
      return NULL;
    }
  if (length > 0
      && !g_key_file_load_from_data (
          file, text, length, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, error))
    return NULL;
  return g_steal_pointer (&file);
}

/* A file cut off in the middle of a line may still be INI.  It is told by its copy, which goes on
 * where it ends. */
static gboolean
is_cut_off (const char *path, const char *text, gsize length)
{
  g_autofree char *copy_path = dup_copy_path (path);
  g_autofree char *copy = NULL;
  gsize copy_length = 0;

  if (length > 0 && text[length - 1] == '\n')
    return FALSE;
  return g_file_get_contents (copy_path, &copy, &copy_length, NULL) && copy_length > length
         && memcmp (copy, text, length) == 0;
}

/* Another program may have set it aside a moment ago: then there is nothing left to move. */
static void
set_aside (const char *path, const char *reason, GPtrArray *warnings)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.broken-%s", path, stamp);

  if (g_rename (path, aside) == 0)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("%s is damaged (%s); it was set aside as %s"),
                                                path, reason, aside));
}

static GKeyFile *
read_copy (const char *path, GPtrArray *warnings)
{
  g_autofree char *copy_path = dup_copy_path (path);
  g_autofree char *text = NULL;
  gsize length = 0;
  GKeyFile *file = NULL;

  if (g_file_get_contents (copy_path, &text, &length, NULL))
    file = parse (text, length, NULL);
  if (file == NULL)
    {
      g_ptr_array_add (warnings,
                       g_strdup (_ ("there is no good copy of the settings; they begin anew")));
      return g_key_file_new ();
    }
  g_ptr_array_add (warnings,
                   g_strdup_printf (_ ("the last good settings are used, from %s"), copy_path));
  /* Put back, so that the next program finds them without a word. */
  ph_config_file_write (path, file, NULL);
  return file;
}

GKeyFile *
ph_config_file_read (const char *path, GPtrArray *warnings, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  GKeyFile *file;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_key_file_new ();
      ph_error_set (error, PH_ERROR_SETTINGS, _ ("check the file and its permissions"),
                    _ ("the settings can't be read: %s"), local_error->message);
      return NULL;
    }
  tighten (path, warnings);
  if (is_cut_off (path, text, length))
    {
      set_aside (path, _ ("it is cut off"), warnings);
      return read_copy (path, warnings);
    }
  file = parse (text, length, &local_error);
  if (file != NULL)
    return file;
  set_aside (path, local_error->message, warnings);
  return read_copy (path, warnings);
}

int
ph_config_file_lock (const char *path, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *lock_path = g_build_filename (dir, "config.lock", NULL);
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), dir);
      return -1;
    }
  fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be opened"), lock_path);
      return -1;
    }
  while (fcntl (fd, F_OFD_SETLKW, &whole) != 0)
    if (errno != EINTR)
      {
        ph_error_set_from_errno (error, errno, _ ("%s can't be locked"), lock_path);
        close (fd);
        return -1;
      }
  return fd;
}

static gboolean
replace (const char *path, const char *text, gsize length, GError **error)
{
  g_autofree char *target = realpath (path, NULL);
  g_autofree char *dir = g_path_get_dirname (target != NULL ? target : path);
  g_autoptr (GError) local_error = NULL;
  int fd;

  if (!g_file_set_contents_full (target != NULL ? target : path, text, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &local_error))
    {
      ph_error_set (error, PH_ERROR_DISK, _ ("check the free space and the folder's permissions"),
                    _ ("the settings can't be written: %s"), local_error->message);
      return FALSE;
    }
  /* The new name must survive a power cut too. */
  fd = open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
  return TRUE;
}

gboolean
ph_config_file_write (const char *path, GKeyFile *file, GError **error)
{
  g_autofree char *copy_path = dup_copy_path (path);
  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (!replace (path, text, length, error))
    return FALSE;
  /* Without its copy the file is as good; the next write makes one. */
  replace (copy_path, text, length, NULL);
  return TRUE;
}
