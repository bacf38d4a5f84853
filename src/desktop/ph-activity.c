/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-activity.h"

#include <glib/gi18n-lib.h>

#include "ph-history.h"
#include "ph-picture-link.h"
#include "ph-place.h"
#include "ph-queue.h"

struct _PhActivity
{
  GObject parent_instance;

  PhEngine *engine;
  PhConfig *config;
  GPtrArray *recent; /* of PhRecent */
  guint open, failed, waiting, cancellable;
  char *reason;         /* (nullable): of the first job that failed or waits */
  char *waiting_reason; /* (nullable) */
  char *trouble;        /* (nullable) */
  gboolean paused;
  char *text;
  gboolean asking, stale; /* a question is under way; its answer is out of date */
};

G_DEFINE_FINAL_TYPE (PhActivity, ph_activity, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

const char *
ph_activity_state_to_nick (PhActivityState state)
{
  static const char *const nicks[] = { "idle", "sending", "attention", "paused" };

  return nicks[state];
}

static void
recent_free (PhRecent *recent)
{
  g_free (recent->url);
  g_free (recent->link);
  ph_history_row_free (recent->row);
  g_free (recent);
}

char *
ph_recent_build_link (const PhRecent *recent, const char *format, GError **error)
{
  g_autoptr (PhLinkFormat) parsed = NULL;

  if (format == NULL)
    return g_strdup (recent->link);
  parsed = ph_link_format_new (format, error);
  return parsed != NULL ? ph_picture_link_of_row (parsed, recent->row, recent->url) : NULL;
}

static void
ph_activity_finalize (GObject *object)
{
  PhActivity *activity = PH_ACTIVITY (object);

  g_object_unref (activity->engine);
  g_object_unref (activity->config);
  g_ptr_array_unref (activity->recent);
  g_free (activity->reason);
  g_free (activity->waiting_reason);
  g_free (activity->trouble);
  g_free (activity->text);
  G_OBJECT_CLASS (ph_activity_parent_class)->finalize (object);
}

static void
ph_activity_class_init (PhActivityClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_activity_finalize;
  signals[CHANGED] = g_signal_new ("changed", PH_TYPE_ACTIVITY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ph_activity_init (PhActivity *activity)
{
  activity->recent = g_ptr_array_new_with_free_func ((GDestroyNotify) recent_free);
  activity->text = g_strdup ("");
}

/* --- asking the database --- */

typedef struct
{
  GPtrArray *rows; /* of PhHistoryRow */
  GPtrArray *jobs; /* of PhJob */
} Question;

static void
question_free (Question *question)
{
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_clear_pointer (&question->jobs, g_ptr_array_unref);
  g_free (question);
}

static gboolean
ask (PhDatabase *database, gpointer data, GError **error)
{
  Question *question = data;

  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_clear_pointer (&question->jobs, g_ptr_array_unref);
  question->rows = ph_history_search (database, NULL, PH_RECENT_MAX, 0, error);
  if (question->rows == NULL)
    return FALSE;
  question->jobs = ph_queue_list (database, error);
  return question->jobs != NULL;
}

/* Where its place is gone, or private, a picture has no link that lasts. */
static PhRecent *
recent_new (PhConfig *config, PhPlaces *places, PhHistoryRow *row)
{
  const PhPlace *place = ph_places_get (places, row, NULL);
  PhRecent *recent = g_new0 (PhRecent, 1);
  g_autoptr (PhLinkFormat) format = NULL;

  recent->row = row;
  if (place->target == NULL || place->target->is_private)
    return recent;
  recent->url = ph_target_build_public_url (place->target, row->key);
  format = ph_picture_link_new_safe_format (config, place->profile);
  recent->link = ph_picture_link_of_row (format, row, recent->url);
  return recent;
}

static void
take_rows (PhActivity *activity, GPtrArray *rows)
{
  PhPlaces *places = ph_places_new (activity->config);

  g_ptr_array_set_size (activity->recent, 0);
  while (rows->len > 0)
    g_ptr_array_add (activity->recent,
                     recent_new (activity->config, places, g_ptr_array_steal_index (rows, 0)));
  ph_places_free (places);
}

static void
take_jobs (PhActivity *activity, const GPtrArray *jobs)
{
  activity->open = 0;
  activity->failed = 0;
  activity->waiting = 0;
  activity->cancellable = 0;
  g_clear_pointer (&activity->reason, g_free);
  g_clear_pointer (&activity->waiting_reason, g_free);
  for (guint i = 0; i < jobs->len; i++)
    {
      const PhJob *job = jobs->pdata[i];
      gboolean troubled = job->error_message != NULL;

      if (job->state == PH_JOB_FAILED)
        activity->failed++;
      else
        {
          activity->open++;
          activity->cancellable += (job->flags & PH_JOB_BACKGROUND) != 0;
        }
      if (troubled && activity->reason == NULL)
        activity->reason = g_strdup_printf (_ ("%s: %s"), job->name, job->error_message);
      if (!troubled || job->state == PH_JOB_FAILED)
        continue;
      activity->waiting++;
      if (activity->waiting_reason == NULL)
        activity->waiting_reason = g_strdup (job->error_message);
    }
}

/* --- what a person reads --- */

PhActivityState
ph_activity_get_state (PhActivity *activity)
{
  if (activity->paused)
    return PH_ACTIVITY_PAUSED;
  if (activity->reason != NULL || activity->failed > 0 || activity->trouble != NULL)
    return PH_ACTIVITY_ATTENTION;
  return activity->open > 0 ? PH_ACTIVITY_SENDING : PH_ACTIVITY_IDLE;
}

static char *
describe (PhActivity *activity)
{
  PhUploadProgress progress;

  switch (ph_activity_get_state (activity))
    {
    case PH_ACTIVITY_PAUSED:
      if (activity->open == 0)
        return g_strdup (_ ("Paused"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Paused: %u picture waits",
                                           "Paused: %u pictures wait", activity->open),
                              activity->open);
    case PH_ACTIVITY_ATTENTION:
      if (activity->trouble != NULL)
        return g_strdup (activity->trouble);
      return g_strdup (activity->reason != NULL ? activity->reason : _ ("Something failed"));
    case PH_ACTIVITY_SENDING:
      ph_engine_get_progress (activity->engine, &progress);
      if (progress.bytes > 0)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sending %u picture (%d %%)",
                                             "Sending %u pictures (%d %%)", activity->open),
                                activity->open, (int) (100 * progress.sent / progress.bytes));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sending %u picture",
                                           "Sending %u pictures", activity->open),
                              activity->open);
    case PH_ACTIVITY_IDLE:
    default:
      return g_strdup (_ ("Nothing to do"));
    }
}

