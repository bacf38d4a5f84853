/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-withdrawal.h"

#include "ph-queue.h"
#include "ph-spool.h"

typedef struct
{
  gint64 *ids;
  gsize n_ids;
  GPtrArray *jobs; /* of PhJob: those whose rows are gone */
  guint aborting;  /* uploads that are being aborted */
} Withdrawal;

static void
withdrawal_free (Withdrawal *withdrawal)
{
  g_free (withdrawal->ids);
  g_clear_pointer (&withdrawal->jobs, g_ptr_array_unref);
  g_free (withdrawal);
}

static gboolean
remove_job (PhDatabase *database, Withdrawal *withdrawal, gint64 id, GError **error)
{
  GError *local_error = NULL;
  PhJob *job = ph_queue_get (database, id, &local_error);
  g_autofree char *spool = NULL;
  gboolean found = FALSE;

  if (job != NULL)
    {
      g_ptr_array_add (withdrawal->jobs, job);
      return ph_queue_remove (database, id, &found, &spool, error);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
remove_jobs (PhDatabase *database, gpointer data, GError **error)
{
  Withdrawal *withdrawal = data;

  g_clear_pointer (&withdrawal->jobs, g_ptr_array_unref);
  withdrawal->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_job_unref);
  for (gsize i = 0; i < withdrawal->n_ids; i++)
    if (!remove_job (database, withdrawal, withdrawal->ids[i], error))
      return FALSE;
  return TRUE;
}

static void
end_one (GTask *task)
{
  Withdrawal *withdrawal = g_task_get_task_data (task);

  if (--withdrawal->aborting == 0)
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* A failure is only worth a word: the job is gone, and providers remove stale parts by themselves.
 */
static void
on_aborted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!ph_storage_abort_finish (PH_STORAGE (source), result, &error))
    g_message ("parts of a cancelled upload may stay in the bucket for a while: %s",
               error->message);
  end_one (user_data);
}

static void
abort_unfinished (GTask *task, const PhJob *job)
{
  Withdrawal *withdrawal = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  PhDestination *destination
      = ph_uploader_get_destination (g_task_get_source_object (task), job->profile, &error);

  if (destination == NULL)
    {
      g_message ("parts of a cancelled upload may stay in the bucket for a while: %s",
                 error->message);
      return;
    }
  withdrawal->aborting++;
  ph_storage_abort_async (destination->storage, job->key, job->checkpoint, NULL, on_aborted,
                          g_object_ref (task));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Withdrawal *withdrawal = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ph_database_run_finish (PH_DATABASE (source), result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  withdrawal->aborting = 1; /* this function itself */
  for (guint i = 0; i < withdrawal->jobs->len; i++)
    {
      const PhJob *job = withdrawal->jobs->pdata[i];

      if (job->spool != NULL)
        ph_spool_remove (ph_database_get_dir (PH_DATABASE (source)), job->spool);
      if (job->checkpoint != NULL)
        abort_unfinished (task, job);
    }
  end_one (task);
}

void
ph_withdrawal_run_async (PhUploader *uploader, const gint64 *ids, gsize n_ids,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (uploader, NULL, callback, user_data);
  Withdrawal *withdrawal = g_new0 (Withdrawal, 1);

  withdrawal->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  withdrawal->n_ids = n_ids;
  g_task_set_task_data (task, withdrawal, (GDestroyNotify) withdrawal_free);
  ph_database_run_async (ph_uploader_get_database (uploader), remove_jobs, withdrawal, NULL,
                         on_removed, task);
}

gboolean
ph_withdrawal_run_finish (PhUploader *uploader, GAsyncResult *result, GPtrArray **jobs,
                          GError **error)
{
  Withdrawal *withdrawal = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, uploader), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *jobs = g_steal_pointer (&withdrawal->jobs);
  return TRUE;
}
