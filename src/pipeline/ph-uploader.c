/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-uploader.h"

#include "ph-acceptance.h"
#include "ph-error.h"
#include "ph-read-ahead.h"
#include "ph-upload-item.h"
#include "ph-upload-lane.h"
#include "ph-upload-record.h"
#include "ph-upload-refusal.h"

/* URLs that are fetched at once: what a browser opens to a host. */
#define FETCHES_MAX 6
/* More threads than this would only wait for the disk. */
#define THREADS_MAX 4

struct _PhUploader
{
  GObject parent_instance;

  PhConfig *config;
  PhDatabase *database;
  PhHttp *http;
  PhProcessLock *lock;

  GHashTable *lanes; /* profile -> PhUploadLane */
  GHashTable *items; /* set of PhUploadItem that have not ended */
  GHashTable *by_id; /* job id -> PhUploadItem, borrowed */
  guint refused;     /* jobs of the queue that can't begin, until that is written down */
  GQueue wanted;     /* of PhUploadItem, borrowed: URLs to be fetched */
  guint fetching;    /* URLs */
  GQueue arrived;    /* of PhUploadItem, borrowed */
  guint threads;     /* worker threads that may be used */
  guint taking_in;   /* items on worker threads */
  PhReadAhead read;  /* items between worker thread and end */

  guint timeout; /* seconds; 0: none */
  gint64 last_progress;
  GSource *deadline;
  gboolean stopping, paused;
  PhUploadProgress progress;
};

G_DEFINE_FINAL_TYPE (PhUploader, ph_uploader, G_TYPE_OBJECT)

