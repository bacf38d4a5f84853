/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-secret-text.h"

static char *
dup_group (const char *profile)
{
  return g_strdup_printf ("profile %s", profile);
}

/* A missing file is an empty one. */
static GKeyFile *
load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  struct stat status;

  if (stat (path, &status) == 0 && (status.st_mode & 077) != 0)
    {
      g_info ("%s could be read by others", path);
      chmod (path, 0600);
    }
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &local_error)
      || g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&file);
  ph_error_set (error, PH_ERROR_SECRET,
                _ ("check the file, or remove it and store the secrets again"),
                _ ("%s can't be read: %s"), path, local_error->message);
  return NULL;
}

char *
ph_secret_file_lookup (const char *dir, const char *profile, const char *purpose, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "secrets.ini", NULL);
  g_autofree char *group = dup_group (profile);
  g_autoptr (GKeyFile) file = load (path, error);
  g_autofree char *text = file != NULL ? g_key_file_get_string (file, group, purpose, NULL) : NULL;
  char *secret;

  if (text == NULL)
    return NULL;
  secret = ph_secret_text_decode (text);
  explicit_bzero (text, strlen (text));
  if (secret == NULL)
    ph_error_set (error, PH_ERROR_SECRET, _ ("store it again with “pichoist profile set”"),
                  _ ("the secret of “%s” in %s is damaged"), profile, path);
  return secret;
}

/* Held until the descriptor is closed, however the program ends. */
static int
lock (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "secrets.lock", NULL);
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), dir);
      return -1;
    }
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      ph_error_set_from_errno (error, errno, _ ("%s can't be opened"), path);
      return -1;
    }
  while (fcntl (fd, F_OFD_SETLKW, &whole) != 0)
    if (errno != EINTR)
      {
        ph_error_set_from_errno (error, errno, _ ("%s can't be locked"), path);
        close (fd);
        return -1;
      }
  return fd;
}

static gboolean
write_file (const char *path, GKeyFile *file, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;
  char *text = g_key_file_to_data (file, &length, NULL);
  gboolean written = g_file_set_contents_full (
      path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
      0600, &local_error);

  explicit_bzero (text, length);
  g_free (text);
  if (!written)
    ph_error_set (error, PH_ERROR_DISK, _ ("check the folder's permissions and the free space"),
                  _ ("the secret can't be stored: %s"), local_error->message);
  return written;
}

static gboolean
change (const char *path, const char *profile, const char *purpose, const char *secret,
        GError **error)
{
  g_autofree char *group = dup_group (profile);
  g_autoptr (GKeyFile) file = load (path, error);
  char *text;

  if (file == NULL)
    return FALSE;
  if (secret == NULL)
    return !g_key_file_remove_key (file, group, purpose, NULL) || write_file (path, file, error);
  text = ph_secret_text_encode (secret);
  g_key_file_set_string (file, group, purpose, text);
  explicit_bzero (text, strlen (text));
  g_free (text);
  return write_file (path, file, error);
}

gboolean
ph_secret_file_store (const char *dir, const char *profile, const char *purpose, const char *secret,
                      GError **error)
{
  g_autofree char *path = g_build_filename (dir, "secrets.ini", NULL);
  int fd;
  gboolean changed;

  if (secret == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  fd = lock (dir, error);
  if (fd < 0)
    return FALSE;
  changed = change (path, profile, purpose, secret, error);
  close (fd);
  return changed;
}

gboolean
ph_secret_file_forget (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "secrets.ini", NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("%s can't be removed"), path);
  return FALSE;
}
