/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-profile-change.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-target.h"

/* A change under way.  The copies are used on the thread that makes it, and nowhere else. */
typedef struct
{
  PhProfile *profile; /* (nullable) */
  char **keys;        /* (nullable) */
  char *name;
  PhProfileAddFlags flags;
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->profile);
  g_strfreev (change->keys);
  g_free (change->name);
  g_free (change);
}

static void
run (PhConfigWatch *watch, PhConfigFunc func, Change *change, GAsyncReadyCallback callback,
     gpointer user_data)
{
  ph_config_watch_change_async (watch, func, change, (GDestroyNotify) change_free, callback,
                                user_data);
}

static gboolean
make_folder (PhProfile *profile, GError **error)
{
  g_autoptr (PhTarget) target = ph_target_new (profile, error);

  if (target == NULL)
    return FALSE;
  if (g_mkdir_with_parents (target->folder, 0755) == 0)
    return TRUE;
  ph_error_set_from_errno (error, errno, "%s", target->folder);
  return FALSE;
}

static gboolean
add (PhConfig *config, gpointer data, GError **error)
{
  const Change *change = data;
  g_autofree const char **names = ph_config_list_profiles (config);

  if (g_strv_contains (names, change->name))
    {
      ph_error_set (error, PH_ERROR_SETTINGS, _ ("choose another name, such as “blog”"),
                    _ ("there is a destination “%s” already"), change->name);
      ph_error_set_setting (error, "name");
      return FALSE;
    }
  if ((change->flags & PH_PROFILE_MAKE_FOLDER) != 0 && !make_folder (change->profile, error))
    return FALSE;
  ph_config_put_profile (config, change->profile);
  return (change->flags & PH_PROFILE_MAKE_DEFAULT) == 0
         || ph_config_set_from_text (config, "default-profile", change->name, error);
}

void
ph_profile_change_add_async (PhConfigWatch *watch, PhProfile *profile, PhProfileAddFlags flags,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = g_new0 (Change, 1);

  change->name = g_strdup (ph_profile_get_name (profile));
  change->profile = ph_profile_copy (profile, change->name);
  change->flags = flags;
  run (watch, add, change, callback, user_data);
}

static gboolean
set (PhConfig *config, gpointer data, GError **error)
{
  const Change *change = data;
  PhProfile *saved = ph_config_peek_profile (config, change->name, error);

  for (char **key = change->keys; saved != NULL && *key != NULL; key++)
    {
      g_autofree char *text = ph_profile_get_as_text (change->profile, *key);

      if (!ph_profile_set_from_text (saved, *key, text != NULL ? text : "", error))
        return FALSE;
    }
  return saved != NULL;
}

void
ph_profile_change_set_async (PhConfigWatch *watch, PhProfile *profile, const char *const *keys,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = g_new0 (Change, 1);

  change->name = g_strdup (ph_profile_get_name (profile));
  change->profile = ph_profile_copy (profile, change->name);
  change->keys = g_strdupv ((char **) keys);
  run (watch, set, change, callback, user_data);
}

static gboolean
remove_it (PhConfig *config, gpointer data, GError **error)
{
  return ph_config_remove_profile (config, ((const Change *) data)->name, error);
}

void
ph_profile_change_remove_async (PhConfigWatch *watch, const char *name,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = g_new0 (Change, 1);

  change->name = g_strdup (name);
  run (watch, remove_it, change, callback, user_data);
}

char *
ph_profile_change_find_name (PhConfig *config, const char *base)
{
  g_autofree const char **names = ph_config_list_profiles (config);
  char *name = g_strdup (base);

  for (guint n = 2; g_strv_contains (names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, n);
    }
  return name;
}
