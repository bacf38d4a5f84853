/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-folder.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-folder-file.h"
#include "ph-folder-list.h"

#define PROGRESS_MICROSECONDS (100 * 1000)

struct _PhFolder
{
  GObject parent_instance;

  PhTarget *target;
};

static void ph_folder_storage_init (PhStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhFolder, ph_folder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_STORAGE, ph_folder_storage_init))

/* What a worker thread needs, all of it its own. */
typedef struct
{
  char *folder;
  char *key;   /* or a prefix */
  char *other; /* (nullable): copy's destination, or the key to list from */
  char **keys; /* (nullable) */
  gsize max;   /* bytes or objects */
  gboolean replace;
  PhContent *content; /* (nullable) */
  char *sha256;       /* (nullable) */

  PhStorageProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  gint64 told_at; /* monotonic; when progress was last told */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->folder);
  g_free (work->key);
  g_free (work->other);
  g_strfreev (work->keys);
  g_clear_pointer (&work->content, ph_content_unref);
  g_free (work->sha256);
  g_free (work);
}

static Work *
work_new (PhStorage *storage, const char *key)
{
  Work *work = g_new0 (Work, 1);

  work->folder = g_strdup (PH_FOLDER (storage)->target->folder);
  work->key = g_strdup (key);
  return work;
}

static void
run (PhStorage *storage, Work *work, GTaskThreadFunc function, gpointer tag,
     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (storage, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* The work itself looks at the cancellable: what is done is done, and said. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, function);
}

static void
return_boolean (GTask *task, gboolean ok, GError *error)
{
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
return_pointer (GTask *task, gpointer result, GDestroyNotify destroy, GError *error)
{
  if (result != NULL)
    g_task_return_pointer (task, result, destroy);
  else
    g_task_return_error (task, error);
}

/* One progress report on its way to the caller's context. */
typedef struct
{
  GTask *task;
  gint64 done;
  gint64 total;
} Tick;

static void
tick_free (gpointer data)
{
  Tick *tick = data;

  g_object_unref (tick->task);
  g_free (tick);
}

static gboolean
deliver_tick (gpointer data)
{
  Tick *tick = data;
  Work *work = g_task_get_task_data (tick->task);

  if (!g_task_get_completed (tick->task))
    work->progress (tick->done, tick->total, work->progress_data);
  return G_SOURCE_REMOVE;
}

static void
tell_progress (gint64 done, gint64 total, gpointer user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;
  Tick *tick;

  if (work->progress == NULL || (done < total && now - work->told_at < PROGRESS_MICROSECONDS))
    return;
  work->told_at = now;
  tick = g_new (Tick, 1);
  *tick = (Tick){ g_object_ref (task), done, total };
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, deliver_tick, tick, tick_free);
  g_source_attach (source, g_task_get_context (task));
}

static void
put_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_auto (PhFolderPlace) place = PH_FOLDER_PLACE_INIT;
  g_autoptr (PhObject) object = ph_object_new (work->key);
  GError *error = NULL;

  if (!ph_folder_place_find (&place, work->folder, work->key, TRUE, &error)
      || !ph_folder_place_write (&place, work->content, work->replace, tell_progress, task,
                                 cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  object->size = ph_content_get_size (work->content);
  object->sha256 = g_strdup (work->sha256);
  g_task_return_pointer (task, g_steal_pointer (&object), (GDestroyNotify) ph_object_free);
}

static void
ph_folder_put_async (PhStorage *storage, const PhPutRequest *request, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (storage, request->key);

  work->content = ph_content_ref (request->content);
  work->sha256 = g_strdup (request->sha256);
  work->replace = !request->if_absent;
  work->progress = request->progress;
  work->progress_data = request->user_data;
  run (storage, work, put_in_thread, ph_folder_put_async, cancellable, callback, user_data);
}

static void
head_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_auto (PhFolderPlace) place = PH_FOLDER_PLACE_INIT;
  PhObject *object = NULL;
  GError *error = NULL;

  if (ph_folder_place_find (&place, work->folder, work->key, FALSE, &error))
    object = ph_folder_place_describe (&place, work->key, cancellable, &error);
  return_pointer (task, object, (GDestroyNotify) ph_object_free, error);
}

static void
ph_folder_head_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  run (storage, work_new (storage, key), head_in_thread, ph_folder_head_async, cancellable,
       callback, user_data);
}

/* What is there as a content; an empty file too. */
static PhContent *
open_content (const char *folder, const char *key, GError **error)
{
  g_auto (PhFolderPlace) place = PH_FOLDER_PLACE_INIT;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) nothing = NULL;
  PhContent *content;
  int fd;

  if (!ph_folder_place_find (&place, folder, key, FALSE, error))
    return NULL;
  fd = ph_folder_place_open (&place, error);
  if (fd < 0)
    return NULL;
  content = ph_content_new_take_fd (fd, &local_error);
  if (content == NULL && g_error_matches (local_error, PH_ERROR, PH_ERROR_EMPTY))
    {
      nothing = g_bytes_new (NULL, 0);
      return ph_content_new_for_bytes (nothing);
    }
  if (content == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return content;
}

static GBytes *
read_all (PhContent *content, gsize max, GError **error)
{
  gsize size = (gsize) ph_content_get_size (content);
  g_autofree char *buffer = NULL;

  if (size > max)
    {
      ph_error_set (error, PH_ERROR_TOO_LARGE, NULL, _ ("this file is larger than expected"));
      return NULL;
    }
  buffer = g_malloc (size + 1);
  if (ph_content_read (content, 0, buffer, size, error) < 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&buffer), size);
}

