/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-announcer.h"

#include "ph-announcement.h"
#include "ph-error.h"
#include "ph-result.h"

/* What is done sooner shows no progress. */
#define PROGRESS_AFTER_USEC G_USEC_PER_SEC
#define PROGRESS_EVERY_MS 400

/* Outcomes that nobody waits for come one by one, however many there are: they are told together
 * when no more have come for so long. */
#define STRAYS_AFTER_MS 500

#define WAITING_TAG "waiting"

struct _PhAnnouncer
{
  GObject parent_instance;

  PhNotifier *notifier;
  PhEngine *engine;
  PhConfig *config;

  GPtrArray *running; /* of Running */
  guint last_tag;
  guint progress_timer; /* while a batch is under way */
  GPtrArray *strays;    /* of PhOutcome */
  guint strays_timer;
  gboolean is_waiting; /* it was said that pictures wait */
};

G_DEFINE_FINAL_TYPE (PhAnnouncer, ph_announcer, G_TYPE_OBJECT)

/* A delivery that is under way. */
typedef struct
{
  const PhDelivery *delivery; /* to know it again */
  char *tag;
  guint n_inputs;
  gint64 begun;
  int percent;     /* that was shown last; -2: nothing was */
  gboolean closed; /* the person doesn't want to see how far it is */
} Running;

static void
running_free (Running *running)
{
  g_free (running->tag);
  g_free (running);
}

static void
ph_announcer_finalize (GObject *object)
{
  PhAnnouncer *announcer = PH_ANNOUNCER (object);

  g_clear_handle_id (&announcer->progress_timer, g_source_remove);
  g_clear_handle_id (&announcer->strays_timer, g_source_remove);
  g_ptr_array_unref (announcer->running);
  g_ptr_array_unref (announcer->strays);
  g_object_unref (announcer->notifier);
  g_object_unref (announcer->engine);
  g_object_unref (announcer->config);
  G_OBJECT_CLASS (ph_announcer_parent_class)->finalize (object);
}

static void
ph_announcer_class_init (PhAnnouncerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_announcer_finalize;
}

static void
ph_announcer_init (PhAnnouncer *announcer)
{
  announcer->running = g_ptr_array_new_with_free_func ((GDestroyNotify) running_free);
  announcer->strays = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);
}

/* --- what became of them ------------------------------------------------------------------------
 */

/* The tag by which a job's notification is found again, when it is retried or undone. */
static char *
dup_job_tag (gint64 id)
{
  return g_strdup_printf ("job-%" G_GINT64_FORMAT, id);
}

static char *
dup_new_tag (PhAnnouncer *announcer)
{
  return g_strdup_printf ("delivery-%u", ++announcer->last_tag);
}

/* One is found again by its job, when it is retried or undone. */
static void
tell_outcomes (PhAnnouncer *announcer, const char *tag, const GPtrArray *outcomes, const char *note,
               gboolean copied)
{
  const PhResultParts parts = { announcer->notifier, announcer->engine, announcer->config };
  const PhOutcome *first = outcomes->pdata[0];
  g_autofree char *job_tag = outcomes->len == 1 && first->id != 0 ? dup_job_tag (first->id) : NULL;

  ph_result_tell (&parts, job_tag != NULL ? job_tag : tag, outcomes, note, copied);
}

/* Those that the program stopped itself when it was quit go on next time. */
static GPtrArray *
list_ended (const GPtrArray *outcomes)
{
  GPtrArray *ended = g_ptr_array_new ();

  for (guint i = 0; i < outcomes->len; i++)
    if (!ph_error_is_cancelled (((PhOutcome *) outcomes->pdata[i])->error))
      g_ptr_array_add (ended, outcomes->pdata[i]);
  return ended;
}

/* --- deliveries ---------------------------------------------------------------------------------
 */

/* (nullable): the first one that has taken so long that the person may wonder */
static Running *
find_slow_batch (PhAnnouncer *announcer, gboolean *has_batch)
{
  gint64 now = g_get_monotonic_time ();

  *has_batch = FALSE;
  for (guint i = 0; i < announcer->running->len; i++)
    {
      Running *running = announcer->running->pdata[i];

      *has_batch = *has_batch || running->n_inputs > 1;
      if (running->n_inputs > 1 && now - running->begun >= PROGRESS_AFTER_USEC)
        return running;
    }
  return NULL;
}

static gboolean
on_progress_due (gpointer user_data)
{
  PhAnnouncer *announcer = user_data;
  gboolean has_batch;
  Running *running = find_slow_batch (announcer, &has_batch);
  PhUploadProgress progress;
  PhNotification *notification;
  int percent;

  if (!has_batch)
    {
      announcer->progress_timer = 0;
      return G_SOURCE_REMOVE;
    }
  if (running == NULL || running->closed)
    return G_SOURCE_CONTINUE;
  ph_engine_get_progress (announcer->engine, &progress);
  percent = progress.bytes > 0 ? (int) (100 * progress.sent / progress.bytes) : -1;
  if (percent == running->percent)
    return G_SOURCE_CONTINUE;
  notification = ph_announcement_new_progress (running->delivery->id, running->n_inputs, percent);
  notification->is_afterthought = running->percent != -2;
  running->percent = percent;
  ph_notifier_show (announcer->notifier, running->tag, notification);
  return G_SOURCE_CONTINUE;
}

