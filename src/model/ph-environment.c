/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-environment.h"

#include <glib/gi18n-lib.h>
#include <pwd.h>
#include <unistd.h>

#include "ph-error.h"

static gboolean
is_absolute (const char *path)
{
  return path != NULL && g_path_is_absolute (path);
}

/* An unset HOME is left to GLib, which asks the password database by itself. */
static void
settle_home (void)
{
  const char *home = g_getenv ("HOME");
  const struct passwd *entry;

  if (home == NULL || is_absolute (home))
    return;
  entry = getpwuid (getuid ());
  /* "/" is what GLib takes where nothing is known; nobody but root can write there. */
  g_setenv ("HOME", entry != NULL && is_absolute (entry->pw_dir) ? entry->pw_dir : "/", TRUE);
}

void
ph_environment_settle (void)
{
  static const char *const variables[] = { "XDG_CONFIG_HOME", "XDG_DATA_HOME",   "XDG_STATE_HOME",
                                           "XDG_CACHE_HOME",  "XDG_RUNTIME_DIR", NULL };

  for (const char *const *variable = variables; *variable != NULL; variable++)
    if (!is_absolute (g_getenv (*variable)))
      g_unsetenv (*variable);
  settle_home ();
}

gboolean
ph_environment_check (GError **error)
{
  static const char *const variables[] = { "PICHOIST_CONFIG_DIR", "PICHOIST_DATA_DIR", NULL };

  for (const char *const *variable = variables; *variable != NULL; variable++)
    {
      const char *path = g_getenv (*variable);
      g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;
      g_autofree char *hint = NULL;

      if (path == NULL || *path == '\0' || is_absolute (path))
        continue;
      hint = g_strdup_printf (_ ("write the whole path, such as %s/%s"), g_get_home_dir (), shown);
      ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), *variable, shown);
      return FALSE;
    }
  return TRUE;
}

const char *
ph_environment_get_locale_dir (void)
{
  const char *dir = g_getenv ("PICHOIST_LOCALE_DIR");

  return dir != NULL && g_path_is_absolute (dir) ? dir : PH_LOCALEDIR;
}

const char *
ph_environment_get (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0' ? value : NULL;
}

gboolean
ph_environment_has_display (void)
{
  return ph_environment_get ("DISPLAY") != NULL || ph_environment_get ("WAYLAND_DISPLAY") != NULL;
}
