/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-notification.h"

G_BEGIN_DECLS

/* libnotify, on a thread of its own.
 *
 * Every call of libnotify that reaches the server waits for its answer, up to 25 seconds where the
 * server hangs.  It also keeps global state without a lock, and gets its signals in the main
 * context in which it was first called.  So that the program's own thread never waits, and the
 * library is used as it is meant to be, all of it lives on one thread that does nothing else; that
 * one may wait.
 *
 * Each notification has a tag: what is shown with a tag that is shown already takes its place. */

typedef enum
{
  PH_NOTIFICATION_SERVER_NONE,
  PH_NOTIFICATION_SERVER_PLAIN, /* it shows no buttons */
  PH_NOTIFICATION_SERVER_FULL,
} PhNotificationServer;

/* Called on the thread that made it, in the main context that was its default. */
typedef struct
{
  /* What was asked for is done. */
  void (*done) (gpointer user_data);
  /* The person has pressed a button.  @target: (nullable)
   * @token: (nullable): by which a window of ours may come to the front */
  void (*pressed) (const char *tag, const char *action, GVariant *target, const char *token,
                   gpointer user_data);
  /* The person has closed it, it has expired, or there is no server to show it. */
  void (*closed) (const char *tag, gpointer user_data);
  void (*server_changed) (PhNotificationServer server, gpointer user_data);
} PhNotifierEvents;

typedef struct _PhNotifierThread PhNotifierThread;

/* @events: copied */
PhNotifierThread *ph_notifier_thread_new (const char *app_name, const PhNotifierEvents *events,
                                          gpointer user_data);

/* Closes what is shown.  Doesn't wait for that, since the thread may be waiting for a server.  No
 * event comes after it. */
void ph_notifier_thread_free (PhNotifierThread *thread);

/* Shows it; NULL: closes what is shown with that tag.  Ends with the event "done". */
void ph_notifier_thread_show (PhNotifierThread *thread, const char *tag,
                              PhNotification *notification);

G_END_DECLS