static void
say (PhActivity *activity)
{
  g_free (activity->text);
  activity->text = describe (activity);
  g_signal_emit (activity, signals[CHANGED], 0);
}

static void look (PhActivity *activity);

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhActivity) activity = user_data;
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  activity->asking = FALSE;
  if (ph_engine_query_finish (activity->engine, result, &error))
    {
      take_rows (activity, question->rows);
      take_jobs (activity, question->jobs);
      say (activity);
    }
  if (activity->stale)
    look (activity);
}

static void
look (PhActivity *activity)
{
  Question *question;

  activity->stale = activity->asking;
  if (activity->asking)
    return;
  activity->asking = TRUE;
  question = g_new0 (Question, 1);
  ph_engine_query_async (activity->engine, ask, question, (GDestroyNotify) question_free,
                         on_answered, g_object_ref (activity));
}

static void
on_progress (PhEngine *engine, gpointer user_data)
{
  PhActivity *activity = user_data;

  g_autofree char *text = describe (activity);

  /* It comes with every piece that is sent; what a person reads changes less often. */
  if (!g_str_equal (text, activity->text))
    say (activity);
}

PhActivity *
ph_activity_new (PhEngine *engine, PhConfig *config)
{
  PhActivity *activity = g_object_new (PH_TYPE_ACTIVITY, NULL);

  activity->engine = g_object_ref (engine);
  activity->config = g_object_ref (config);
  g_free (activity->text);
  activity->text = describe (activity);
  g_signal_connect_object (engine, "changed", G_CALLBACK (look), activity, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "progress", G_CALLBACK (on_progress), activity, 0);
  g_signal_connect_object (config, "changed", G_CALLBACK (look), activity, G_CONNECT_SWAPPED);
  look (activity);
  return activity;
}

void
ph_activity_set_paused (PhActivity *activity, gboolean paused)
{
  activity->paused = paused;
  ph_engine_set_paused (activity->engine, paused);
  say (activity);
}

void
ph_activity_set_trouble (PhActivity *activity, const char *trouble)
{
  g_free (activity->trouble);
  activity->trouble = g_strdup (trouble);
  say (activity);
}

const char *
ph_activity_get_text (PhActivity *activity)
{
  return activity->text;
}

GPtrArray *
ph_activity_get_recent (PhActivity *activity)
{
  return activity->recent;
}

guint
ph_activity_get_failed (PhActivity *activity)
{
  return activity->failed;
}

guint
ph_activity_get_cancellable (PhActivity *activity)
{
  return activity->cancellable;
}

guint
ph_activity_get_waiting (PhActivity *activity, const char **reason)
{
  *reason = activity->waiting_reason;
  return activity->waiting;
}
