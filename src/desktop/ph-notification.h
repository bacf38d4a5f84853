/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* What a notification says and offers, whoever shows it.  All texts are plain text. */

typedef struct
{
  char *label;
  char *action;     /* of the application */
  GVariant *target; /* (nullable) */
} PhNotificationButton;

typedef struct
{
  char *summary;
  char *body;               /* (nullable) */
  char *url;                /* (nullable): said where there are no buttons */
  GPtrArray *buttons;       /* of PhNotificationButton, in their order */
  GdkPixbuf *image;         /* (nullable) */
  const char *category;     /* of the Desktop Notifications Specification; static */
  int percent;              /* of progress; -1: none */
  int default_button;       /* what a click on the notification itself does; -1: nothing */
  gboolean stays;           /* until the person closes it */
  gboolean is_afterthought; /* shown in place of another without drawing attention again */
} PhNotification;

/* (transfer full) */
PhNotification *ph_notification_new (const char *category, const char *summary, const char *body);
/* Counted, from any thread; nobody changes it once it is shown. */
PhNotification *ph_notification_ref (PhNotification *notification);
void ph_notification_unref (PhNotification *notification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhNotification, ph_notification_unref)

/* @target: (nullable) (transfer floating) */
void ph_notification_add_button (PhNotification *notification, const char *label,
                                 const char *action, GVariant *target);

/* One more line of the body.  @line: (nullable): then nothing */
void ph_notification_add_line (PhNotification *notification, const char *line);

/* What stands under the summary: the body, and the address where there are no buttons.
 * @markup: it is going to be read as markup.  (transfer full) */
char *ph_notification_build_body (const PhNotification *notification, gboolean has_buttons,
                                  gboolean markup);

G_END_DECLS
