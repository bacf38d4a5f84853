/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-intake.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-picture-location.h"
#include "ph-file-writer.h"
#include "ph-spool.h"

/* All that the worker thread needs, copied out of the job. */
typedef struct
{
  char *path;
  gboolean is_spooled; /* nobody but us writes there */
  gboolean any, remove_location;
  PhDigestFlags digests;
  gint64 single_put_max;
} IntakeTask;

static void
intake_task_free (IntakeTask *task)
{
  g_free (task->path);
  g_free (task);
}

void
ph_intake_free (PhIntake *intake)
{
  g_clear_pointer (&intake->content, ph_content_unref);
  g_free (intake);
}

/* A picture without its end may still be being written: for how long nothing must have been added
 * to it before it is taken as it is, by what is known of a writer. */
#define SETTLE_NO_WRITER G_USEC_PER_SEC /* one that opens it anew for each piece */
#define SETTLE_UNKNOWN (2 * G_USEC_PER_SEC)
/* And before one that has it open is not waited for any longer. */
#define STALLED_WRITER (10 * G_USEC_PER_SEC)
#define SETTLE_STEP (G_USEC_PER_SEC / 8)

static PhIntake *
open_and_probe (const IntakeTask *task, GError **error)
{
  g_autoptr (PhIntake) intake = g_new0 (PhIntake, 1);

  intake->content = ph_content_open (task->path, error);
  if (intake->content == NULL
      || !ph_picture_probe (intake->content, task->any, &intake->picture, error))
    return NULL;
  intake->path_mtime = ph_content_get_mtime (intake->content);
  if (task->remove_location)
    {
      g_autoptr (PhContent) whole = g_steal_pointer (&intake->content);

      intake->content = ph_picture_location_remove (whole, intake->picture.mime);
    }
  return g_steal_pointer (&intake);
}

/* @writer: asked for before @intake was read, so that it can't have finished in between
 * @settled: (out)
 * FALSE with PH_ERROR_CHANGED where it can't be taken */
static gboolean
judge_writer (const PhIntake *intake, PhFileWriter writer, gboolean *settled, GError **error)
{
  gint64 quiet = g_get_real_time () - intake->path_mtime / 1000;
  gboolean is_whole = !(intake->picture.flags & PH_PICTURE_TRUNCATED);

  *settled = is_whole;
  if (is_whole)
    return TRUE;
  if (writer != PH_FILE_WRITER_OPEN)
    *settled
        = quiet < 0 || quiet > (writer == PH_FILE_WRITER_NONE ? SETTLE_NO_WRITER : SETTLE_UNKNOWN);
  else if (quiet < 0 || quiet > STALLED_WRITER)
    {
      ph_error_set (error, PH_ERROR_CHANGED, _ ("upload it when that program is done with it"),
                    _ ("another program has this file open for writing, and its end is missing"));
      return FALSE;
    }
  return TRUE;
}

/* (nullable): once it is whole, or will not become so */
static PhIntake *
open_settled (const IntakeTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (PhIntake) intake = open_and_probe (task, error);
  gboolean settled
      = intake != NULL && (task->is_spooled || !(intake->picture.flags & PH_PICTURE_TRUNCATED));

  while (intake != NULL && !settled)
    {
      PhFileWriter writer = ph_file_writer_find (task->path);

      g_clear_pointer (&intake, ph_intake_free);
      intake = open_and_probe (task, error);
      if (intake == NULL || !judge_writer (intake, writer, &settled, error))
        return NULL;
      if (settled)
        break;
      g_usleep (SETTLE_STEP);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&intake);
}

static PhIntake *
take_in (const IntakeTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (PhIntake) intake = open_settled (task, cancellable, error);
  PhDigestFlags digests = task->digests | PH_DIGEST_SHA256;

  if (intake == NULL)
    return NULL;
  if (ph_content_get_size (intake->content) < task->single_put_max)
    digests |= PH_DIGEST_MD5;
  if (!ph_digest_compute (intake->content, 0, -1, digests, &intake->digest, cancellable, error)
      || !ph_content_check_unchanged (intake->content, error))
    return NULL;
  return g_steal_pointer (&intake);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PhIntake *intake = take_in (data, cancellable, &error);

  if (intake != NULL)
    g_task_return_pointer (task, intake, (GDestroyNotify) ph_intake_free);
  else
    g_task_return_error (task, error);
}

void
ph_intake_async (const PhJob *job, const char *data_dir, PhDigestFlags digests,
                 gint64 single_put_max, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  IntakeTask *data = g_new0 (IntakeTask, 1);

  data->path = job->spool != NULL ? ph_spool_dup_path (data_dir, job->spool) : g_strdup (job->path);
  data->is_spooled = job->spool != NULL;
  data->any = (job->flags & PH_JOB_ANY_TYPE) != 0;
  data->remove_location = (job->flags & PH_JOB_REMOVE_LOCATION) != 0;
  data->digests = digests;
  data->single_put_max = single_put_max;
  g_task_set_source_tag (task, ph_intake_async);
  g_task_set_task_data (task, data, (GDestroyNotify) intake_task_free);
  g_task_run_in_thread (task, run_in_thread);
}

PhIntake *
ph_intake_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_intake_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
ph_intake_fill_job (const PhIntake *intake, PhJob *job, GError **error)
{
  const PhPicture *picture = &intake->picture;

  if (job->sha256 != NULL && !g_str_equal (job->sha256, intake->digest.sha256))
    {
      ph_error_set (error, PH_ERROR_CHANGED, _ ("upload it again as a new picture"),
                    _ ("this file has been changed since it was put in the queue"));
      return FALSE;
    }
  g_free (job->sha256);
  job->sha256 = g_strdup (intake->digest.sha256);
  g_free (job->md5);
  job->md5 = intake->digest.md5[0] != '\0' ? g_strdup (intake->digest.md5) : NULL;
  g_free (job->mime);
  job->mime = g_strdup (picture->mime);
  g_free (job->extension);
  job->extension = ph_picture_dup_extension (picture, job->name);
  job->size = ph_content_get_size (intake->content);
  job->path_mtime = intake->path_mtime;
  job->width = picture->width;
  job->height = picture->height;
  job->picture = picture->flags;
  if (picture->flags & PH_PICTURE_ATTACHMENT)
    job->flags |= PH_JOB_ATTACHMENT;
  return TRUE;
}
