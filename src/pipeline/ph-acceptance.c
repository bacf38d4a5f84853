/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-acceptance.h"

#include "ph-queue.h"

typedef struct
{
  PhUploader *uploader;
  GPtrArray *items; /* borrowed: each is busy until the rows are there */
  const char *holder;
} Acceptance;

static void
acceptance_free (Acceptance *acceptance)
{
  g_object_unref (acceptance->uploader);
  g_ptr_array_unref (acceptance->items);
  g_free (acceptance);
}

/* A job that is only put into the queue gets its row when its bytes are in the spool and its key is
 * known. */
static gboolean
write_acceptance (PhDatabase *database, gpointer data, GError **error)
{
  Acceptance *acceptance = data;

  for (guint i = 0; i < acceptance->items->len; i++)
    {
      PhUploadItem *item = acceptance->items->pdata[i];
      PhJob *job = item->job;

      job->id = 0; /* one from a run that was rolled back may be given again */
      if (item->mode == PH_UPLOAD_ENQUEUE
              ? !ph_queue_reserve_id (database, job, error)
              : !ph_queue_add (database, job, acceptance->holder, error))
        return FALSE;
    }
  return TRUE;
}

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Acceptance *acceptance = user_data;
  g_autoptr (GError) error = NULL;
  gboolean accepted = ph_database_run_finish (PH_DATABASE (source), result, &error);

  for (guint i = 0; i < acceptance->items->len; i++)
    {
      PhUploadItem *item = acceptance->items->pdata[i];

      if (accepted)
        ph_uploader_register_id (acceptance->uploader, item);
      else
        item->job->id = 0;
      if (!ph_upload_item_end_call (item))
        continue;
      if (accepted)
        ph_upload_item_start (item);
      else
        ph_upload_item_fail (item, g_error_copy (error));
    }
}

void
ph_acceptance_run (PhUploader *uploader, GPtrArray *items)
{
  Acceptance *acceptance = g_new0 (Acceptance, 1);

  acceptance->uploader = g_object_ref (uploader);
  acceptance->items = g_ptr_array_ref (items);
  acceptance->holder = ph_uploader_get_holder (uploader);
  for (guint i = 0; i < items->len; i++)
    ((PhUploadItem *) items->pdata[i])->busy = TRUE;
  ph_database_run_async (ph_uploader_get_database (uploader), write_acceptance, acceptance,
                         (GDestroyNotify) acceptance_free, on_accepted, acceptance);
}
