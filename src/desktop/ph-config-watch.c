/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config-watch.h"

#include <glib/gstdio.h>

#include "ph-message.h"
#include "ph-proxy-password.h"
#include "ph-settings-file.h"

/* An editor may write a file in several steps; it is read when it has been left alone so long. */
#define SETTLE_MS 200

struct _PhConfigWatch
{
  GObject parent_instance;

  PhConfig *config;
  PhEngine *engine;
  char *dir;
  char *trouble; /* (nullable) */

  GPtrArray *monitors; /* of GFileMonitor */
  guint settling;      /* source id */
  GQueue *waiting;     /* of GTask */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PhConfigWatch, ph_config_watch, G_TYPE_OBJECT)

static guint trouble_signal;

static void
ph_config_watch_dispose (GObject *object)
{
  PhConfigWatch *watch = PH_CONFIG_WATCH (object);

  g_clear_handle_id (&watch->settling, g_source_remove);
  g_ptr_array_set_size (watch->monitors, 0);
  G_OBJECT_CLASS (ph_config_watch_parent_class)->dispose (object);
}

static void
ph_config_watch_finalize (GObject *object)
{
  PhConfigWatch *watch = PH_CONFIG_WATCH (object);

  g_object_unref (watch->config);
  g_object_unref (watch->engine);
  g_free (watch->dir);
  g_free (watch->trouble);
  g_ptr_array_unref (watch->monitors);
  /* Each task that waits holds a reference to us, so there is none left. */
  g_queue_free (watch->waiting);
  G_OBJECT_CLASS (ph_config_watch_parent_class)->finalize (object);
}

static void
ph_config_watch_class_init (PhConfigWatchClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_config_watch_dispose;
  G_OBJECT_CLASS (class)->finalize = ph_config_watch_finalize;
  trouble_signal = g_signal_new ("trouble-changed", PH_TYPE_CONFIG_WATCH, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ph_config_watch_init (PhConfigWatch *watch)
{
  watch->monitors = g_ptr_array_new_with_free_func (g_object_unref);
  watch->waiting = g_queue_new ();
}

/* --- reading and changing -----------------------------------------------------------------------
 */

typedef struct
{
  char *dir;
  PhConfigFunc func; /* (nullable): NULL: only look */
  gpointer data;
  GDestroyNotify free_data;
  gboolean is_unreadable; /* it failed since the file can't be used */
} Change;

static void
change_free (Change *change)
{
  if (change->free_data != NULL)
    change->free_data (change->data);
  g_free (change->dir);
  g_free (change);
}

/* Passwords of proxies leave the file on the way, and nobody waits for the keyring here. */
static gboolean
save (PhConfig *config, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  if (!ph_proxy_password_move (config, notes, error) || !ph_config_save (config, error))
    return FALSE;
  for (guint i = 0; i < notes->len; i++)
    g_message ("%s", (const char *) notes->pdata[i]);
  return TRUE;
}

static void
change_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Change *change = task_data;
  GError *error = NULL;
  g_autoptr (PhConfig) config = ph_config_load_again (change->dir, &error);

  change->is_unreadable = config == NULL;
  if (config == NULL
      || (change->func != NULL
          && (!change->func (config, change->data, &error) || !save (config, &error))))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&config), g_object_unref);
}

static void run_next (PhConfigWatch *watch);

/* @error: (nullable) */
static void
set_trouble (PhConfigWatch *watch, const GError *error)
{
  g_autofree char *text = error != NULL ? ph_message_from_error (error) : NULL;

  if (g_strcmp0 (text, watch->trouble) == 0)
    return;
  if (text != NULL)
    g_warning ("%s", text);
  g_free (watch->trouble);
  watch->trouble = g_steal_pointer (&text);
  g_signal_emit (watch, trouble_signal, 0);
}

