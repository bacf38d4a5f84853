/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-item.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-fetch.h"
#include "ph-intake.h"
#include "ph-spool.h"
#include "ph-upload-record.h"

/* How an item comes by its bytes: the stages WANTED to INTAKE. */

/* What a URL gave and is no picture says nothing of what it gives another time. */
static void
forget_refused (PhUploadItem *item, const GError *error)
{
  PhJob *job = item->job;

  if (job->path != NULL || job->spool == NULL || job->sha256 != NULL
      || !ph_fetch_is_url (job->input)
      || !(g_error_matches (error, PH_ERROR, PH_ERROR_NOT_PICTURE)
           || g_error_matches (error, PH_ERROR, PH_ERROR_EMPTY)))
    return;
  ph_spool_remove (ph_database_get_dir (ph_uploader_get_database (item->uploader)), job->spool);
  g_clear_pointer (&job->spool, g_free);
}

static void
on_taken_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadItem *item = user_data;
  GError *error = NULL;
  g_autoptr (PhIntake) intake = ph_intake_finish (result, &error);

  if (!ph_upload_item_end_call (item))
    {
      g_clear_error (&error);
      return;
    }
  if (intake == NULL || !ph_intake_fill_job (intake, item->job, &error))
    {
      forget_refused (item, error);
      ph_upload_record_failure (item, error);
      return;
    }
  item->digest = intake->digest;
  item->content = g_steal_pointer (&intake->content);
  /* Reading it again for another try gets nobody further. */
  if (item->failures == 0)
    ph_uploader_note_progress (item->uploader);
  ph_upload_item_admit (item);
}

void
ph_upload_item_take_in (PhUploadItem *item)
{
  ph_upload_item_set_stage (item, PH_STAGE_INTAKE);
  item->busy = TRUE;
  ph_intake_async (item->job, ph_database_get_dir (ph_uploader_get_database (item->uploader)),
                   ph_key_template_get_digests (item->destination->key_template),
                   item->destination->target->multipart_threshold, item->cancellable, on_taken_in,
                   item);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadItem *item = user_data;
  GError *error = NULL;
  g_autoptr (PhFetched) fetched = ph_fetch_finish (PH_HTTP (source), result, &error);

  if (fetched != NULL)
    {
      item->job->spool = g_steal_pointer (&fetched->spool);
      /* From here on it measures what is sent. */
      item->high_water = 0;
    }
  if (!ph_upload_item_end_call (item))
    g_clear_error (&error);
  else if (fetched != NULL)
    ph_upload_item_set_stage (item, PH_STAGE_ARRIVED);
  else if (item->mode == PH_UPLOAD_ENQUEUE)
    ph_upload_record_failure (item, error);
  else
    ph_upload_item_retry_or_fail (item, error);
}

static void
on_received (gint64 sent, gint64 received, gpointer user_data)
{
  PhUploadItem *item = user_data;

  if (received <= item->high_water)
    return;
  item->high_water = received;
  ph_uploader_note_progress (item->uploader);
}

void
ph_upload_item_fetch (PhUploadItem *item)
{
  ph_upload_item_set_stage (item, PH_STAGE_ACQUIRE);
  item->busy = TRUE;
  ph_fetch_async (ph_uploader_get_http (item->uploader),
                  ph_database_get_dir (ph_uploader_get_database (item->uploader)), item->job->input,
                  item->job->login, item->destination->target,
                  (item->job->flags & PH_JOB_FOREIGN_URL) != 0, on_received, item,
                  item->cancellable, on_fetched, item);
}

static void
want (PhUploadItem *item)
{
  if ((item->job->flags & PH_JOB_LOGIN) && item->job->login == NULL)
    {
      ph_upload_record_failure (
          item, ph_error_new (PH_ERROR_ACCESS, _ ("upload it again with its whole URL"),
                              _ ("this URL needs its password again, which is not kept")));
      return;
    }
  ph_upload_item_set_stage (item, PH_STAGE_WANTED);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  char **paths = data; /* data folder, file */
  GError *error = NULL;
  int fd = ph_content_open_fd (paths[1], &error);
  char *spool = NULL;

  if (fd >= 0)
    {
      spool = ph_spool_copy (paths[0], fd, cancellable, &error);
      close (fd);
    }
  if (spool != NULL)
    g_task_return_pointer (task, spool, g_free);
  else
    g_task_return_error (task, error);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhUploadItem *item = user_data;
  GError *error = NULL;

  item->job->spool = g_task_propagate_pointer (G_TASK (result), &error);
  if (!ph_upload_item_end_call (item))
    g_clear_error (&error);
  else if (item->job->spool == NULL)
    ph_upload_record_failure (item, error);
  else
    ph_upload_item_set_stage (item, PH_STAGE_ARRIVED);
}

static void
copy_to_spool (PhUploadItem *item)
{
  g_autoptr (GTask) task = g_task_new (NULL, item->cancellable, on_copied, item);
  char **paths = g_new0 (char *, 3);

  /* A copy that is whole is handed over, and not forgotten in the spool. */
  g_task_set_check_cancellable (task, FALSE);
  paths[0] = g_strdup (ph_database_get_dir (ph_uploader_get_database (item->uploader)));
  paths[1] = g_strdup (item->job->path);
  ph_upload_item_set_stage (item, PH_STAGE_ACQUIRE);
  item->busy = TRUE;
  g_task_set_task_data (task, paths, (GDestroyNotify) g_strfreev);
  g_task_run_in_thread (task, copy_in_thread);
}

/* The person may delete the original as soon as it is accepted. */
static gboolean
outlives_the_moment (const PhUploadItem *item)
{
  return item->mode == PH_UPLOAD_ENQUEUE || (item->job->flags & PH_JOB_BACKGROUND);
}

void
ph_upload_item_start (PhUploadItem *item)
{
  if (item->job->spool == NULL && item->job->path == NULL)
    want (item);
  else if (item->job->spool == NULL && outlives_the_moment (item))
    copy_to_spool (item);
  else
    ph_upload_item_set_stage (item, PH_STAGE_ARRIVED);
}
