/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-notifier-thread.h"

#include <gio/gio.h>
#include <libnotify/notify.h>

#include "ph-notifier-bubble.h"

#define SERVER_NAME "org.freedesktop.Notifications"

/* Counted, since the thread may outlive its owner's interest in it. */
struct _PhNotifierThread
{
  char *app_name;
  PhNotifierEvents events;
  gpointer user_data;
  GMainContext *context;
  GMainContext *owner_context;
  GMainLoop *loop;

  /* On the owner's thread. */
  gboolean abandoned;

  /* On the thread. */
  GHashTable *bubbles;   /* of PhNotifierBubble by tag */
  gboolean knows_server; /* the traits are those of the one that runs */
  PhNotifierTraits traits;
};

static void
thread_clear (PhNotifierThread *thread)
{
  g_free (thread->app_name);
  g_main_loop_unref (thread->loop);
  g_main_context_unref (thread->context);
  g_main_context_unref (thread->owner_context);
}

static void
thread_unref (PhNotifierThread *thread)
{
  g_atomic_rc_box_release_full (thread, (GDestroyNotify) thread_clear);
}

static void
send (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify free_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, context);
}

/* --- events, from the thread to its owner -------------------------------------------------------
 */

typedef enum
{
  EVENT_DONE,
  EVENT_PRESSED,
  EVENT_CLOSED,
  EVENT_SERVER,
} EventKind;

typedef struct
{
  PhNotifierThread *thread;
  EventKind kind;
  char *tag, *action, *token;
  GVariant *target;
  PhNotificationServer server;
} Event;

static void
event_free (Event *event)
{
  thread_unref (event->thread);
  g_free (event->tag);
  g_free (event->action);
  g_free (event->token);
  g_clear_pointer (&event->target, g_variant_unref);
  g_free (event);
}

static gboolean
tell (gpointer user_data)
{
  Event *event = user_data;
  PhNotifierThread *thread = event->thread;

  if (thread->abandoned)
    return G_SOURCE_REMOVE;
  switch (event->kind)
    {
    case EVENT_DONE:
      thread->events.done (thread->user_data);
      break;
    case EVENT_PRESSED:
      thread->events.pressed (event->tag, event->action, event->target, event->token,
                              thread->user_data);
      break;
    case EVENT_CLOSED:
      thread->events.closed (event->tag, thread->user_data);
      break;
    case EVENT_SERVER:
    default:
      thread->events.server_changed (event->server, thread->user_data);
      break;
    }
  return G_SOURCE_REMOVE;
}

static Event *
event_new (PhNotifierThread *thread, EventKind kind, const char *tag)
{
  Event *event = g_new0 (Event, 1);

  event->thread = g_atomic_rc_box_acquire (thread);
  event->kind = kind;
  event->tag = g_strdup (tag);
  return event;
}

static void
send_event (Event *event)
{
  send (event->thread->owner_context, tell, event, (GDestroyNotify) event_free);
}

static void
say_server (PhNotifierThread *thread, PhNotificationServer server)
{
  Event *event = event_new (thread, EVENT_SERVER, NULL);

  event->server = server;
  send_event (event);
}

/* --- what is shown ------------------------------------------------------------------------------
 */

static void
on_pressed (PhNotifierBubble *bubble, const PhNotificationButton *button, const char *token,
            gpointer user_data)
{
  Event *event = event_new (user_data, EVENT_PRESSED, ph_notifier_bubble_get_tag (bubble));

  event->action = g_strdup (button->action);
  event->token = g_strdup (token);
  if (button->target != NULL)
    event->target = g_variant_ref (button->target);
  send_event (event);
}

static void
say_closed (PhNotifierThread *thread, PhNotifierBubble *bubble)
{
  send_event (event_new (thread, EVENT_CLOSED, ph_notifier_bubble_get_tag (bubble)));
}

static void
on_closed (PhNotifierBubble *bubble, gpointer user_data)
{
  PhNotifierThread *thread = user_data;

  say_closed (thread, bubble);
  g_hash_table_remove (thread->bubbles, ph_notifier_bubble_get_tag (bubble));
}

static gboolean
is_xfce (void)
{
  g_autofree char *name = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *version = NULL;
  g_autofree char *spec = NULL;

  return notify_get_server_info (&name, &vendor, &version, &spec)
         && g_str_equal (name, "Xfce Notify Daemon");
}

/* What the server can do is asked for once. */
static void
learn_server (PhNotifierThread *thread)
{
  GList *capabilities;

  if (thread->knows_server)
    return;
  capabilities = notify_get_server_caps ();
  thread->knows_server = capabilities != NULL;
  thread->traits.buttons
      = g_list_find_custom (capabilities, "actions", (GCompareFunc) g_strcmp0) != NULL;
  thread->traits.markup
      = g_list_find_custom (capabilities, "body-markup", (GCompareFunc) g_strcmp0) != NULL;
  g_list_free_full (capabilities, g_free);
  thread->traits.is_xfce = thread->knows_server && is_xfce ();
  if (thread->knows_server)
    say_server (thread, thread->traits.buttons ? PH_NOTIFICATION_SERVER_FULL
                                               : PH_NOTIFICATION_SERVER_PLAIN);
}

static gboolean
put_up (PhNotifierThread *thread, PhNotifierBubble *bubble)
{
  learn_server (thread);
  return ph_notifier_bubble_show (bubble, &thread->traits);
}

/* What stays is shown as soon as there is a server. */
static void
put_up_or_keep (PhNotifierThread *thread, PhNotifierBubble *bubble)
{
  if (put_up (thread, bubble))
    return;
  if (!thread->knows_server)
    say_server (thread, PH_NOTIFICATION_SERVER_NONE);
  if (ph_notifier_bubble_stays (bubble))
    return;
  say_closed (thread, bubble);
  g_hash_table_remove (thread->bubbles, ph_notifier_bubble_get_tag (bubble));
}

