/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-notifier.h"

#include <glib/gi18n-lib.h>

#include "ph-activation.h"
#include "ph-notifier-thread.h"

struct _PhNotifier
{
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns us */
  PhCapabilities *capabilities;
  PhNotifierThread *thread; /* (nullable): NULL once it is closed */

  /* One thing is given to the thread at a time: while it waits for a slow server, only the newest
   * of each tag is kept here. */
  gboolean is_busy;
  GQueue *tags;       /* of char *: in the order in which they are to be shown */
  GHashTable *wanted; /* of PhNotification (nullable: to be closed) by tag */
  gboolean has_said_so;
};

G_DEFINE_FINAL_TYPE (PhNotifier, ph_notifier, G_TYPE_OBJECT)

static guint closed_signal;

static void
ph_notifier_finalize (GObject *object)
{
  PhNotifier *notifier = PH_NOTIFIER (object);

  ph_notifier_close (notifier);
  g_queue_free (notifier->tags);
  g_hash_table_unref (notifier->wanted);
  g_object_unref (notifier->capabilities);
  G_OBJECT_CLASS (ph_notifier_parent_class)->finalize (object);
}

static void
ph_notifier_class_init (PhNotifierClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_notifier_finalize;
  closed_signal = g_signal_new ("closed", PH_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
unref_wanted (gpointer notification)
{
  if (notification != NULL)
    ph_notification_unref (notification);
}

static void
ph_notifier_init (PhNotifier *notifier)
{
  notifier->tags = g_queue_new ();
  notifier->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_wanted);
}

/* --- to the thread ------------------------------------------------------------------------------
 */

static void
hand_on (PhNotifier *notifier)
{
  const char *tag;

  if (notifier->is_busy || notifier->thread == NULL || g_queue_is_empty (notifier->tags))
    return;
  tag = g_queue_pop_head (notifier->tags);
  notifier->is_busy = TRUE;
  ph_notifier_thread_show (notifier->thread, tag, g_hash_table_lookup (notifier->wanted, tag));
  g_hash_table_remove (notifier->wanted, tag);
}

static void
want (PhNotifier *notifier, const char *tag, PhNotification *notification)
{
  if (!g_hash_table_contains (notifier->wanted, tag))
    {
      char *key = g_strdup (tag);

      g_hash_table_insert (notifier->wanted, key, notification);
      g_queue_push_tail (notifier->tags, key);
    }
  else
    /* The key that is there stays, and so does its place in the order. */
    g_hash_table_insert (notifier->wanted, g_strdup (tag), notification);
  hand_on (notifier);
}

void
ph_notifier_show (PhNotifier *notifier, const char *tag, PhNotification *notification)
{
  want (notifier, tag, notification);
}

void
ph_notifier_withdraw (PhNotifier *notifier, const char *tag)
{
  want (notifier, tag, NULL);
}

void
ph_notifier_close (PhNotifier *notifier)
{
  g_clear_pointer (&notifier->thread, ph_notifier_thread_free);
}

/* --- from the thread ----------------------------------------------------------------------------
 */

static void
on_done (gpointer user_data)
{
  PhNotifier *notifier = user_data;

  notifier->is_busy = FALSE;
  hand_on (notifier);
}

static void
on_pressed (const char *tag, const char *action, GVariant *target, const char *token,
            gpointer user_data)
{
  ph_activation_run (PH_NOTIFIER (user_data)->application, action, target, token);
}

static void
on_closed (const char *tag, gpointer user_data)
{
  g_signal_emit (user_data, closed_signal, 0, tag);
}

static void
on_server_changed (PhNotificationServer server, gpointer user_data)
{
  PhNotifier *notifier = user_data;
  static const PhCapabilityState states[] = {
    [PH_NOTIFICATION_SERVER_NONE] = PH_CAPABILITY_NO,
    [PH_NOTIFICATION_SERVER_PLAIN] = PH_CAPABILITY_LIMITED,
    [PH_NOTIFICATION_SERVER_FULL] = PH_CAPABILITY_YES,
  };
  const char *reason = NULL;

  if (server == PH_NOTIFICATION_SERVER_NONE)
    reason = _ ("no program is running that shows notifications");
  else if (server == PH_NOTIFICATION_SERVER_PLAIN)
    reason = _ ("the program that shows notifications has no buttons");
  ph_capabilities_set (notifier->capabilities, PH_CAPABILITY_NOTIFICATIONS, states[server], reason);
  if (reason == NULL || notifier->has_said_so)
    return;
  notifier->has_said_so = TRUE;
  g_message ("%s", reason);
}

PhNotifier *
ph_notifier_new (GApplication *application, PhCapabilities *capabilities)
{
  static const PhNotifierEvents events = { on_done, on_pressed, on_closed, on_server_changed };
  PhNotifier *notifier = g_object_new (PH_TYPE_NOTIFIER, NULL);

  notifier->application = application;
  notifier->capabilities = g_object_ref (capabilities);
  notifier->thread = ph_notifier_thread_new ("Pichoist", &events, notifier);
  return notifier;
}