static void
get_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (PhContent) content = open_content (work->folder, work->key, &error);
  GBytes *bytes = content == NULL ? NULL : read_all (content, work->max, &error);

  return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref, error);
}

static void
ph_folder_get_async (PhStorage *storage, const char *key, gsize max, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (storage, key);

  work->max = max;
  run (storage, work, get_in_thread, ph_folder_get_async, cancellable, callback, user_data);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  PhObjectPage *page = ph_folder_list (work->folder, work->key, work->other, (guint) work->max,
                                       cancellable, &error);

  return_pointer (task, page, (GDestroyNotify) ph_object_page_free, error);
}

static void
ph_folder_list_async (PhStorage *storage, const char *prefix, const char *from, guint max,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (storage, prefix);

  work->other = g_strdup (from);
  work->max = max;
  run (storage, work, list_in_thread, ph_folder_list_async, cancellable, callback, user_data);
}

/* Where a directory on the way is missing, the file is gone too. */
static gboolean
delete_key (const char *folder, const char *key, GError **error)
{
  g_auto (PhFolderPlace) place = PH_FOLDER_PLACE_INIT;
  g_autoptr (GError) local_error = NULL;

  if (ph_folder_place_find (&place, folder, key, FALSE, &local_error))
    return ph_folder_place_remove (&place, error);
  if (g_error_matches (local_error, PH_ERROR, PH_ERROR_NO_OBJECT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
delete_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  gboolean ok = !g_cancellable_set_error_if_cancelled (cancellable, &error)
                && delete_key (work->folder, work->key, &error);

  return_boolean (task, ok, error);
}

static void
ph_folder_delete_async (PhStorage *storage, const char *key, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  run (storage, work_new (storage, key), delete_in_thread, ph_folder_delete_async, cancellable,
       callback, user_data);
}

static void
delete_many_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr (GPtrArray) failures
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_delete_failure_free);
  GError *error = NULL;

  for (guint i = 0; work->keys[i] != NULL; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        {
          g_task_return_error (task, error);
          return;
        }
      if (!delete_key (work->folder, work->keys[i], &error))
        g_ptr_array_add (failures, ph_delete_failure_new (work->keys[i], g_steal_pointer (&error)));
    }
  g_task_return_pointer (task, g_steal_pointer (&failures), (GDestroyNotify) g_ptr_array_unref);
}

static void
ph_folder_delete_many_async (PhStorage *storage, const char *const *keys, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (storage, NULL);

  work->keys = g_strdupv ((char **) keys);
  run (storage, work, delete_many_in_thread, ph_folder_delete_many_async, cancellable, callback,
       user_data);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  g_auto (PhFolderPlace) place = PH_FOLDER_PLACE_INIT;
  GError *error = NULL;
  g_autoptr (PhContent) content = open_content (work->folder, work->key, &error);
  gboolean ok = content != NULL
                && ph_folder_place_find (&place, work->folder, work->other, TRUE, &error)
                && ph_folder_place_write (&place, content, TRUE, NULL, NULL, cancellable, &error);

  return_boolean (task, ok, error);
}

static void
ph_folder_copy_async (PhStorage *storage, const char *from, const char *to,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = work_new (storage, from);

  work->other = g_strdup (to);
  run (storage, work, copy_in_thread, ph_folder_copy_async, cancellable, callback, user_data);
}

/* An unfinished file is gone with the put that wrote it. */
static void
ph_folder_abort_async (PhStorage *storage, const char *key, const char *checkpoint,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (storage, cancellable, callback, user_data);

  g_task_return_boolean (task, TRUE);
}

static gboolean
ph_folder_can_put_if_absent (PhStorage *storage)
{
  return TRUE;
}

static void
ph_folder_preconnect (PhStorage *storage, guint connections)
{
}

static char *
ph_folder_presign (PhStorage *storage, const char *key, guint seconds, GError **error)
{
  ph_error_set (error, PH_ERROR_UNSUPPORTED, _ ("use a profile with a bucket for such links"),
                _ ("links to a folder can't expire"));
  return NULL;
}

static void
ph_folder_finalize (GObject *object)
{
  ph_target_unref (PH_FOLDER (object)->target);
  G_OBJECT_CLASS (ph_folder_parent_class)->finalize (object);
}

static void
ph_folder_class_init (PhFolderClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_folder_finalize;
}

static void
ph_folder_init (PhFolder *folder)
{
}

static void
ph_folder_storage_init (PhStorageInterface *iface)
{
  iface->can_put_if_absent = ph_folder_can_put_if_absent;
  iface->put_async = ph_folder_put_async;
  iface->head_async = ph_folder_head_async;
  iface->get_async = ph_folder_get_async;
  iface->list_async = ph_folder_list_async;
  iface->delete_async = ph_folder_delete_async;
  iface->delete_many_async = ph_folder_delete_many_async;
  iface->copy_async = ph_folder_copy_async;
  iface->abort_async = ph_folder_abort_async;
  iface->preconnect = ph_folder_preconnect;
  iface->presign = ph_folder_presign;
}

PhFolder *
ph_folder_new (const PhTarget *target)
{
  PhFolder *folder = g_object_new (PH_TYPE_FOLDER, NULL);

  folder->target = ph_target_ref ((PhTarget *) target);
  return folder;
}
