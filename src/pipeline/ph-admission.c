/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-admission.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-queue.h"

/* A template without anything that tells pictures apart ("picture.png") must end somewhere. */
#define SUFFIX_MAX 10000

void
ph_admission_clear (PhAdmission *admission)
{
  g_clear_pointer (&admission->same, ph_history_row_free);
}

static GDateTime *
new_local_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) with_fraction
      = g_date_time_add (utc, (GTimeSpan) (microseconds % G_USEC_PER_SEC));

  return g_date_time_to_local (with_fraction);
}

static gboolean
has_current_prefix (const PhAdmission *admission, const PhHistoryRow *row)
{
  g_autoptr (GDateTime) local = new_local_time (row->created);
  g_autofree char *prefix = ph_key_template_expand_prefix (admission->key_template, local);

  return g_str_has_prefix (row->key, prefix);
}

static gboolean
find_reusable (PhDatabase *database, PhAdmission *admission, GError **error)
{
  const PhJob *job = admission->job;
  g_autoptr (PhHistoryRow) row = NULL;
  g_autoptr (GError) local_error = NULL;

  if ((job->flags & PH_JOB_NO_REUSE) || admission->no_reuse)
    return TRUE;
  row = ph_history_find_same (database, job->endpoint, job->bucket, job->sha256, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  /* A link that was printed must work, so only that very object will do. */
  if ((job->flags & PH_JOB_KEY_FIXED) && job->key != NULL ? !g_str_equal (row->key, job->key)
                                                          : !has_current_prefix (admission, row))
    return TRUE;
  admission->verdict = PH_ADMISSION_REUSE;
  admission->same = g_steal_pointer (&row);
  return TRUE;
}

static gboolean
find_joinable (PhDatabase *database, PhAdmission *admission, GError **error)
{
  const PhJob *job = admission->job;
  gint64 id = 0;

  /* One that has its key sends by itself: others may have joined it, and two must not wait for each
   * other. */
  if ((job->flags & (PH_JOB_NO_REUSE | PH_JOB_KEY_FIXED)) || job->key != NULL)
    return TRUE;
  if (!ph_queue_find_same (database, job->endpoint, job->bucket, job->sha256, job->id, &id, error))
    return FALSE;
  if (id == 0 || id == admission->not_joined)
    return TRUE;
  admission->verdict = PH_ADMISSION_JOIN;
  admission->joined = id;
  return TRUE;
}

static gboolean
is_key_free (PhDatabase *database, const PhJob *job, const char *key, gboolean *is_free,
             GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean in_queue = FALSE;

  if (!ph_queue_is_key_taken (database, job->endpoint, job->bucket, key, job->sha256, job->id,
                              &in_queue, error))
    return FALSE;
  rows = ph_history_find_object (database, job->endpoint, job->bucket, key, error);
  if (rows == NULL)
    return FALSE;
  *is_free = !in_queue;
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (((PhHistoryRow *) rows->pdata[i])->sha256, job->sha256) != 0)
      *is_free = FALSE;
  return TRUE;
}

/* Looks for the first free of key, key-2, key-3 ... beginning with @number. */
static gboolean
reserve_key (PhDatabase *database, PhJob *job, const char *base, guint number, GError **error)
{
  for (; number < SUFFIX_MAX; number++)
    {
      g_autofree char *key
          = number < 2 ? g_strdup (base) : ph_object_key_with_suffix (base, number);
      gboolean is_free = FALSE;

      if (!is_key_free (database, job, key, &is_free, error))
        return FALSE;
      if (is_free)
        {
          g_free (job->key);
          job->key = g_steal_pointer (&key);
          return TRUE;
        }
    }
  ph_error_set (error, PH_ERROR_EXISTS,
                _ ("use a key template that tells pictures apart, with {sha256:16}, say"),
                _ ("too many pictures are called “%s”"), base);
  return FALSE;
}