enum
{
  OUTCOME,
  RETRY,
  PROGRESS,
  DRAINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_deadline (PhUploader *uploader)
{
  if (uploader->deadline == NULL)
    return;
  g_source_destroy (uploader->deadline);
  g_clear_pointer (&uploader->deadline, g_source_unref);
}

static void
ph_uploader_finalize (GObject *object)
{
  PhUploader *uploader = PH_UPLOADER (object);

  g_warn_if_fail (g_hash_table_size (uploader->items) == 0);
  clear_deadline (uploader);
  g_hash_table_unref (uploader->by_id);
  g_hash_table_unref (uploader->items);
  g_hash_table_unref (uploader->lanes);
  g_queue_clear (&uploader->wanted);
  g_queue_clear (&uploader->arrived);
  g_object_unref (uploader->config);
  g_object_unref (uploader->database);
  g_object_unref (uploader->http);
  G_OBJECT_CLASS (ph_uploader_parent_class)->finalize (object);
}

static void
ph_uploader_class_init (PhUploaderClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_uploader_finalize;
  signals[OUTCOME]
      = g_signal_new ("outcome", PH_TYPE_UPLOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, PH_TYPE_OUTCOME | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[RETRY] = g_signal_new ("retry", PH_TYPE_UPLOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_POINTER, G_TYPE_UINT);
  signals[PROGRESS] = g_signal_new ("progress", PH_TYPE_UPLOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[DRAINED] = g_signal_new ("drained", PH_TYPE_UPLOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ph_uploader_init (PhUploader *uploader)
{
  uploader->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) ph_upload_lane_free);
  uploader->items = g_hash_table_new (NULL, NULL);
  uploader->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&uploader->wanted);
  g_queue_init (&uploader->arrived);
  /* Asked once: each answer is a file of /sys that is read. */
  uploader->threads = MIN (g_get_num_processors (), THREADS_MAX);
}

PhUploader *
ph_uploader_new (PhConfig *config, PhDatabase *database, PhHttp *http, PhProcessLock *lock)
{
  PhUploader *uploader = g_object_new (PH_TYPE_UPLOADER, NULL);

  uploader->config = g_object_ref (config);
  uploader->database = g_object_ref (database);
  uploader->http = g_object_ref (http);
  uploader->lock = lock;
  return uploader;
}

PhConfig *
ph_uploader_get_config (PhUploader *uploader)
{
  return uploader->config;
}

PhDatabase *
ph_uploader_get_database (PhUploader *uploader)
{
  return uploader->database;
}

PhHttp *
ph_uploader_get_http (PhUploader *uploader)
{
  return uploader->http;
}

const char *
ph_uploader_get_holder (PhUploader *uploader)
{
  return ph_process_lock_get_token (uploader->lock);
}

void
ph_uploader_register_id (PhUploader *uploader, PhUploadItem *item)
{
  g_hash_table_insert (uploader->by_id, &item->job->id, item);
}

PhUploadItem *
ph_uploader_find_item (PhUploader *uploader, gint64 id)
{
  return g_hash_table_lookup (uploader->by_id, &id);
}

guint
ph_uploader_get_pending (PhUploader *uploader)
{
  return g_hash_table_size (uploader->items) + uploader->refused;
}

static PhUploadLane *
get_lane (PhUploader *uploader, const char *profile, GError **error)
{
  g_autoptr (PhDestination) destination = NULL;
  PhUploadLane *lane = profile != NULL ? g_hash_table_lookup (uploader->lanes, profile) : NULL;

  if (lane != NULL)
    return lane;
  destination = ph_destination_open (uploader->config, profile, uploader->http, error);
  if (destination == NULL)
    return NULL;
  lane = ph_upload_lane_new (destination);
  g_hash_table_insert (uploader->lanes, g_strdup (lane->destination->target->profile), lane);
  return lane;
}

static PhUploadLane *
find_lane (PhUploader *uploader, const PhUploadItem *item)
{
  return g_hash_table_lookup (uploader->lanes, item->job->profile);
}

PhDestination *
ph_uploader_get_destination (PhUploader *uploader, const char *profile, GError **error)
{
  PhUploadLane *lane = get_lane (uploader, profile, error);

  return lane != NULL ? lane->destination : NULL;
}

/* --- progress and the lack of it ----------------------------------------------------------------
 */

void
ph_uploader_get_progress (PhUploader *uploader, PhUploadProgress *progress)
{
  GHashTableIter iter;
  PhUploadItem *item;

  *progress = uploader->progress;
  g_hash_table_iter_init (&iter, uploader->items);
  while (g_hash_table_iter_next (&iter, (gpointer *) &item, NULL))
    {
      progress->bytes += item->job->size;
      progress->sent += item->stage == PH_STAGE_SENDING ? item->sent : 0;
    }
}

static gboolean
is_waiting_for_network_only (PhUploader *uploader)
{
  GHashTableIter iter;
  PhUploadItem *item;

  g_hash_table_iter_init (&iter, uploader->items);
  while (g_hash_table_iter_next (&iter, (gpointer *) &item, NULL))
    if (!ph_upload_item_is_on_network (item))
      return FALSE;
  return TRUE;
}

/* Items may end, and be freed, while the list is walked. */
static void
fail_all (PhUploader *uploader, GError *(*make_error) (const PhUploader *, const PhUploadItem *) )
{
  guint n_items = 0;
  g_autofree gpointer *items = g_hash_table_get_keys_as_array (uploader->items, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (g_hash_table_contains (uploader->items, items[i]))
      ph_upload_item_fail (items[i], make_error (uploader, items[i]));
}

static GError *
make_timeout_error (const PhUploader *uploader, const PhUploadItem *item)
{
  return ph_upload_record_new_timeout (item, uploader->timeout);
}

static void arm_deadline (PhUploader *uploader, gint64 microseconds);

static gboolean
on_deadline (gpointer user_data)
{
  PhUploader *uploader = user_data;
  gint64 limit = (gint64) uploader->timeout * G_USEC_PER_SEC;
  gint64 idle = g_get_monotonic_time () - uploader->last_progress;

  clear_deadline (uploader);
  if (idle < limit)
    arm_deadline (uploader, limit - idle);
  else if (!is_waiting_for_network_only (uploader))
    arm_deadline (uploader, G_USEC_PER_SEC);
  else
    fail_all (uploader, make_timeout_error);
  return G_SOURCE_REMOVE;
}

static void
arm_deadline (PhUploader *uploader, gint64 microseconds)
{
  if (uploader->deadline != NULL || uploader->timeout == 0)
    return;
  uploader->deadline = g_timeout_source_new ((guint) (microseconds / 1000 + 1));
  g_source_set_callback (uploader->deadline, on_deadline, uploader, NULL);
  g_source_attach (uploader->deadline, g_main_context_get_thread_default ());
}

void
ph_uploader_note_progress (PhUploader *uploader)
{
  uploader->last_progress = g_get_monotonic_time ();
  g_signal_emit (uploader, signals[PROGRESS], 0);
}

void
ph_uploader_note_retry (PhUploader *uploader, const PhUploadItem *item)
{
  g_signal_emit (uploader, signals[RETRY], 0, item->job, item->last_error, item->failures);
}

void
ph_uploader_set_timeout (PhUploader *uploader, guint seconds)
{
  uploader->timeout = seconds;
}

/* --- scheduling ---------------------------------------------------------------------------------
 */

void
ph_uploader_set_paused (PhUploader *uploader, gboolean paused)
{
  GHashTableIter iter;
  PhUploadLane *lane;

  uploader->paused = paused;
  /* Sending only begins here: no lane comes or goes. */
  g_hash_table_iter_init (&iter, uploader->lanes);
  while (!paused && g_hash_table_iter_next (&iter, NULL, (gpointer *) &lane))
    ph_upload_lane_send_ready (lane);
}

static void
fetch_wanted (PhUploader *uploader)
{
  PhUploadItem *item;

  while (uploader->fetching < FETCHES_MAX && (item = g_queue_pop_head (&uploader->wanted)) != NULL)
    ph_upload_item_fetch (item);
}

static void
take_in_arrived (PhUploader *uploader)
{
  PhUploadItem *item;

  while (uploader->taking_in < uploader->threads && ph_read_ahead_has_room (&uploader->read)
         && (item = g_queue_pop_head (&uploader->arrived)) != NULL)
    ph_upload_item_take_in (item);
}

static void
leave_stage (PhUploader *uploader, PhUploadItem *item, PhStage stage)
{
  if (stage == PH_STAGE_WANTED)
    g_queue_remove (&uploader->wanted, item);
  else if (stage == PH_STAGE_ACQUIRE && item->job->path == NULL)
    uploader->fetching--;
  else if (stage == PH_STAGE_ARRIVED)
    g_queue_remove (&uploader->arrived, item);
  else if (stage == PH_STAGE_INTAKE)
    uploader->taking_in--;
  else
    ph_upload_lane_leave (find_lane (uploader, item), item, stage);
}

static void
enter_stage (PhUploader *uploader, PhUploadItem *item)
{
  if (item->stage == PH_STAGE_WANTED)
    g_queue_push_tail (&uploader->wanted, item);
  else if (item->stage == PH_STAGE_ACQUIRE && item->job->path == NULL)
    uploader->fetching++;
  else if (item->stage == PH_STAGE_ARRIVED)
    g_queue_push_tail (&uploader->arrived, item);
  else if (item->stage == PH_STAGE_INTAKE)
    uploader->taking_in++;
  else
    ph_upload_lane_enter (find_lane (uploader, item), item);
}

void
ph_uploader_stage_changed (PhUploader *uploader, PhUploadItem *item, PhStage before)
{
  leave_stage (uploader, item, before);
  enter_stage (uploader, item);
  ph_read_ahead_count (&uploader->read, item);
  if (uploader->stopping)
    return;
  fetch_wanted (uploader);
  take_in_arrived (uploader);
  if (!uploader->paused)
    ph_upload_lane_send_ready (find_lane (uploader, item));
}

/* --- jobs in and out ----------------------------------------------------------------------------
 */

static void
rejoin_followers (PhUploader *uploader, gint64 id)
{
  guint n_items = 0;
  g_autofree gpointer *items = g_hash_table_get_keys_as_array (uploader->items, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      PhUploadItem *item = items[i];

      if (item->stage == PH_STAGE_JOINED && item->joined == id)
        ph_upload_item_rejoin (item);
    }
}

static void
end_if_drained (PhUploader *uploader)
{
  if (g_hash_table_size (uploader->items) == 0)
    clear_deadline (uploader);
  if (ph_uploader_get_pending (uploader) == 0)
    g_signal_emit (uploader, signals[DRAINED], 0);
}

void
ph_uploader_take_outcome (PhUploader *uploader, PhUploadItem *item, PhOutcome *outcome)
{
  gint64 id = item->job->id;

  g_object_ref (uploader);
  g_hash_table_remove (uploader->items, item);
  if (id != 0)
    g_hash_table_remove (uploader->by_id, &item->job->id);
  uploader->progress.ended++;
  uploader->progress.bytes += item->job->size;
  uploader->progress.sent += item->job->size;
  ph_upload_item_free (item);
  ph_uploader_note_progress (uploader);
  g_signal_emit (uploader, signals[OUTCOME], 0, outcome);
  ph_outcome_free (outcome);
  if (id != 0)
    rejoin_followers (uploader, id);
  end_if_drained (uploader);
  g_object_unref (uploader);
}

void
ph_uploader_take_refusal (PhUploader *uploader, PhOutcome *outcome)
{
  uploader->refused--;
  uploader->progress.ended++;
  g_signal_emit (uploader, signals[OUTCOME], 0, outcome);
  end_if_drained (uploader);
}

static GError *
make_cancelled_error (const PhUploader *uploader, const PhUploadItem *item)
{
  return ph_upload_record_new_cancelled (item);
}

void
ph_uploader_add (PhUploader *uploader, GPtrArray *jobs, PhUploadMode mode)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);
  gboolean keeps_location;

  g_object_get (uploader->config, "keep-location", &keeps_location, NULL);
  uploader->progress.jobs += jobs->len;
  uploader->last_progress = g_get_monotonic_time ();
  for (guint i = 0; i < jobs->len; i++)
    {
      PhJob *job = jobs->pdata[i];
      GError *error = NULL;
      PhUploadLane *lane = get_lane (uploader, job->profile, &error);

      if (lane == NULL)
        {
          g_ptr_array_add (refused, ph_outcome_new (job, error));
          continue;
        }
      /* Later on it stays as it was decided: hash and key are those of the bytes without it. */
      if (mode != PH_UPLOAD_QUEUED && !keeps_location)
        job->flags |= PH_JOB_REMOVE_LOCATION;
      g_ptr_array_add (items, ph_upload_item_new (uploader, job, lane->destination, mode));
      g_hash_table_add (uploader->items, items->pdata[items->len - 1]);
    }
  uploader->refused += refused->len;
  ph_upload_refusal_run (uploader, refused, mode);
  if (items->len == 0)
    return;
  arm_deadline (uploader, (gint64) uploader->timeout * G_USEC_PER_SEC);
  if (mode != PH_UPLOAD_QUEUED)
    {
      ph_acceptance_run (uploader, items);
      return;
    }
  for (guint i = 0; i < items->len; i++)
    {
      PhUploadItem *item = items->pdata[i];

      ph_uploader_register_id (uploader, item);
      ph_upload_item_start (item);
    }
}

guint
ph_uploader_withdraw (PhUploader *uploader, PhUploaderFilter filter, gpointer user_data)
{
  guint n_items = 0, n_withdrawn = 0;
  g_autofree gpointer *items = g_hash_table_get_keys_as_array (uploader->items, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      if (!g_hash_table_contains (uploader->items, items[i])
          || !filter (((PhUploadItem *) items[i])->job, user_data))
        continue;
      ph_upload_item_withdraw (items[i]);
      n_withdrawn++;
    }
  return n_withdrawn;
}

void
ph_uploader_stop (PhUploader *uploader)
{
  uploader->stopping = TRUE;
  fail_all (uploader, make_cancelled_error);
}
