/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-drop.h"

#include <glib/gi18n-lib.h>

#include "ph-drop-look.h"
#include "ph-error.h"
#include "ph-message.h"

struct _PhDrop
{
  GObject parent_instance;

  PhDesk *desk;
  guint looking, sending; /* drops that are being looked through; pictures under way */
  GPtrArray *asked;       /* (nullable) of PhEngineInput: what the question is about */
  char *folder;           /* (nullable): the name of the folder that they are in */
  GPtrArray *results;     /* of PhDropResult */
  gboolean copied;        /* the links of the last one are on the clipboard */
};

G_DEFINE_FINAL_TYPE (PhDrop, ph_drop, G_TYPE_OBJECT)

static guint changed_signal;

static void
result_free (PhDropResult *result)
{
  g_free (result->name);
  g_free (result->link);
  g_free (result->error);
  g_free (result);
}

static void
ph_drop_finalize (GObject *object)
{
  PhDrop *drop = PH_DROP (object);

  g_object_unref (drop->desk);
  g_clear_pointer (&drop->asked, g_ptr_array_unref);
  g_free (drop->folder);
  g_ptr_array_unref (drop->results);
  G_OBJECT_CLASS (ph_drop_parent_class)->finalize (object);
}

static void
ph_drop_class_init (PhDropClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_drop_finalize;
  changed_signal = g_signal_new ("changed", PH_TYPE_DROP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
ph_drop_init (PhDrop *drop)
{
  drop->results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
}

PhDrop *
ph_drop_new (PhDesk *desk)
{
  PhDrop *drop = g_object_new (PH_TYPE_DROP, NULL);

  drop->desk = g_object_ref (desk);
  return drop;
}

/* --- results ------------------------------------------------------------------------------------
 */

/* @link, @error: (nullable) */
static void
add_result (PhDrop *drop, const char *name, const char *link, const GError *error)
{
  PhDropResult *result = g_new0 (PhDropResult, 1);

  result->name = g_strdup (name);
  result->link = g_strdup (link);
  if (error != NULL)
    result->error = ph_message_from_error (error);
  g_ptr_array_add (drop->results, result);
}

static void
add_outcomes (PhDrop *drop, const PhDelivery *delivery)
{
  for (guint i = 0; i < delivery->outcomes->len; i++)
    {
      const PhOutcome *outcome = delivery->outcomes->pdata[i];
      const char *link = delivery->links->pdata[i];

      add_result (drop, outcome->job->name, *link != '\0' ? link : NULL, outcome->error);
    }
}

/* --- sending ------------------------------------------------------------------------------------
 */

typedef struct
{
  PhDrop *drop;
  guint n_inputs;
} Sending;

static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (PhDrop) drop = sending->drop;
  g_autoptr (GError) error = NULL;
  const PhDelivery *delivery = ph_desk_upload_finish (PH_DESK (source), result, &error);

  drop->sending -= sending->n_inputs;
  drop->copied = delivery != NULL && delivery->copied;
  if (delivery != NULL)
    add_outcomes (drop, delivery);
  else if (!ph_error_is_cancelled (error))
    add_result (drop, "", NULL, error);
  g_free (sending);
  g_signal_emit (drop, changed_signal, 0);
}

/* @inputs: (transfer full) */
static void
send (PhDrop *drop, GPtrArray *inputs)
{
  const PhDeskOptions options = {
    .origin = PH_ORIGIN_DROP,
    .copy = TRUE,
    .upload = { .flags = PH_JOB_FOREIGN_URL },
  };
  Sending *sending;

  if (inputs->len == 0)
    {
      g_ptr_array_unref (inputs);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->drop = g_object_ref (drop);
  sending->n_inputs = inputs->len;
  drop->sending += inputs->len;
  ph_desk_upload_async (drop->desk, inputs, &options, on_uploaded, sending);
}

/* --- taking -------------------------------------------------------------------------------------
 */

/* What is in the folders comes to what is asked about already. */
static void
ask (PhDrop *drop, PhDropLook *look)
{
  if (look->n_folders == 0)
    return;
  if (look->in_folders->len == 0)
    {
      g_autoptr (GError) error
          = ph_error_new (PH_ERROR_INPUT, NULL, _ ("there is no picture in this folder"));

      add_result (drop, look->folder, NULL, error);
      return;
    }
  if (drop->asked == NULL)
    {
      drop->asked = g_ptr_array_ref (look->in_folders);
      drop->folder = g_strdup (look->folder);
      return;
    }
  while (look->in_folders->len > 0)
    g_ptr_array_add (drop->asked, g_ptr_array_steal_index (look->in_folders, 0));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDrop) drop = user_data;
  g_autoptr (PhDropLook) look = ph_drop_look_finish (result);

  drop->looking--;
  ask (drop, look);
  send (drop, g_steal_pointer (&look->others));
  g_signal_emit (drop, changed_signal, 0);
}

/* The links of the last drop stay until the next one. */
static void
begin (PhDrop *drop)
{
  if (drop->looking == 0 && drop->sending == 0 && drop->asked == NULL)
    g_ptr_array_set_size (drop->results, 0);
}

void
ph_drop_expect (PhDrop *drop)
{
  ph_desk_expect (drop->desk, NULL);
}

void
ph_drop_take (PhDrop *drop, GPtrArray *inputs)
{
  begin (drop);
  drop->looking++;
  ph_drop_look_async (inputs, on_looked, g_object_ref (drop));
  g_signal_emit (drop, changed_signal, 0);
}

void
ph_drop_refuse (PhDrop *drop)
{
  g_autoptr (GError) error
      = ph_error_new (PH_ERROR_NO_PICTURE, _ ("save the picture to a file and drop that"),
                      _ ("there is no picture in what was dropped"));

  begin (drop);
  add_result (drop, "", NULL, error);
  g_signal_emit (drop, changed_signal, 0);
}

void
ph_drop_answer (PhDrop *drop, gboolean upload)
{
  g_autoptr (GPtrArray) asked = g_steal_pointer (&drop->asked);

  g_clear_pointer (&drop->folder, g_free);
  if (asked != NULL && upload)
    send (drop, g_steal_pointer (&asked));
  g_signal_emit (drop, changed_signal, 0);
}

/* --- looking at it ------------------------------------------------------------------------------
 */

PhDropState
ph_drop_get_state (PhDrop *drop)
{
  if (drop->asked != NULL)
    return PH_DROP_ASKING;
  if (drop->sending > 0)
    return PH_DROP_SENDING;
  if (drop->looking > 0)
    return PH_DROP_LOOKING;
  return drop->results->len > 0 ? PH_DROP_DONE : PH_DROP_IDLE;
}

static guint
count_links (PhDrop *drop)
{
  guint n = 0;

  for (guint i = 0; i < drop->results->len; i++)
    if (((PhDropResult *) drop->results->pdata[i])->link != NULL)
      n++;
  return n;
}

static char *
dup_summary (PhDrop *drop)
{
  const guint n = count_links (drop);

  if (n == 0)
    return g_strdup (_ ("That didn't work"));
  if (drop->copied)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u picture is up, its link is on the clipboard",
                                         "%u pictures are up, their links are on the clipboard", n),
                            n);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u picture is up", "%u pictures are up", n), n);
}

