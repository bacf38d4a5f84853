/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ph-config-text.h"
#include "ph-error.h"
#include "ph-settings-file.h"

/* An editor that writes in place leaves the file half written for a moment. */
#define SECOND_LOOK_MICROSECONDS 200000

static void G_GNUC_PRINTF (2, 3) warn (PhConfig *config, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (config->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

static char *
dup_backup_path (PhConfig *config)
{
  return g_strconcat (config->path, ".bak", NULL);
}

/* The last good file; NULL where there is none. */
static char *
read_backup (PhConfig *config, GKeyFile **file)
{
  g_autofree char *path = dup_backup_path (config);
  g_autofree char *text = NULL;
  gsize length = 0;

  text = ph_settings_file_read (path, &length, NULL, NULL);
  *file = text != NULL ? ph_config_text_parse (text, length, NULL) : NULL;
  if (*file != NULL && ph_config_text_is_empty (*file))
    g_clear_pointer (file, g_key_file_unref);
  return *file != NULL ? g_steal_pointer (&text) : NULL;
}

/* The last good file holds whatever the file does: a proxy with its password, say. */
static void
tighten_backup (PhConfig *config)
{
  g_autofree char *path = dup_backup_path (config);
  char *warning = ph_settings_file_tighten (path);

  if (warning != NULL)
    g_ptr_array_add (config->warnings, warning);
}

/* *@file: NULL with *@damage where the file is damaged; a new one where there is no file. */
static gboolean
read_once (PhConfig *config, GKeyFile **file, GError **damage, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *warning = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  *file = NULL;
  text = ph_settings_file_read (config->path, &length, &warning, &local);
  if (warning != NULL)
    g_ptr_array_add (config->warnings, g_steal_pointer (&warning));
  tighten_backup (config);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *file = text != NULL ? ph_config_text_parse (text, length, damage) : g_key_file_new ();
  if (text != NULL && *file != NULL && ph_config_text_is_empty (*file))
    {
      g_autoptr (GKeyFile) backup = NULL;
      g_autofree char *backup_text = read_backup (config, &backup);

      if (backup_text == NULL)
        return TRUE;
      g_clear_pointer (file, g_key_file_unref);
      ph_error_set (damage, PH_ERROR_SETTINGS, NULL, _ ("nothing is left in it"));
    }
  return TRUE;
}

/* A name for the damaged file that nothing has yet. */
static char *
choose_name_aside (PhConfig *config)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *path = g_strdup_printf ("%s.broken-%s", config->path, stamp);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s.broken-%s-%u", config->path, stamp, i);
    }
  return path;
}

/* Gives the damaged file another name and puts @text (nullable) in its place.  Where that can't be
 * done (a full disk) it stays where it is: without it the next program would begin anew. */
static gboolean
set_aside (PhConfig *config, const char *text, const char *aside)
{
  g_autofree char *real = ph_settings_file_resolve (config->path);

  if (text == NULL)
    return g_rename (config->path, aside) == 0;
  /* A second name first, so that there is no moment without a config.ini; not all file systems
   * have them. */
  if (link (real, aside) != 0 && g_rename (real, aside) != 0)
    return FALSE;
  if (ph_settings_file_replace (config->path, text, NULL))
    return TRUE;
  g_rename (aside, real);
  /* Renaming one name of a file to another name of it does nothing: rename (2). */
  g_unlink (aside);
  return FALSE;
}

/* The lock is held and the file is damaged. */
static GKeyFile *
recover (PhConfig *config, const GError *damage)
{
  GKeyFile *backup = NULL;
  g_autofree char *text = read_backup (config, &backup);
  g_autofree char *aside = choose_name_aside (config);

  if (!set_aside (config, text, aside))
    warn (config, _ ("%s is damaged (%s) and can't be replaced; the last good settings are used"),
          config->path, damage->message);
  else if (text != NULL)
    warn (config, _ ("%s was damaged (%s); it is now %s, and the last good settings are used"),
          config->path, damage->message, aside);
  else
    warn (config, _ ("%s was damaged (%s); it is now %s, and there are no earlier settings to use"),
          config->path, damage->message, aside);
  return backup != NULL ? backup : g_key_file_new ();
}