/* @fresh: (transfer full) */
static void
take_over (PhConfigWatch *watch, PhConfig *fresh)
{
  gboolean differs = ph_config_take_over (watch->config, fresh);

  set_trouble (watch, ph_config_get_fault (watch->config));
  if (!differs)
    {
      g_object_unref (fresh);
      return;
    }
  for (const char *const *warning = ph_config_get_warnings (watch->config); *warning != NULL;
       warning++)
    g_message ("%s", *warning);
  ph_engine_reload (watch->engine, fresh);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhConfigWatch *watch = PH_CONFIG_WATCH (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  const Change *change = g_task_get_task_data (task);
  PhConfig *fresh = g_task_propagate_pointer (G_TASK (result), &error);

  watch->busy = FALSE;
  if (fresh != NULL)
    {
      take_over (watch, fresh);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      if (change->is_unreadable)
        set_trouble (watch, error);
      else
        g_warning ("%s", error->message);
      g_task_return_error (task, error);
    }
  run_next (watch);
}

static void
run_next (PhConfigWatch *watch)
{
  GTask *task = watch->busy ? NULL : g_queue_pop_head (watch->waiting);
  g_autoptr (GTask) work = NULL;

  if (task == NULL)
    return;
  watch->busy = TRUE;
  work = g_task_new (watch, NULL, on_changed, task);
  /* The outer task lives longer, and owns what both of them need. */
  g_task_set_task_data (work, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (work, change_in_thread);
}

void
ph_config_watch_change_async (PhConfigWatch *watch, PhConfigFunc func, gpointer data,
                              GDestroyNotify free_data, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (watch, NULL, callback, user_data);
  Change *change = g_new0 (Change, 1);

  change->dir = g_strdup (watch->dir);
  change->func = func;
  change->data = data;
  change->free_data = free_data;
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  g_queue_push_tail (watch->waiting, task);
  run_next (watch);
}

gboolean
ph_config_watch_change_finish (PhConfigWatch *watch, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, watch), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
ph_config_watch_get_trouble (PhConfigWatch *watch)
{
  return watch->trouble;
}

/* --- one setting --- */

static gboolean
set_key (PhConfig *config, gpointer data, GError **error)
{
  char **pair = data;

  return ph_config_set_from_text (config, pair[0], pair[1], error);
}

void
ph_config_watch_set_async (PhConfigWatch *watch, const char *key, const char *text,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  const char *const pair[] = { key, text, NULL };

  ph_config_watch_change_async (watch, set_key, g_strdupv ((char **) pair),
                                (GDestroyNotify) g_strfreev, callback, user_data);
}

/* --- the file --- */

static gboolean
on_settled (gpointer user_data)
{
  PhConfigWatch *watch = user_data;

  watch->settling = 0;
  ph_config_watch_change_async (watch, NULL, NULL, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_file_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                 gpointer user_data)
{
  PhConfigWatch *watch = user_data;

  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;
  g_clear_handle_id (&watch->settling, g_source_remove);
  watch->settling = g_timeout_add (SETTLE_MS, on_settled, watch);
}

static void
monitor_file (PhConfigWatch *watch, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);

  if (monitor == NULL)
    {
      g_message ("%s", error->message);
      return;
    }
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_file_changed), watch, 0);
  g_ptr_array_add (watch->monitors, monitor);
}

PhConfigWatch *
ph_config_watch_new (PhConfig *config, const char *dir, PhEngine *engine)
{
  PhConfigWatch *watch = g_object_new (PH_TYPE_CONFIG_WATCH, NULL);
  g_autofree char *path = g_build_filename (dir, "config.ini", NULL);
  g_autofree char *real = ph_settings_file_resolve (path);

  watch->config = g_object_ref (config);
  watch->engine = g_object_ref (engine);
  watch->dir = g_strdup (dir);
  /* A folder that isn't there can only be watched by looking for it again and again. */
  g_mkdir_with_parents (dir, 0700);
  set_trouble (watch, ph_config_get_fault (config));
  monitor_file (watch, path);
  /* A symbolic link may be replaced, and what it leads to may change. */
  if (!g_str_equal (path, real))
    monitor_file (watch, real);
  return watch;
}
