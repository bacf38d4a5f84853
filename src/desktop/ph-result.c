/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-result.h"

#include "ph-announcement.h"
#include "ph-history.h"
#include "ph-removal.h"

typedef struct
{
  PhResultParts parts;
  char *tag;
  GPtrArray *outcomes;
  char *note; /* (nullable) */
  gboolean copied;
  GArray *undoable; /* of gint64: ids */
} Result;

static void
result_free (Result *result)
{
  g_object_unref (result->parts.notifier);
  g_object_unref (result->parts.engine);
  g_object_unref (result->parts.config);
  g_ptr_array_unref (result->outcomes);
  g_array_unref (result->undoable);
  g_free (result->tag);
  g_free (result->note);
  g_free (result);
}

static gboolean
add_if_safe (PhDatabase *database, const PhOutcome *outcome, GArray *undoable, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (PhHistoryRow) row = NULL;
  gboolean is_safe = FALSE;

  if (outcome->error != NULL || outcome->reused)
    return TRUE;
  row = ph_history_get (database, outcome->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (row != NULL && !ph_removal_is_safe (database, row, &is_safe, error))
    return FALSE;
  if (is_safe)
    g_array_append_val (undoable, outcome->id);
  return TRUE;
}

/* Is each object its own upload's, so that nobody misses it? */
static gboolean
find_undoable (PhDatabase *database, gpointer data, GError **error)
{
  Result *result = data;

  g_array_set_size (result->undoable, 0);
  for (guint i = 0; i < result->outcomes->len; i++)
    if (!add_if_safe (database, result->outcomes->pdata[i], result->undoable, error))
      return FALSE;
  return TRUE;
}

/* Pictures of a private bucket have no link that lasts. */
static gboolean
has_lasting_link (PhConfig *config, const PhOutcome *outcome)
{
  PhProfile *profile = ph_config_get_profile (config, outcome->job->profile, NULL);
  gboolean is_private = FALSE;

  if (profile == NULL || outcome->url == NULL || outcome->id == 0)
    return FALSE;
  g_object_get (profile, "private", &is_private, NULL);
  return !is_private;
}

static void
tell (const Result *result)
{
  const PhOutcome *first = result->outcomes->pdata[0];
  const PhAnnouncementDetails details = {
    .note = result->note,
    .copied = result->copied,
    .has_link = has_lasting_link (result->parts.config, first),
    .undoable = (const gint64 *) (gpointer) result->undoable->data,
    .n_undoable = result->undoable->len,
  };

  ph_notifier_show (result->parts.notifier, result->tag,
                    result->outcomes->len == 1
                        ? ph_announcement_new_outcome (first, &details)
                        : ph_announcement_new_summary (result->outcomes, &details));
}

static void
on_found (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  const Result *result = g_task_get_task_data (G_TASK (async_result));
  g_autoptr (GError) error = NULL;

  /* Then they simply can't be undone. */
  if (!ph_engine_query_finish (PH_ENGINE (source), async_result, &error))
    {
      g_info ("%s", error->message);
      g_array_set_size (result->undoable, 0);
    }
  tell (result);
}

static gboolean
has_success (const GPtrArray *outcomes)
{
  for (guint i = 0; i < outcomes->len; i++)
    if (((PhOutcome *) outcomes->pdata[i])->error == NULL)
      return TRUE;
  return FALSE;
}

void
ph_result_tell (const PhResultParts *parts, const char *tag, const GPtrArray *outcomes,
                const char *note, gboolean copied)
{
  Result *result = g_new0 (Result, 1);

  result->parts.notifier = g_object_ref (parts->notifier);
  result->parts.engine = g_object_ref (parts->engine);
  result->parts.config = g_object_ref (parts->config);
  result->tag = g_strdup (tag);
  result->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);
  for (guint i = 0; i < outcomes->len; i++)
    g_ptr_array_add (result->outcomes, ph_outcome_copy (outcomes->pdata[i]));
  result->note = g_strdup (note);
  result->copied = copied;
  result->undoable = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (has_success (outcomes))
    ph_engine_query_async (parts->engine, find_undoable, result, (GDestroyNotify) result_free,
                           on_found, NULL);
  else
    {
      tell (result);
      result_free (result);
    }
}