static gboolean
expand_key (PhDatabase *database, PhAdmission *admission, char **key, GError **error)
{
  PhJob *job = admission->job;
  g_autoptr (GDateTime) local = new_local_time (job->created);
  g_autofree char *folder = job->path != NULL ? g_path_get_dirname (job->path) : g_strdup ("");
  g_autofree char *folder_utf8 = g_utf8_make_valid (folder, -1);
  PhKeyValues values = {
    .time = local,
    .file_name = job->name,
    .extension = job->extension,
    .folder = folder_utf8,
    .digest = admission->digest,
    .width = job->width,
    .height = job->height,
  };

  if (ph_key_template_needs_counter (admission->key_template))
    {
      g_autofree char *counter = g_strconcat ("key:", job->profile, NULL);
      gint64 number = ph_database_next (database, counter, error);

      if (number == 0)
        return FALSE;
      values.counter = (guint64) number;
    }
  *key = ph_key_template_expand (admission->key_template, &values, error);
  return *key != NULL;
}

static gboolean
give_key (PhDatabase *database, PhAdmission *admission, GError **error)
{
  PhJob *job = admission->job;
  g_autofree char *key = NULL;

  if (job->key != NULL) /* from an earlier run */
    return TRUE;
  if (!expand_key (database, admission, &key, error) || !reserve_key (database, job, key, 1, error))
    return FALSE;
  if (ph_key_template_is_unique (admission->key_template))
    job->flags |= PH_JOB_KEY_UNIQUE;
  return TRUE;
}

static gboolean
write_job (PhDatabase *database, PhAdmission *admission, GError **error)
{
  PhJob *job = admission->job;

  if (admission->is_new && !ph_queue_add (database, job, admission->holder, error))
    return FALSE;
  return ph_queue_update (database, job, admission->holder, error);
}

/* Links are built from today's settings; that one which was given out has changed can be told only
 * where it is kept. */
static void
note_promise (PhAdmission *admission)
{
  PhJob *job = admission->job;

  if (admission->promise == NULL)
    return;
  g_free (job->promised_url);
  job->promised_url = ph_target_build_public_url (admission->promise, job->key);
}

gboolean
ph_admission_decide (PhDatabase *database, gpointer data, GError **error)
{
  PhAdmission *admission = data;

  /* The database may run it twice. */
  ph_admission_clear (admission);
  admission->verdict = PH_ADMISSION_SEND;
  if (!find_reusable (database, admission, error))
    return FALSE;
  if (admission->verdict == PH_ADMISSION_SEND && !find_joinable (database, admission, error))
    return FALSE;
  if (admission->verdict != PH_ADMISSION_SEND)
    return TRUE;
  if (!give_key (database, admission, error))
    return FALSE;
  note_promise (admission);
  return write_job (database, admission, error);
}

/* "a/b-12.png" -> 12; 1 for a key without a suffix of ours.  A name that ends so by itself only
 * makes us begin higher. */
static guint
get_suffix (const char *key, char **base)
{
  const char *part = strrchr (key, '/');
  const char *dot = strrchr (part != NULL ? part : key, '.');
  const char *end = dot != NULL ? dot : key + strlen (key);
  const char *dash = g_strrstr_len (key, end - key, "-");
  guint64 number = 0;

  *base = g_strdup (key);
  if (dash == NULL || dash + 1 == end || dash[1] == '0' || end - dash > 5)
    return 1;
  for (const char *p = dash + 1; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return 1;
      number = number * 10 + (guint64) (*p - '0');
    }
  if (number < 2)
    return 1;
  g_free (*base);
  *base = g_strdup_printf ("%.*s%s", (int) (dash - key), key, end);
  return (guint) number;
}

gboolean
ph_admission_rename (PhDatabase *database, gpointer data, GError **error)
{
  PhAdmission *admission = data;
  PhJob *job = admission->job;
  g_autofree char *base = NULL;
  guint number;

  if (job->flags & PH_JOB_KEY_FIXED)
    {
      ph_error_set (
          error, PH_ERROR_EXISTS, _ ("upload the picture again under another name"),
          _ ("another picture is already stored as “%s”, and this link was already given out"),
          job->key);
      return FALSE;
    }
  number = get_suffix (job->key, &base);
  g_clear_pointer (&job->checkpoint, g_free);
  job->flags &= ~(guint) PH_JOB_MAYBE_SENT;
  return reserve_key (database, job, base, number + 1, error)
         && write_job (database, admission, error);
}
