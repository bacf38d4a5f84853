/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-autostart.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ph-error.h"

#define NAME "io.github.pichoist.Pichoist"
#define HIDDEN G_KEY_FILE_DESKTOP_KEY_HIDDEN
#define GNOME_ENABLED "X-GNOME-Autostart-enabled"

/* What the kernel puts behind the name of a program that has been replaced since it was started. */
#define DELETED " (deleted)"

char *
ph_autostart_dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", NAME ".desktop", NULL);
}

/* A new one where there is none that can be read. */
static GKeyFile *
read_entry (gboolean *exists)
{
  g_autofree char *path = ph_autostart_dup_path ();
  GKeyFile *entry = g_key_file_new ();

  *exists = g_key_file_load_from_file (
      entry, path, G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  return entry;
}

gboolean
ph_autostart_is_on (void)
{
  gboolean exists;
  g_autoptr (GKeyFile) entry = read_entry (&exists);

  if (!exists
      || !g_key_file_has_key (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL)
      || g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, HIDDEN, NULL))
    return FALSE;
  return !g_key_file_has_key (entry, G_KEY_FILE_DESKTOP_GROUP, GNOME_ENABLED, NULL)
         || g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, GNOME_ENABLED, NULL);
}

static char *
dup_running_program (void)
{
  char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL && g_str_has_suffix (program, DELETED))
    program[strlen (program) - strlen (DELETED)] = '\0';
  return program;
}

/* As the key Exec has it: quoted, and with percent signs that are none of its codes. */
static char *
quote (const char *program)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = program; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append_c (quoted, '\\');
      else if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static void
fill_entry (GKeyFile *entry, const char *program)
{
  const char *group = G_KEY_FILE_DESKTOP_GROUP;
  g_autofree char *quoted = quote (program);
  g_autofree char *command = g_strconcat (quoted, " --background", NULL);

  g_key_file_set_string (entry, group, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (entry, group, G_KEY_FILE_DESKTOP_KEY_NAME, "Pichoist");
  g_key_file_set_string (entry, group, G_KEY_FILE_DESKTOP_KEY_ICON, NAME);
  g_key_file_set_string (entry, group, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_remove_key (entry, group, HIDDEN, NULL);
  g_key_file_remove_key (entry, group, GNOME_ENABLED, NULL);
}

static gboolean
write_entry (GKeyFile *entry, GError **error)
{
  g_autofree char *path = ph_autostart_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length;
  g_autofree char *text = g_key_file_to_data (entry, &length, NULL);
  g_autoptr (GError) local_error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      ph_error_set_from_errno (error, errno, _ ("the folder %s can't be made"), folder);
      return FALSE;
    }
  if (g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                &local_error))
    return TRUE;
  ph_error_set (error, PH_ERROR_DISK, NULL, "%s", local_error->message);
  return FALSE;
}

gboolean
ph_autostart_turn_on (const char *program, GError **error)
{
  g_autofree char *running = program == NULL ? dup_running_program () : NULL;
  const char *wanted = program != NULL ? program : running;
  gboolean exists;
  g_autoptr (GKeyFile) entry = read_entry (&exists);

  if (wanted == NULL)
    {
      ph_error_set (error, PH_ERROR_DISK, NULL, _ ("/proc doesn't tell where the program is"));
      return FALSE;
    }
  fill_entry (entry, wanted);
  return write_entry (entry, error);
}

gboolean
ph_autostart_turn_off (GError **error)
{
  g_autofree char *path = ph_autostart_dup_path ();

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  ph_error_set_from_errno (error, errno, _ ("%s can't be removed"), path);
  return FALSE;
}