/* --- the server ---------------------------------------------------------------------------------
 */

static void
on_server_appeared (GDBusConnection *connection, const char *name, const char *owner,
                    gpointer user_data)
{
  PhNotifierThread *thread = user_data;
  GHashTableIter iter;
  gpointer bubble;

  learn_server (thread);
  g_hash_table_iter_init (&iter, thread->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &bubble))
    if (!ph_notifier_bubble_is_shown (bubble))
      put_up (thread, bubble);
}

static gboolean
can_be_started (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply = NULL;
  g_autofree const char **names = NULL;

  if (connection == NULL)
    return FALSE;
  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "ListActivatableNames", NULL,
                                       G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                       NULL);
  if (reply != NULL)
    g_variant_get (reply, "(^a&s)", &names);
  return names != NULL && g_strv_contains (names, SERVER_NAME);
}

/* Its notifications are gone with it, and their numbers may soon be those of others.  Some servers
 * end when they have nothing to show, and are started when they are needed. */
static void
on_server_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  PhNotifierThread *thread = user_data;
  GHashTableIter iter;
  gpointer bubble;

  thread->knows_server = FALSE;
  g_hash_table_iter_init (&iter, thread->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &bubble))
    {
      ph_notifier_bubble_forget (bubble);
      if (ph_notifier_bubble_stays (bubble))
        continue;
      say_closed (thread, bubble);
      g_hash_table_iter_remove (&iter);
    }
  say_server (thread, can_be_started (connection) ? PH_NOTIFICATION_SERVER_FULL
                                                  : PH_NOTIFICATION_SERVER_NONE);
}

/* Their buttons would do nothing any more. */
static void
close_all (PhNotifierThread *thread)
{
  GHashTableIter iter;
  gpointer bubble;

  g_hash_table_iter_init (&iter, thread->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &bubble))
    ph_notifier_bubble_close (bubble);
}

static gpointer
run (gpointer data)
{
  PhNotifierThread *thread = data;
  guint watch;

  g_main_context_push_thread_default (thread->context);
  thread->bubbles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                           (GDestroyNotify) ph_notifier_bubble_free);
  notify_init (thread->app_name);
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, SERVER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                            on_server_appeared, on_server_vanished, thread, NULL);
  g_main_loop_run (thread->loop);
  g_bus_unwatch_name (watch);
  close_all (thread);
  g_hash_table_unref (thread->bubbles);
  notify_uninit ();
  g_main_context_pop_thread_default (thread->context);
  thread_unref (thread);
  return NULL;
}

/* --- calls, from the owner to the thread --------------------------------------------------------
 */

typedef struct
{
  PhNotifierThread *thread;
  char *tag;
  PhNotification *what; /* (nullable) */
} Request;

static void
request_free (Request *request)
{
  thread_unref (request->thread);
  g_free (request->tag);
  g_clear_pointer (&request->what, ph_notification_unref);
  g_free (request);
}

static PhNotifierBubble *
get_bubble (PhNotifierThread *thread, const char *tag)
{
  static const PhNotifierBubbleEvents events = { on_pressed, on_closed };
  PhNotifierBubble *bubble = g_hash_table_lookup (thread->bubbles, tag);

  if (bubble == NULL)
    {
      bubble = ph_notifier_bubble_new (tag, &events, thread);
      g_hash_table_insert (thread->bubbles, (gpointer) ph_notifier_bubble_get_tag (bubble), bubble);
    }
  return bubble;
}

static gboolean
do_request (gpointer user_data)
{
  Request *request = user_data;
  PhNotifierThread *thread = request->thread;
  PhNotifierBubble *bubble;

  if (request->what != NULL)
    {
      bubble = get_bubble (thread, request->tag);
      ph_notifier_bubble_set (bubble, request->what);
      put_up_or_keep (thread, bubble);
    }
  else if ((bubble = g_hash_table_lookup (thread->bubbles, request->tag)) != NULL)
    {
      ph_notifier_bubble_close (bubble);
      g_hash_table_remove (thread->bubbles, request->tag);
    }
  send_event (event_new (thread, EVENT_DONE, NULL));
  return G_SOURCE_REMOVE;
}

void
ph_notifier_thread_show (PhNotifierThread *thread, const char *tag, PhNotification *notification)
{
  Request *request = g_new0 (Request, 1);

  request->thread = g_atomic_rc_box_acquire (thread);
  request->tag = g_strdup (tag);
  if (notification != NULL)
    request->what = ph_notification_ref (notification);
  send (thread->context, do_request, request, (GDestroyNotify) request_free);
}

PhNotifierThread *
ph_notifier_thread_new (const char *app_name, const PhNotifierEvents *events, gpointer user_data)
{
  PhNotifierThread *thread = g_atomic_rc_box_new0 (PhNotifierThread);

  thread->app_name = g_strdup (app_name);
  thread->events = *events;
  thread->user_data = user_data;
  thread->context = g_main_context_new ();
  thread->owner_context = g_main_context_ref_thread_default ();
  thread->loop = g_main_loop_new (thread->context, FALSE);
  g_thread_unref (g_thread_new ("notifier", run, g_atomic_rc_box_acquire (thread)));
  return thread;
}

static gboolean
do_quit (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

void
ph_notifier_thread_free (PhNotifierThread *thread)
{
  thread->abandoned = TRUE;
  send (thread->context, do_quit, g_main_loop_ref (thread->loop),
        (GDestroyNotify) g_main_loop_unref);
  thread_unref (thread);
}
