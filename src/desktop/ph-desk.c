/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-desk.h"

#include <glib/gi18n-lib.h>

#include "ph-clipboard-compare.h"
#include "ph-error.h"
#include "ph-picture-link.h"

struct _PhDesk
{
  GObject parent_instance;

  PhEngine *engine;
  PhConfig *config;
  PhClipboard *clipboard; /* (nullable): until it has ended */
  PhClipboard *window;    /* (nullable): for what is asked for, where there is no other */
  char *destination;      /* (nullable) */
  GHashTable *under_way;  /* id of a delivery -> GCancellable */
  guint last_id;
  PhDeskNamer namer; /* (nullable) */
  gpointer namer_data;
};

G_DEFINE_FINAL_TYPE (PhDesk, ph_desk, G_TYPE_OBJECT)

enum
{
  BEGUN,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_desk_finalize (GObject *object)
{
  PhDesk *desk = PH_DESK (object);

  g_object_unref (desk->engine);
  g_object_unref (desk->config);
  g_clear_object (&desk->clipboard);
  g_clear_object (&desk->window);
  g_free (desk->destination);
  g_hash_table_unref (desk->under_way);
  G_OBJECT_CLASS (ph_desk_parent_class)->finalize (object);
}

static void
ph_desk_class_init (PhDeskClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_desk_finalize;
  signals[BEGUN] = g_signal_new ("begun", PH_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ENDED] = g_signal_new ("ended", PH_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ph_desk_init (PhDesk *desk)
{
  desk->under_way = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

static void
on_clipboard_ended (PhDesk *desk)
{
  g_clear_object (&desk->clipboard);
}

PhDesk *
ph_desk_new (PhEngine *engine, PhConfig *config, PhClipboard *clipboard)
{
  PhDesk *desk = g_object_new (PH_TYPE_DESK, NULL);

  desk->engine = g_object_ref (engine);
  desk->config = g_object_ref (config);
  if (clipboard == NULL)
    return desk;
  desk->clipboard = g_object_ref (clipboard);
  g_signal_connect_object (clipboard, "ended", G_CALLBACK (on_clipboard_ended), desk,
                           G_CONNECT_SWAPPED);
  return desk;
}

void
ph_desk_set_destination (PhDesk *desk, const char *profile)
{
  g_free (desk->destination);
  desk->destination = g_strdup (profile);
}

void
ph_desk_set_window (PhDesk *desk, PhClipboard *window)
{
  g_set_object (&desk->window, window);
}

gboolean
ph_desk_copy (PhDesk *desk, const char *text, const char *html)
{
  PhClipboard *clipboard = desk->clipboard != NULL ? desk->clipboard : desk->window;

  if (clipboard == NULL)
    return FALSE;
  ph_clipboard_write (clipboard, text, html);
  return TRUE;
}

/* --- uploads --- */

typedef struct
{
  PhDelivery delivery;
  char *format; /* (nullable) */
  gboolean copy;
  PhCopied *trace; /* (nullable): of the copy that they come from */
  guint64 serial;  /* of the clipboard when they were handed in */

  GPtrArray *inputs; /* (nullable): until they are handed in */
  PhEngineOptions options;
  char *profile, *name; /* (nullable): of the options */
} Upload;

static void
upload_free (Upload *upload)
{
  g_clear_pointer (&upload->delivery.outcomes, g_ptr_array_unref);
  g_clear_pointer (&upload->delivery.links, g_ptr_array_unref);
  g_clear_error (&upload->delivery.error);
  g_clear_pointer (&upload->trace, ph_copied_unref);
  g_free (upload->delivery.name);
  g_free (upload->delivery.note);
  g_clear_pointer (&upload->inputs, g_ptr_array_unref);
  g_free (upload->profile);
  g_free (upload->name);
  g_free (upload->format);
  g_free (upload);
}

/* (nullable) */
static PhClipboard *
get_clipboard (PhDesk *desk, const Upload *upload)
{
  if (desk->clipboard != NULL || upload->delivery.origin != PH_ORIGIN_CLIPBOARD)
    return desk->clipboard;
  return desk->window;
}

static guint64
get_serial (PhDesk *desk, const Upload *upload)
{
  PhClipboard *clipboard = get_clipboard (desk, upload);

  return clipboard != NULL ? ph_clipboard_get_serial (clipboard) : 0;
}

static char *
build_link (PhDesk *desk, const Upload *upload, const PhOutcome *outcome)
{
  g_autoptr (PhLinkFormat) format = NULL;

  if (outcome->error != NULL || outcome->url == NULL)
    return g_strdup ("");
  if (upload->format != NULL)
    format = ph_link_format_new (upload->format, NULL);
  if (format == NULL)
    format = ph_picture_link_new_safe_format (desk->config, outcome->job->profile);
  return ph_picture_link_of_job (format, outcome->job, outcome->key, outcome->url);
}

/* The links as rich text: what a word processor or a mail shows as pictures. */
static char *
build_html (const GPtrArray *outcomes)
{
  g_autoptr (PhLinkFormat) format = ph_link_format_new ("html", NULL);
  g_autoptr (GString) html = g_string_new (NULL);

  for (guint i = 0; i < outcomes->len; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];
      g_autofree char *link = NULL;

      if (outcome->error != NULL || outcome->url == NULL)
        continue;
      link = ph_picture_link_of_job (format, outcome->job, outcome->key, outcome->url);
      ph_picture_link_append (html, link);
    }
  return g_string_free (g_steal_pointer (&html), FALSE);
}

/* One link a line, those that failed left out. */
static void
copy_links (PhDesk *desk, Upload *upload)
{
  PhDelivery *delivery = &upload->delivery;
  PhClipboard *clipboard = get_clipboard (desk, upload);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *html = build_html (delivery->outcomes);

  for (guint i = 0; i < delivery->links->len; i++)
    if (*(const char *) delivery->links->pdata[i] != '\0')
      ph_picture_link_append (text, delivery->links->pdata[i]);
  /* It may have ended while what is there was compared. */
  delivery->copied = clipboard != NULL && ph_clipboard_write (clipboard, text->str, html);
}

static void
finish (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);

  g_signal_emit (g_task_get_source_object (task), signals[ENDED], 0, &upload->delivery);
  g_task_return_boolean (task, TRUE);
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (ph_clipboard_compare_finish (PH_CLIPBOARD (source), result))
    copy_links (g_task_get_source_object (task), g_task_get_task_data (task));
  finish (task);
}

/* Never in place of something newer that the person has copied meanwhile.  A clipboard manager that
 * takes over the copy which was put up doesn't make it newer. */
static void
deliver (PhDesk *desk, GTask *task)
{
  Upload *upload = g_task_get_task_data (task);

  if (get_serial (desk, upload) == upload->serial)
    copy_links (desk, upload);
  else if (upload->trace != NULL)
    {
      ph_clipboard_compare_async (get_clipboard (desk, upload), upload->trace, on_compared, task);
      return;
    }
  finish (task);
  g_object_unref (task);
}

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhDesk *desk = g_task_get_source_object (task);
  Upload *upload = g_task_get_task_data (task);
  PhDelivery *delivery = &upload->delivery;
  gboolean has_links = FALSE;

  g_hash_table_remove (desk->under_way, GUINT_TO_POINTER (delivery->id));
  delivery->links = g_ptr_array_new_with_free_func (g_free);
  delivery->outcomes = ph_engine_upload_finish (PH_ENGINE (source), result, &delivery->error);
  for (guint i = 0; delivery->outcomes != NULL && i < delivery->outcomes->len; i++)
    {
      char *link = build_link (desk, upload, delivery->outcomes->pdata[i]);

      has_links = has_links || *link != '\0';
      g_ptr_array_add (delivery->links, link);
    }
  if (upload->copy && has_links && get_clipboard (desk, upload) != NULL)
    deliver (desk, g_steal_pointer (&task));
  else
    finish (task);
}

void
ph_desk_expect (PhDesk *desk, const char *profile)
{
  ph_engine_open_connection (desk->engine, profile != NULL ? profile : desk->destination);
}

/* @task: (transfer full) */
static void
begin (PhDesk *desk, GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  GCancellable *cancellable = g_cancellable_new ();

  g_signal_emit (desk, signals[BEGUN], 0, &upload->delivery);
  g_hash_table_insert (desk->under_way, GUINT_TO_POINTER (upload->delivery.id), cancellable);
  ph_engine_upload_async (desk->engine, g_steal_pointer (&upload->inputs), &upload->options,
                          cancellable, on_uploaded, task);
}

static void
on_named (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PhDesk *desk = g_task_get_source_object (task);
  Upload *upload = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      upload->delivery.error = ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("not uploaded"));
      g_task_return_boolean (task, FALSE);
      return;
    }
  /* What was copied for the sake of the name isn't newer than the picture. */
  if (upload->trace == NULL)
    upload->serial = get_serial (desk, upload);
  begin (desk, g_steal_pointer (&task));
}

