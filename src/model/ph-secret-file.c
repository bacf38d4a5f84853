/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-secret-store.h"
#include "ph-secret-text.h"
#include "ph-settings-file.h"

static char *
dup_path (const char *dir)
{
  return g_build_filename (dir, "secrets.ini", NULL);
}

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
  g_autofree char *warning = NULL;
  GError *local_error = NULL;
  gsize length = 0;
  char *text = ph_settings_file_read (path, &length, &warning, &local_error);
  gboolean parsed = text == NULL || memchr (text, '\0', length) == NULL;

  if (warning != NULL)
    g_info ("%s", warning);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (text != NULL && parsed)
    parsed = g_key_file_load_from_data (file, text, length, G_KEY_FILE_KEEP_COMMENTS, NULL);
  ph_secret_free (text);
  if (parsed)
    return g_steal_pointer (&file);
  /* GKeyFile's own message repeats the line that it doesn't understand: maybe a secret. */
  ph_error_set (error, PH_ERROR_SECRET,
                _ ("check the file, or remove it and store the secrets again"), _ ("%s is damaged"),
                path);
  return NULL;
}

char *
ph_secret_file_lookup (const char *dir, const char *profile, const char *purpose, GError **error)
{
  g_autofree char *path = dup_path (dir);
  g_autofree char *group = dup_group (profile);
  g_autoptr (GKeyFile) file = load (path, error);
  g_autofree char *text = file != NULL ? g_key_file_get_string (file, group, purpose, NULL) : NULL;
  char *secret;

  if (text == NULL)
    return NULL;
  secret = ph_secret_text_decode (text);
  explicit_bzero (text, strlen (text));
  if (secret == NULL)
    {
      ph_error_set (error, PH_ERROR_SECRET, _ ("store it again with “pichoist profile set”"),
                    _ ("the secret of “%s” in %s is damaged"), profile, path);
      ph_error_set_window_hint (error, _ ("enter it again in the settings"));
    }
  return secret;
}

static gboolean
write_file (const char *path, GKeyFile *file, GError **error)
{
  char *text = g_key_file_to_data (file, NULL, NULL);
  gboolean written = ph_settings_file_replace (path, text, error);

  ph_secret_free (text);
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
  if (purpose == NULL)
    return !g_key_file_remove_group (file, group, NULL) || write_file (path, file, error);
  if (secret == NULL)
    return !g_key_file_remove_key (file, group, purpose, NULL) || write_file (path, file, error);
  text = ph_secret_text_encode (secret);
  g_key_file_set_string (file, group, purpose, text);
  ph_secret_free (text);
  return write_file (path, file, error);
}

gboolean
ph_secret_file_store (const char *dir, const char *profile, const char *purpose, const char *secret,
                      GError **error)
{
  g_autofree char *path = dup_path (dir);
  int lock;
  gboolean changed;

  if (secret == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  lock = ph_settings_file_lock (dir, error);
  if (lock < 0)
    return FALSE;
  changed = change (path, profile, purpose, secret, error);
  close (lock);
  return changed;
}

gboolean
ph_secret_file_forget (const char *dir, GError **error)
{
  g_autofree char *path = dup_path (dir);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("%s can't be removed"), path);
  return FALSE;
}
