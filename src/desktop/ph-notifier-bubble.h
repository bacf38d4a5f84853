/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-notification.h"

G_BEGIN_DECLS

/* One notification as libnotify shows it.  For libnotify's thread only (ph-notifier-thread); what
 * reaches the server waits for its answer. */
typedef struct _PhNotifierBubble PhNotifierBubble;

/* What the server that runs can do. */
typedef struct
{
  gboolean buttons; /* shows them */
  gboolean markup;  /* reads the body as markup */
  gboolean is_xfce; /* shows the action of a click as one more button, and nothing beside a gauge */
} PhNotifierTraits;

typedef struct
{
  /* @token: (nullable): by which a window may come to the front */
  void (*pressed) (PhNotifierBubble *bubble, const PhNotificationButton *button, const char *token,
                   gpointer user_data);
  /* By the person, or because its time was over.  May free @bubble. */
  void (*closed) (PhNotifierBubble *bubble, gpointer user_data);
} PhNotifierBubbleEvents;

/* @events: static */
PhNotifierBubble *ph_notifier_bubble_new (const char *tag, const PhNotifierBubbleEvents *events,
                                          gpointer user_data);
/* Leaves it on the screen. */
void ph_notifier_bubble_free (PhNotifierBubble *bubble);

const char *ph_notifier_bubble_get_tag (PhNotifierBubble *bubble);

/* What it is to show from the next time on. */
void ph_notifier_bubble_set (PhNotifierBubble *bubble, PhNotification *notification);
gboolean ph_notifier_bubble_stays (PhNotifierBubble *bubble);

/* Shows it, in place of what it showed before.  FALSE where it isn't on the screen then. */
gboolean ph_notifier_bubble_show (PhNotifierBubble *bubble, const PhNotifierTraits *traits);
gboolean ph_notifier_bubble_is_shown (PhNotifierBubble *bubble);
void ph_notifier_bubble_close (PhNotifierBubble *bubble);

/* Its server is gone, and so is what it has shown. */
void ph_notifier_bubble_forget (PhNotifierBubble *bubble);

G_END_DECLS