void
ph_desk_set_namer (PhDesk *desk, PhDeskNamer namer, gpointer data)
{
  desk->namer = namer;
  desk->namer_data = data;
}

static gboolean
asks_for_names (PhDesk *desk, const PhDeskOptions *options)
{
  gboolean wanted;

  g_object_get (desk->config, "ask-name", &wanted, NULL);
  return wanted && desk->namer != NULL && !options->awaited && options->upload.name == NULL;
}

/* @inputs: (transfer full) */
static void
keep_options (PhDesk *desk, Upload *upload, GPtrArray *inputs, const PhEngineOptions *options)
{
  const char *profile = options->profile != NULL ? options->profile : desk->destination;

  upload->inputs = inputs;
  upload->options = *options;
  upload->options.profile = upload->profile = g_strdup (profile);
  upload->options.name = upload->name = g_strdup (options->name);
}

void
ph_desk_cancel (PhDesk *desk, guint id)
{
  GHashTableIter iter;
  gpointer key, cancellable;

  /* Each ends later, on its own. */
  g_hash_table_iter_init (&iter, desk->under_way);
  while (g_hash_table_iter_next (&iter, &key, &cancellable))
    if (id == 0 || GPOINTER_TO_UINT (key) == id)
      g_cancellable_cancel (cancellable);
}

