/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-namer.h"

#include "ph-name-window.h"

struct _PhNamer
{
  GObject parent_instance;

  GtkApplication *application; /* not owned: it owns us */
  PhConfig *config;
  GQueue *waiting;   /* of GTask */
  GtkWidget *window; /* (nullable) */
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (PhNamer, ph_namer, G_TYPE_OBJECT)

typedef struct
{
  GPtrArray *inputs;
  char *profile; /* (nullable) */
  gboolean unasked;
} Question;

static void
question_free (Question *question)
{
  g_ptr_array_unref (question->inputs);
  g_free (question->profile);
  g_free (question);
}

static void
ph_namer_finalize (GObject *object)
{
  PhNamer *namer = PH_NAMER (object);

  g_object_unref (namer->config);
  /* Each task that waits holds a reference to us, so there is none left. */
  g_queue_free (namer->waiting);
  G_OBJECT_CLASS (ph_namer_parent_class)->finalize (object);
}

static void
ph_namer_class_init (PhNamerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_namer_finalize;
}

static void
ph_namer_init (PhNamer *namer)
{
  namer->waiting = g_queue_new ();
}

PhNamer *
ph_namer_new (GtkApplication *application, PhConfig *config)
{
  PhNamer *namer = g_object_new (PH_TYPE_NAMER, NULL);

  namer->application = application;
  namer->config = g_object_ref (config);
  return namer;
}

static void ask_next (PhNamer *namer);

static void
on_answered (GtkWidget *window, gboolean upload, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (PhNamer) namer = g_object_ref (g_task_get_source_object (task));

  namer->window = NULL;
  g_task_return_boolean (task, upload);
  ask_next (namer);
}

static void
ask_next (PhNamer *namer)
{
  GTask *task;
  const Question *question;

  if (namer->window != NULL)
    return;
  task = g_queue_pop_head (namer->waiting);
  if (task == NULL)
    return;
  if (namer->ended)
    {
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      ask_next (namer);
      return;
    }
  question = g_task_get_task_data (task);
  namer->window
      = ph_name_window_new (namer->config, question->inputs, question->profile, question->unasked);
  gtk_window_set_application (GTK_WINDOW (namer->window), namer->application);
  g_signal_connect (namer->window, "answered", G_CALLBACK (on_answered), task);
}

void
ph_namer_ask_async (GPtrArray *inputs, const char *profile, gboolean unasked,
                    GAsyncReadyCallback callback, gpointer user_data, gpointer data)
{
  PhNamer *namer = data;
  GTask *task = g_task_new (namer, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->inputs = g_ptr_array_ref (inputs);
  question->profile = g_strdup (profile);
  question->unasked = unasked;
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_queue_push_tail (namer->waiting, task);
  ask_next (namer);
}

void
ph_namer_end (PhNamer *namer)
{
  namer->ended = TRUE;
  if (namer->window != NULL)
    gtk_widget_destroy (namer->window);
  ask_next (namer);
}