/* Somebody is at work on it, and what holds now is known anyway. */
static GKeyFile *
refuse (PhConfig *config, const GError *damage, GError **error)
{
  ph_error_set (error, PH_ERROR_SETTINGS,
                _ ("mend it in an editor; until then the settings from before hold, and none can "
                   "be changed here"),
                _ ("%s can't be used (%s)"), config->path, damage->message);
  return NULL;
}

/* Looks again, since another program may have been writing, and recovers what is still damaged. */
static GKeyFile *
look_again (PhConfig *config, GError **error)
{
  g_autoptr (GError) damage = NULL;
  GKeyFile *file;

  g_usleep (SECOND_LOOK_MICROSECONDS);
  if (!read_once (config, &file, &damage, error))
    return NULL;
  if (file != NULL)
    return file;
  return config->leaves_damage ? refuse (config, damage, error) : recover (config, damage);
}

GKeyFile *
ph_config_read_file (PhConfig *config, gboolean locked, GError **error)
{
  g_autoptr (GError) damage = NULL;
  GKeyFile *file;
  int lock;

  if (!read_once (config, &file, &damage, error))
    return NULL;
  if (file != NULL)
    return file;
  if (locked || config->leaves_damage)
    return look_again (config, error);
  lock = ph_settings_file_lock (config->dir, NULL);
  /* Without a lock (a read-only folder) nothing can be moved either. */
  file = look_again (config, error);
  if (lock >= 0)
    close (lock);
  return file;
}

/* --- writing --- */

/* Our changes on top of what is in the file now. */
static gboolean
apply (PhConfig *config, GKeyFile *file)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, config->removed);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *group = g_strconcat (PH_CONFIG_PROFILE_GROUP, (char *) name, NULL);

      changed = g_key_file_remove_group (file, group, NULL) || changed;
    }
  changed = ph_config_section_apply (config->general, file) || changed;
  for (guint i = 0; i < config->profiles->len; i++)
    changed
        = ph_config_section_apply (((PhProfileEntry *) config->profiles->pdata[i])->section, file)
          || changed;
  return changed;
}

/* The file may have been taken away since; what we know of it isn't lost then. */
static GKeyFile *
read_base (PhConfig *config, GError **error)
{
  g_autofree char *known = NULL;
  GKeyFile *file;

  if (g_file_test (config->path, G_FILE_TEST_EXISTS) || ph_config_text_is_empty (config->file))
    return ph_config_read_file (config, TRUE, error);
  known = ph_config_text_format (config->file);
  file = ph_config_text_parse (known, strlen (known), error);
  return file;
}

static gboolean
save_locked (PhConfig *config, GError **error)
{
  g_autoptr (GKeyFile) file = read_base (config, error);
  g_autofree char *backup = dup_backup_path (config);
  g_autofree char *text = NULL;

  if (file == NULL)
    return FALSE;
  if (apply (config, file))
    {
      text = ph_config_text_format (file);
      if (!ph_settings_file_replace (config->path, text, error))
        return FALSE;
      /* Where only this fails, the backup is an older one and still good. */
      ph_settings_file_replace (backup, text, NULL);
    }
  ph_config_take_file (config, g_steal_pointer (&file));
  return TRUE;
}

gboolean
ph_config_save (PhConfig *config, GError **error)
{
  int lock = ph_settings_file_lock (config->dir, error);
  gboolean saved;

  if (lock < 0)
    return FALSE;
  saved = save_locked (config, error);
  close (lock);
  return saved;
}

char *
ph_config_export (PhConfig *config)
{
  g_autofree char *text = ph_config_text_format (config->file);
  g_autoptr (GKeyFile) copy = ph_config_text_parse (text, strlen (text), NULL);

  apply (config, copy);
  return ph_config_text_export (copy);
}