void
ph_desk_upload_async (PhDesk *desk, GPtrArray *inputs, const PhDeskOptions *options,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (desk, NULL, callback, user_data);
  Upload *upload = g_new0 (Upload, 1);

  upload->format = g_strdup (options->format);
  upload->copy = options->copy;
  upload->delivery.origin = options->origin;
  upload->serial = get_serial (desk, upload);
  if (options->copied != NULL)
    {
      upload->trace = ph_copied_new_trace (options->copied);
      upload->serial = options->copied->serial;
      upload->delivery.note = g_strdup (options->copied->note);
    }
  upload->delivery.id = ++desk->last_id;
  upload->delivery.n_inputs = inputs->len;
  if (inputs->len > 0)
    upload->delivery.name
        = g_filename_display_basename (((PhEngineInput *) inputs->pdata[0])->input);
  g_task_set_task_data (task, upload, (GDestroyNotify) upload_free);
  keep_options (desk, upload, inputs, &options->upload);
  if (asks_for_names (desk, options))
    desk->namer (inputs, upload->profile, options->unasked, on_named, task, desk->namer_data);
  else
    begin (desk, task);
}

const PhDelivery *
ph_desk_upload_finish (PhDesk *desk, GAsyncResult *result, GError **error)
{
  const Upload *upload = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  if (upload->delivery.outcomes != NULL)
    return &upload->delivery;
  if (error != NULL)
    *error = g_error_copy (upload->delivery.error);
  return NULL;
}

void
ph_desk_refuse (PhDesk *desk, PhOrigin origin, const GError *error)
{
  const PhDelivery delivery = { .origin = origin, .name = (char *) "", .error = (GError *) error };

  g_info ("%s", error->message);
  g_signal_emit (desk, signals[ENDED], 0, &delivery);
}
