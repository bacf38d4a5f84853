/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-capabilities.h"
#include "ph-notification.h"

G_BEGIN_DECLS

/* Shows notifications, and does what their buttons say.  Nothing here ever waits for the server
 * that shows them.  Where there is none, that is said once in the log; what stays until the person
 * has closed it is shown when one comes.
 *
 * Signals:
 *   "closed" (const char *): what had that tag is not on the screen any more, and not because of
 *                            ph_notifier_withdraw () */

#define PH_TYPE_NOTIFIER (ph_notifier_get_type ())
G_DECLARE_FINAL_TYPE (PhNotifier, ph_notifier, PH, NOTIFIER, GObject)

/* @application: its actions are what the buttons do
 * @capabilities: told of PH_CAPABILITY_NOTIFICATIONS */
PhNotifier *ph_notifier_new (GApplication *application, PhCapabilities *capabilities);

/* ph_notifier_show:
 * @tag: what is shown with the same tag is replaced
 * @notification: (transfer full) */
void ph_notifier_show (PhNotifier *notifier, const char *tag, PhNotification *notification);

/* Closes everything, and shows nothing any more: the program ends. */
void ph_notifier_close (PhNotifier *notifier);

/* Takes it from the screen, where it is there. */
void ph_notifier_withdraw (PhNotifier *notifier, const char *tag);

G_END_DECLS
