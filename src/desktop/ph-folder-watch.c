/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-folder-watch.h"

#include <string.h>

#include "ph-watch-mode.h"

/* How long nothing may happen to a file before it is taken for whole. */
#define QUIET_MS 400

struct _PhFolderWatch
{
  GObject parent_instance;

  PhConfig *config;
  PhDesk *desk;

  PhWatchMode mode;
  char *folders;       /* (nullable): as they are set */
  GPtrArray *monitors; /* of GFileMonitor */
  GHashTable *made;    /* paths of new files that are still being written */
  GPtrArray *closed;   /* of utf8: paths of those that are closed, in their order */
  guint timer;
};

G_DEFINE_FINAL_TYPE (PhFolderWatch, ph_folder_watch, G_TYPE_OBJECT)

static guint found_signal;

static void
forget_all (PhFolderWatch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
  g_ptr_array_set_size (watch->monitors, 0);
  g_hash_table_remove_all (watch->made);
  g_ptr_array_set_size (watch->closed, 0);
}

static void
ph_folder_watch_finalize (GObject *object)
{
  PhFolderWatch *watch = PH_FOLDER_WATCH (object);

  forget_all (watch);
  g_object_unref (watch->config);
  g_object_unref (watch->desk);
  g_free (watch->folders);
  g_ptr_array_unref (watch->monitors);
  g_hash_table_unref (watch->made);
  g_ptr_array_unref (watch->closed);
  G_OBJECT_CLASS (ph_folder_watch_parent_class)->finalize (object);
}

static void
ph_folder_watch_class_init (PhFolderWatchClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_folder_watch_finalize;
  found_signal = g_signal_new ("found", PH_TYPE_FOLDER_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
monitor_free (gpointer monitor)
{
  g_file_monitor_cancel (monitor);
  g_object_unref (monitor);
}

static void
ph_folder_watch_init (PhFolderWatch *watch)
{
  watch->monitors = g_ptr_array_new_with_free_func (monitor_free);
  watch->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  watch->closed = g_ptr_array_new_with_free_func (g_free);
}

/* --- new pictures -------------------------------------------------------------------------------
 */

static void
upload (PhFolderWatch *watch, PhCopied *found, gboolean unasked)
{
  const PhDeskOptions options = { .origin = PH_ORIGIN_FOLDER, .copy = TRUE, .unasked = unasked };

  ph_desk_upload_async (watch->desk, ph_copied_dup_inputs (found), &options, NULL, NULL);
}

void
ph_folder_watch_accept (PhFolderWatch *watch, PhCopied *found)
{
  upload (watch, found, FALSE);
}

static void
on_looked_at (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhFolderWatch *watch = PH_FOLDER_WATCH (source);
  g_autoptr (PhCopied) found = g_task_propagate_pointer (G_TASK (result), NULL);

  /* The person may have turned it off meanwhile. */
  if (found == NULL || watch->mode == PH_WATCH_OFF)
    return;
  if (watch->mode == PH_WATCH_UPLOAD && found->inputs->len <= PH_FOLDER_WATCH_MAX)
    upload (watch, found, TRUE);
  else
    g_signal_emit (watch, found_signal, 0, found);
}

static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, ph_copied_new_from_files (data, TRUE),
                         (GDestroyNotify) ph_copied_unref);
}

static gboolean
on_quiet (gpointer user_data)
{
  PhFolderWatch *watch = user_data;
  g_autoptr (GTask) task = g_task_new (watch, NULL, on_looked_at, NULL);

  watch->timer = 0;
  g_task_set_task_data (task, g_steal_pointer (&watch->closed), (GDestroyNotify) g_ptr_array_unref);
  watch->closed = g_ptr_array_new_with_free_func (g_free);
  g_task_run_in_thread (task, look_in_thread);
  return G_SOURCE_REMOVE;
}

/* Several that come together are one batch. */
static void
wait_until_quiet (PhFolderWatch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
  if (watch->closed->len > 0)
    watch->timer = g_timeout_add (QUIET_MS, on_quiet, watch);
}

static void
note_closed (PhFolderWatch *watch, const char *path)
{
  g_hash_table_remove (watch->made, path);
  if (!g_ptr_array_find_with_equal_func (watch->closed, path, g_str_equal, NULL))
    g_ptr_array_add (watch->closed, g_strdup (path));
}

static void
note_gone (PhFolderWatch *watch, const char *path)
{
  guint index;

  g_hash_table_remove (watch->made, path);
  if (g_ptr_array_find_with_equal_func (watch->closed, path, g_str_equal, &index))
    g_ptr_array_remove_index (watch->closed, index);
}

/* --- events -------------------------------------------------------------------------------------
 */

