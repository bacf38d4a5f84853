/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-reading.h"

#include <glib/gi18n-lib.h>

#include "ph-clipboard-choice.h"
#include "ph-clipboard-error.h"
#include "ph-error.h"
#include "ph-html-picture.h"
#include "ph-uri-list.h"

#define LIST_MAX ((gsize) 16 * 1024 * 1024)
#define HTML_MAX ((gsize) 128 * 1024 * 1024) /* may have a picture within an address */
#define TEXT_MAX ((gsize) 64 * 1024)
/* A clipboard manager that takes the copy over does it by then, and so does a browser that copies
 * twice; a person who copies something else doesn't: that is nothing they have asked for. */
#define RETRY_USEC (300 * 1000)
#define TRIES_MAX 8

/* What can be read, in the order in which it is tried. */
typedef enum
{
  STEP_CUT_MARK,
  STEP_FILES,
  STEP_HTML, /* for what it says of the picture beside it */
  STEP_TEXT_BESIDE,
  STEP_PICTURE,
  STEP_TEXT,
  N_STEPS
} Step;

static const gsize limits[N_STEPS]
    = { TEXT_MAX, LIST_MAX, HTML_MAX, TEXT_MAX, PH_READING_MAX, TEXT_MAX };

typedef struct
{
  PhReadingMode mode;
  PhReadingBegunFunc begun; /* (nullable) */
  gpointer begun_data;
  guint64 serial;
  gint64 started;
  guint tries;
  char *targets[N_STEPS]; /* (nullable): not to be read */
  Step step;
  GBytes *bytes; /* of the step */

  PhHtmlPicture html;
  gboolean ended;     /* there is nothing to be looked for any more */
  gboolean is_cut;    /* only a part of the picture was given */
  PhCopied *copied;   /* (nullable) */
  PhCopied *fallback; /* (nullable): files that are no pictures: they say so themselves */
} Reading;

static void
reading_reset (Reading *reading)
{
  for (guint i = 0; i < N_STEPS; i++)
    g_clear_pointer (&reading->targets[i], g_free);
  g_clear_pointer (&reading->bytes, g_bytes_unref);
  ph_html_picture_clear (&reading->html);
  g_clear_pointer (&reading->copied, ph_copied_unref);
  g_clear_pointer (&reading->fallback, ph_copied_unref);
  reading->ended = FALSE;
  reading->is_cut = FALSE;
}

static void
reading_free (Reading *reading)
{
  reading_reset (reading);
  g_free (reading);
}

/* --- what the bytes are, on a worker thread -----------------------------------------------------
 */

static PhCopied *
understand_files (Reading *reading, const char *data, gsize length)
{
  gboolean is_cut = FALSE;
  g_autoptr (GPtrArray) uris = ph_uri_list_parse (data, length, &is_cut);
  PhCopied *copied;

  if (reading->mode == PH_READING_WATCHED)
    return is_cut ? NULL : ph_copied_new_from_files (uris, TRUE);
  copied = ph_copied_new_from_files (uris, FALSE);
  if (copied == NULL || copied->mime != NULL)
    return copied;
  reading->fallback = copied;
  return NULL;
}

/* On Wayland nothing else tells that its owner has ended in the middle of it. */
static PhCopied *
understand_picture (Reading *reading)
{
  PhCopied *copied = ph_copied_new_from_picture (reading->bytes);

  reading->is_cut = copied != NULL && copied->is_cut;
  if (reading->is_cut)
    {
      ph_copied_unref (copied);
      return NULL;
    }
  if (copied != NULL && ph_html_picture_moves (&reading->html)
      && g_strcmp0 (copied->mime, "image/gif") != 0)
    copied->note = g_strdup (_ ("the clipboard had only a still picture of this animation: to keep "
                                "it moving, save it and upload the file"));
  return copied;
}

static PhCopied *
understand_html (Reading *reading, const char *data, gsize length)
{
  ph_html_picture_read (data, length, &reading->html);
  if (reading->mode == PH_READING_WATCHED)
    {
      /* Beside the picture of a table stands the table. */
      reading->ended = !ph_html_picture_is_alone (&reading->html);
      return NULL;
    }
  if (reading->targets[STEP_PICTURE] != NULL || reading->html.n_pictures != 1)
    return NULL;
  return ph_copied_new_from_source (reading->html.source);
}

static PhCopied *
understand (Reading *reading)
{
  gsize length;
  const char *data = g_bytes_get_data (reading->bytes, &length);

  switch (reading->step)
    {
    case STEP_CUT_MARK:
      reading->ended = length > 0 && data[0] == '1';
      return NULL;
    case STEP_FILES:
      return understand_files (reading, data, length);
    case STEP_HTML:
      return understand_html (reading, data, length);
    case STEP_TEXT_BESIDE:
      reading->ended = !ph_copied_is_address (data, length);
      return NULL;
    case STEP_PICTURE:
      return understand_picture (reading);
    case STEP_TEXT:
      return ph_copied_new_from_text (data, length);
    case N_STEPS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
understand_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;

  reading->copied = understand (reading);
  if (reading->copied != NULL)
    {
      ph_copied_set_origin (reading->copied, reading->targets[reading->step], reading->bytes);
      reading->copied->serial = reading->serial;
    }
  g_clear_pointer (&reading->bytes, g_bytes_unref);
  g_task_return_boolean (task, TRUE);
}

/* --- one step after the other -------------------------------------------------------------------
 */

static void read_next (GTask *task);
static void list_targets (GTask *task);

static void
return_no_picture (GTask *task)
{
  const Reading *reading = g_task_get_task_data (task);

  g_task_return_error (task, reading->is_cut
                                 ? ph_clipboard_error_new_empty ()
                                 : ph_error_new (PH_ERROR_NO_PICTURE, _ ("copy one first"),
                                                 _ ("there is no picture on the clipboard")));
}

static void
on_understood (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);

  if (reading->copied != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&reading->copied),
                             (GDestroyNotify) ph_copied_unref);
      return;
    }
  reading->step++;
  read_next (g_steal_pointer (&task));
}