char *
ph_drop_dup_text (PhDrop *drop)
{
  switch (ph_drop_get_state (drop))
    {
    case PH_DROP_LOOKING:
      return g_strdup (_ ("Looking at what was dropped…"));
    case PH_DROP_ASKING:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Upload %u picture from “%s”?",
                                           "Upload %u pictures from “%s”?", drop->asked->len),
                              drop->asked->len, drop->folder);
    case PH_DROP_SENDING:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Uploading %u picture…",
                                           "Uploading %u pictures…", drop->sending),
                              drop->sending);
    case PH_DROP_DONE:
      return dup_summary (drop);
    case PH_DROP_IDLE:
      break;
    }
  return g_strdup (_ ("Drop pictures here"));
}

GPtrArray *
ph_drop_get_results (PhDrop *drop)
{
  return drop->results;
}

char *
ph_drop_dup_links (PhDrop *drop)
{
  g_autoptr (GString) links = g_string_new (NULL);

  for (guint i = 0; i < drop->results->len; i++)
    {
      const PhDropResult *result = drop->results->pdata[i];

      if (result->link != NULL)
        g_string_append_printf (links, "%s%s", links->len > 0 ? "\n" : "", result->link);
    }
  return g_string_free (g_steal_pointer (&links), FALSE);
}

void
ph_drop_copy (PhDrop *drop, const char *text)
{
  ph_desk_copy (drop->desk, text, NULL);
}
