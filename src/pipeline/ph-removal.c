/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-removal.h"

#include <glib/gi18n-lib.h>

#include "ph-destination.h"

typedef struct
{
  PhUploader *uploader;
  PhHistoryRow *row;
  PhRemovalScope scope;
  gboolean with_object;
  PhRemovalResult result;
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->uploader);
  ph_history_row_free (removal->row);
  g_free (removal);
}

gboolean
ph_removal_foresee (PhDatabase *database, const PhHistoryRow *row, PhRemovalScope scope,
                    PhRemovalResult *result, GError **error)
{
  g_autoptr (GPtrArray) rows
      = ph_history_find_object (database, row->endpoint, row->bucket, row->key, error);

  if (rows == NULL)
    return FALSE;
  result->others = rows->len > 0 ? rows->len - 1 : 0;
  /* Safe is only what this very row's PUT made, and nobody else names. */
  result->deleted_object
      = scope == PH_REMOVAL_OBJECT
        || (scope == PH_REMOVAL_SAFE && row->created_object && result->others == 0);
  return TRUE;
}

gboolean
ph_removal_is_safe (PhDatabase *database, const PhHistoryRow *row, gboolean *safe, GError **error)
{
  PhRemovalResult result;

  if (!ph_removal_foresee (database, row, PH_REMOVAL_SAFE, &result, error))
    return FALSE;
  *safe = result.deleted_object;
  return TRUE;
}

static gboolean
decide (PhDatabase *database, gpointer data, GError **error)
{
  Removal *removal = data;
  PhRemovalResult result;

  if (!ph_removal_foresee (database, removal->row, removal->scope, &result, error))
    return FALSE;
  removal->with_object = result.deleted_object;
  removal->result.others = result.others;
  return TRUE;
}

static gboolean
remove_row (PhDatabase *database, gpointer data, GError **error)
{
  Removal *removal = data;
  gboolean found = FALSE;

  return ph_history_remove (database, removal->row->id, &found, error);
}

static void
on_row_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (ph_database_run_finish (PH_DATABASE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (removal->result.deleted_object)
    g_prefix_error (&error, "%s: ", _ ("the object is deleted, but its entry stays"));
  g_task_return_error (task, error);
}

static void
start_removing_row (GTask *task)
{
  Removal *removal = g_task_get_task_data (task);

  ph_database_run_async (ph_uploader_get_database (removal->uploader), remove_row, removal, NULL,
                         on_row_removed, task);
}

static void
on_object_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ph_storage_delete_finish (PH_STORAGE (source), result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  removal->result.deleted_object = TRUE;
  start_removing_row (task);
}

/* (nullable) (transfer none) */
static PhDestination *
get_destination (const Removal *removal, GError **error)
{
  const PhHistoryRow *row = removal->row;
  g_autofree char *profile = ph_destination_find_profile (
      ph_uploader_get_config (removal->uploader), row->endpoint, row->bucket, row->profile, error);

  return profile != NULL ? ph_uploader_get_destination (removal->uploader, profile, error) : NULL;
}

static void
on_decided (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Removal *removal = g_task_get_task_data (task);
  PhDestination *destination = NULL;
  GError *error = NULL;

  if (ph_database_run_finish (PH_DATABASE (source), result, &error) && !removal->with_object)
    {
      start_removing_row (task);
      return;
    }
  if (error == NULL)
    destination = get_destination (removal, &error);
  if (destination != NULL)
    {
      ph_storage_delete_async (destination->storage, removal->row->key, NULL, on_object_deleted,
                               task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
ph_removal_run_async (PhUploader *uploader, PhHistoryRow *row, PhRemovalScope scope,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (uploader, NULL, callback, user_data);
  Removal *removal = g_new0 (Removal, 1);

  removal->uploader = g_object_ref (uploader);
  removal->row = row;
  removal->scope = scope;
  g_task_set_task_data (task, removal, (GDestroyNotify) removal_free);
  ph_database_run_async (ph_uploader_get_database (uploader), decide, removal, NULL, on_decided,
                         task);
}

gboolean
ph_removal_run_finish (PhUploader *uploader, GAsyncResult *result, PhRemovalResult *removal,
                       GError **error)
{
  const Removal *done = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, uploader), FALSE);
  *removal = done->result;
  return g_task_propagate_boolean (G_TASK (result), error);
}