/* What one program does badly another form of the copy may make up for. */
static gboolean
may_skip (const Reading *reading, const GError *error)
{
  if (g_error_matches (error, PH_ERROR, PH_ERROR_EMPTY))
    return TRUE;
  return g_error_matches (error, PH_ERROR, PH_ERROR_TOO_LARGE) && reading->step != STEP_PICTURE;
}

/* A clipboard manager may have taken over what the person has just asked for. */
static gboolean
may_retry (const Reading *reading, const GError *error)
{
  return reading->mode == PH_READING_ASKED && g_error_matches (error, PH_ERROR, PH_ERROR_CHANGED)
         && reading->tries < TRIES_MAX && g_get_monotonic_time () - reading->started < RETRY_USEC;
}

/* Begins anew where that may help.  @task, @error: (transfer full) */
static void
retry_or_fail (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;

  if (!may_retry (g_task_get_task_data (task), error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_error_free (error);
  list_targets (g_steal_pointer (&owned));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GTask) work = NULL;

  reading->bytes = ph_clipboard_read_finish (PH_CLIPBOARD (source), result, &error);
  if (reading->bytes != NULL)
    {
      work = g_task_new (NULL, NULL, on_understood, g_steal_pointer (&task));
      g_task_set_task_data (work, reading, NULL);
      g_task_run_in_thread (work, understand_in_thread);
      return;
    }
  if (may_skip (reading, error))
    {
      g_error_free (error);
      /* Unread, it may say that no picture was copied. */
      reading->ended = reading->mode == PH_READING_WATCHED;
      reading->step++;
      read_next (g_steal_pointer (&task));
    }
  else
    retry_or_fail (g_steal_pointer (&task), error);
}

/* @task: (transfer full) */
static void
read_next (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Reading *reading = g_task_get_task_data (task);
  PhClipboard *clipboard = g_task_get_source_object (task);

  while (reading->step < N_STEPS && reading->targets[reading->step] == NULL)
    reading->step++;
  if (reading->step == N_STEPS && reading->fallback != NULL)
    g_task_return_pointer (task, g_steal_pointer (&reading->fallback),
                           (GDestroyNotify) ph_copied_unref);
  else if (reading->step == N_STEPS || reading->ended)
    return_no_picture (task);
  else if (ph_clipboard_get_serial (clipboard) != reading->serial)
    retry_or_fail (g_steal_pointer (&owned), ph_clipboard_error_new_changed ());
  else
    {
      if (reading->step == STEP_PICTURE && reading->begun != NULL)
        reading->begun (reading->begun_data);
      ph_clipboard_read_async (clipboard, reading->targets[reading->step], limits[reading->step],
                               on_read, g_steal_pointer (&owned));
    }
}

static void
plan_asked (Reading *reading, const PhClipboardChoice *choice)
{
  if (choice->is_own)
    return;
  reading->targets[STEP_FILES] = g_strdup (choice->files);
  reading->targets[STEP_HTML] = g_strdup (choice->html);
  reading->targets[STEP_PICTURE] = g_strdup (choice->picture);
  reading->targets[STEP_TEXT] = g_strdup (choice->text);
}

static void
plan_watched (Reading *reading, const PhClipboardChoice *choice)
{
  if (choice->is_own || choice->is_secret)
    return;
  if (choice->files != NULL)
    reading->targets[STEP_CUT_MARK] = g_strdup (choice->cut_mark);
  reading->targets[STEP_FILES] = g_strdup (choice->files);
  if (choice->files != NULL || choice->picture == NULL)
    return;
  if (choice->html == NULL && choice->has_rich_text)
    return;
  reading->targets[STEP_HTML] = g_strdup (choice->html);
  if (choice->html == NULL)
    reading->targets[STEP_TEXT_BESIDE] = g_strdup (choice->text);
  reading->targets[STEP_PICTURE] = g_strdup (choice->picture);
}

static void
on_targets (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (GStrv) targets = ph_clipboard_list_targets_finish (PH_CLIPBOARD (source), result, &error);
  PhClipboardChoice choice;

  if (error != NULL)
    {
      retry_or_fail (g_steal_pointer (&task), error);
      return;
    }
  ph_clipboard_choose ((const char *const *) targets, &choice);
  if (reading->mode == PH_READING_ASKED)
    plan_asked (reading, &choice);
  else
    plan_watched (reading, &choice);
  read_next (g_steal_pointer (&task));
}

/* Begins, or begins anew.  @task: (transfer full) */
static void
list_targets (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  PhClipboard *clipboard = g_task_get_source_object (task);

  reading_reset (reading);
  reading->step = 0;
  reading->tries++;
  reading->serial = ph_clipboard_get_serial (clipboard);
  ph_clipboard_list_targets_async (clipboard, on_targets, task);
}

void
ph_clipboard_reading_run_async (PhClipboard *clipboard, PhReadingMode mode,
                                PhReadingBegunFunc begun, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (clipboard, NULL, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->mode = mode;
  reading->begun = begun;
  reading->begun_data = user_data;
  reading->started = g_get_monotonic_time ();
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  list_targets (task);
}

PhCopied *
ph_clipboard_reading_run_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
