/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-asker.h"

#include "ph-announcement.h"
#include "ph-copied-look.h"

struct _PhAsker
{
  GObject parent_instance;

  PhNotifier *notifier;
  PhConfig *config;
  GHashTable *questions; /* of Question by tag */
};

G_DEFINE_FINAL_TYPE (PhAsker, ph_asker, G_TYPE_OBJECT)

typedef struct
{
  PhCopied *copied;
  const char *accept, *ignore;
  GVariant *target; /* (nullable) */
} Question;

static void
question_free (Question *question)
{
  ph_copied_unref (question->copied);
  g_clear_pointer (&question->target, g_variant_unref);
  g_free (question);
}

static void
ph_asker_finalize (GObject *object)
{
  PhAsker *asker = PH_ASKER (object);

  g_object_unref (asker->notifier);
  g_object_unref (asker->config);
  g_hash_table_unref (asker->questions);
  G_OBJECT_CLASS (ph_asker_parent_class)->finalize (object);
}

static void
ph_asker_class_init (PhAskerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_asker_finalize;
}

static void
ph_asker_init (PhAsker *asker)
{
  asker->questions
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) question_free);
}

static void
on_closed (PhNotifier *notifier, const char *tag, PhAsker *asker)
{
  g_hash_table_remove (asker->questions, tag);
}

PhAsker *
ph_asker_new (PhNotifier *notifier, PhConfig *config)
{
  PhAsker *asker = g_object_new (PH_TYPE_ASKER, NULL);

  asker->notifier = g_object_ref (notifier);
  asker->config = g_object_ref (config);
  g_signal_connect_object (notifier, "closed", G_CALLBACK (on_closed), asker, 0);
  return asker;
}

typedef struct
{
  PhAsker *asker;
  PhCopied *copied;
  char *tag;
} Looking;

static void
looking_free (Looking *looking)
{
  g_object_unref (looking->asker);
  ph_copied_unref (looking->copied);
  g_free (looking->tag);
  g_free (looking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looking, looking_free)

static PhAskedLocation
get_location (PhAsker *asker, const PhCopiedLook *look)
{
  gboolean keep;

  if (!look->tells_location)
    return PH_LOCATION_NONE;
  g_object_get (asker->config, "keep-location", &keep, NULL);
  return keep ? PH_LOCATION_KEPT : PH_LOCATION_REMOVED;
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Looking) looking = user_data;
  g_autoptr (PhCopiedLook) look = ph_copied_look_finish (result);
  const Question *question = g_hash_table_lookup (looking->asker->questions, looking->tag);

  /* It may have been answered otherwise, or another one asked, meanwhile. */
  if (question == NULL || question->copied != looking->copied)
    return;
  ph_notifier_show (looking->asker->notifier, looking->tag,
                    ph_announcement_new_question (
                        question->copied, look->thumbnail, get_location (looking->asker, look),
                        question->accept, question->ignore, question->target));
}

void
ph_asker_ask (PhAsker *asker, const char *tag, PhCopied *copied, const char *accept,
              const char *ignore, GVariant *target)
{
  Question *question = g_new0 (Question, 1);
  Looking *looking = g_new0 (Looking, 1);

  question->copied = ph_copied_ref (copied);
  question->accept = accept;
  question->ignore = ignore;
  if (target != NULL)
    question->target = g_variant_ref_sink (target);
  g_hash_table_insert (asker->questions, g_strdup (tag), question);
  looking->asker = g_object_ref (asker);
  looking->copied = ph_copied_ref (copied);
  looking->tag = g_strdup (tag);
  ph_copied_look_async (copied, on_looked, looking);
}

PhCopied *
ph_asker_take (PhAsker *asker, const char *tag)
{
  const Question *question = g_hash_table_lookup (asker->questions, tag);
  PhCopied *copied;

  if (question == NULL)
    return NULL;
  copied = ph_copied_ref (question->copied);
  g_hash_table_remove (asker->questions, tag);
  ph_notifier_withdraw (asker->notifier, tag);
  return copied;
}