static void
on_begun (PhDesk *desk, const PhDelivery *delivery, PhAnnouncer *announcer)
{
  Running *running = g_new0 (Running, 1);

  running->delivery = delivery;
  running->tag = dup_new_tag (announcer);
  running->n_inputs = delivery->n_inputs;
  running->begun = g_get_monotonic_time ();
  running->percent = -2;
  g_ptr_array_add (announcer->running, running);
  if (running->n_inputs > 1 && announcer->progress_timer == 0)
    announcer->progress_timer = g_timeout_add (PROGRESS_EVERY_MS, on_progress_due, announcer);
}

/* The tag of @delivery, which is over.  (transfer full) */
static char *
end_running (PhAnnouncer *announcer, const PhDelivery *delivery)
{
  for (guint i = 0; i < announcer->running->len; i++)
    {
      Running *running = announcer->running->pdata[i];
      char *tag;

      if (running->delivery != delivery)
        continue;
      tag = g_steal_pointer (&running->tag);
      g_ptr_array_remove_index (announcer->running, i);
      return tag;
    }
  return dup_new_tag (announcer);
}

static void
on_ended (PhDesk *desk, const PhDelivery *delivery, PhAnnouncer *announcer)
{
  g_autofree char *tag = end_running (announcer, delivery);
  g_autoptr (GPtrArray) ended = NULL;

  if (delivery->outcomes == NULL)
    {
      if (!ph_error_is_cancelled (delivery->error))
        ph_notifier_show (announcer->notifier, tag, ph_announcement_new_refusal (delivery->error));
      return;
    }
  ended = list_ended (delivery->outcomes);
  /* One that is left of several has another tag than their progress. */
  if (ended->len == 0 || (ended->len == 1 && delivery->n_inputs > 1))
    ph_notifier_withdraw (announcer->notifier, tag);
  if (ended->len > 0)
    tell_outcomes (announcer, tag, ended, delivery->note, delivery->copied);
}

/* --- outcomes that nobody waits for -------------------------------------------------------------
 */

static gboolean
on_strays_due (gpointer user_data)
{
  PhAnnouncer *announcer = user_data;
  g_autoptr (GPtrArray) strays = g_steal_pointer (&announcer->strays);
  g_autofree char *tag = dup_new_tag (announcer);

  announcer->strays_timer = 0;
  announcer->strays = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);
  tell_outcomes (announcer, tag, strays, NULL, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_stray (PhEngine *engine, const PhOutcome *outcome, PhAnnouncer *announcer)
{
  if (ph_error_is_cancelled (outcome->error))
    return;
  g_ptr_array_add (announcer->strays, ph_outcome_copy (outcome));
  g_clear_handle_id (&announcer->strays_timer, g_source_remove);
  announcer->strays_timer = g_timeout_add (STRAYS_AFTER_MS, on_strays_due, announcer);
}

/* --- waiting ------------------------------------------------------------------------------------
 */

/* Said once, and not at each further try. */
static void
on_activity_changed (PhActivity *activity, PhAnnouncer *announcer)
{
  const char *reason;
  guint waiting = ph_activity_get_waiting (activity, &reason);

  if (announcer->is_waiting == (waiting > 0))
    return;
  announcer->is_waiting = waiting > 0;
  if (waiting > 0)
    ph_notifier_show (announcer->notifier, WAITING_TAG,
                      ph_announcement_new_waiting (waiting, reason));
  else
    ph_notifier_withdraw (announcer->notifier, WAITING_TAG);
}

/* --- object -------------------------------------------------------------------------------------
 */

static void
on_closed (PhNotifier *notifier, const char *tag, PhAnnouncer *announcer)
{
  for (guint i = 0; i < announcer->running->len; i++)
    {
      Running *running = announcer->running->pdata[i];

      running->closed = running->closed || g_str_equal (running->tag, tag);
    }
}

void
ph_announcer_say_removed (PhAnnouncer *announcer, const gint64 *ids, guint n_ids,
                          const PhUndoResult *result)
{
  g_autofree char *tag = n_ids == 1 ? dup_job_tag (ids[0]) : dup_new_tag (announcer);

  ph_notifier_show (
      announcer->notifier, tag,
      ph_announcement_new_removed (result->name, n_ids, result->n_removed, result->error));
}

PhAnnouncer *
ph_announcer_new (PhNotifier *notifier, PhDesk *desk, PhEngine *engine, PhConfig *config,
                  PhActivity *activity)
{
  PhAnnouncer *announcer = g_object_new (PH_TYPE_ANNOUNCER, NULL);

  announcer->notifier = g_object_ref (notifier);
  announcer->engine = g_object_ref (engine);
  announcer->config = g_object_ref (config);
  g_signal_connect_object (desk, "begun", G_CALLBACK (on_begun), announcer, 0);
  g_signal_connect_object (desk, "ended", G_CALLBACK (on_ended), announcer, 0);
  g_signal_connect_object (engine, "stray-outcome", G_CALLBACK (on_stray), announcer, 0);
  g_signal_connect_object (activity, "changed", G_CALLBACK (on_activity_changed), announcer, 0);
  g_signal_connect_object (notifier, "closed", G_CALLBACK (on_closed), announcer, 0);
  return announcer;
}