/* What other programs call a file that isn't whole yet. */
static gboolean
is_unfinished (const char *path)
{
  static const char *const endings[]
      = { ".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~", NULL };
  g_autofree char *name = g_path_get_basename (path);

  if (*name == '.')
    return TRUE;
  for (const char *const *ending = endings; *ending != NULL; ending++)
    if (g_str_has_suffix (name, *ending))
      return TRUE;
  return FALSE;
}

/* A file that gets its real name now is new; one that had a real name before was seen then. */
static void
note_renamed (PhFolderWatch *watch, const char *from, const char *to)
{
  const gboolean is_new
      = is_unfinished (from) || g_hash_table_contains (watch->made, from)
        || g_ptr_array_find_with_equal_func (watch->closed, from, g_str_equal, NULL);

  note_gone (watch, from);
  if (is_new && !is_unfinished (to))
    note_closed (watch, to);
}

static void
on_event (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
          gpointer user_data)
{
  PhFolderWatch *watch = user_data;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *other_path = other != NULL ? g_file_get_path (other) : NULL;

  if (event == G_FILE_MONITOR_EVENT_RENAMED && other_path != NULL)
    note_renamed (watch, path, other_path);
  else if (event == G_FILE_MONITOR_EVENT_DELETED || event == G_FILE_MONITOR_EVENT_MOVED_OUT)
    note_gone (watch, path);
  else if (is_unfinished (path))
    return;
  else if (event == G_FILE_MONITOR_EVENT_CREATED)
    g_hash_table_add (watch->made, g_strdup (path));
  else if (event == G_FILE_MONITOR_EVENT_MOVED_IN)
    note_closed (watch, path);
  else if (event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT
           && g_hash_table_contains (watch->made, path))
    note_closed (watch, path);
  wait_until_quiet (watch);
}

/* --- folders ------------------------------------------------------------------------------------
 */

char *
ph_folder_watch_dup_default (void)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (pictures == NULL)
    return g_build_filename (g_get_home_dir (), "Pictures", "Screenshots", NULL);
  return g_build_filename (pictures, "Screenshots", NULL);
}

/* A folder that a profile puts pictures into would be watched for our own work. */
static gboolean
is_destination (PhFolderWatch *watch, const char *folder)
{
  g_autofree const char **names = ph_config_list_profiles (watch->config);

  for (const char **name = names; *name != NULL; name++)
    {
      PhProfile *profile = ph_config_peek_profile (watch->config, *name, NULL);
      g_autofree char *destination = NULL;
      g_autofree char *whole = NULL;

      if (profile != NULL)
        g_object_get (profile, "folder", &destination, NULL);
      whole = destination != NULL ? g_canonicalize_filename (destination, NULL) : NULL;
      if (whole != NULL && g_str_has_prefix (folder, whole)
          && (folder[strlen (whole)] == '\0' || folder[strlen (whole)] == '/'))
        return TRUE;
    }
  return FALSE;
}

static void
add_folder (PhFolderWatch *watch, const char *text)
{
  g_autofree char *home = g_str_has_prefix (text, "~/")
                              ? g_build_filename (g_get_home_dir (), text + 2, NULL)
                              : g_strdup (text);
  g_autofree char *path = g_canonicalize_filename (home, g_get_home_dir ());
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileMonitor *monitor;

  if (is_destination (watch, path))
    {
      g_warning ("%s is where pictures are put, and is not watched", path);
      return;
    }
  monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (monitor == NULL)
    {
      g_warning ("%s: %s", path, error->message);
      return;
    }
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_event), watch, 0);
  g_ptr_array_add (watch->monitors, monitor);
}

static void
start (PhFolderWatch *watch)
{
  g_autofree char *preset = ph_folder_watch_dup_default ();
  g_auto (GStrv) folders = g_strsplit (watch->folders != NULL ? watch->folders : preset, ";", -1);

  forget_all (watch);
  for (char **folder = folders; *folder != NULL && watch->mode != PH_WATCH_OFF; folder++)
    if (*g_strstrip (*folder) != '\0')
      add_folder (watch, *folder);
}

static void
on_config_changed (PhConfig *config, PhFolderWatch *watch)
{
  g_autofree char *folders = NULL;
  PhWatchMode mode;

  g_object_get (config, "watch-folders", &folders, "watch-folders-mode", &mode, NULL);
  if (mode == watch->mode && g_strcmp0 (folders, watch->folders) == 0)
    return;
  watch->mode = mode;
  g_free (watch->folders);
  watch->folders = g_steal_pointer (&folders);
  start (watch);
}

PhFolderWatch *
ph_folder_watch_new (PhConfig *config, PhDesk *desk)
{
  PhFolderWatch *watch = g_object_new (PH_TYPE_FOLDER_WATCH, NULL);

  watch->config = g_object_ref (config);
  watch->desk = g_object_ref (desk);
  watch->mode = PH_WATCH_OFF;
  g_signal_connect_object (config, "changed", G_CALLBACK (on_config_changed), watch, 0);
  on_config_changed (config, watch);
  return watch;
}
