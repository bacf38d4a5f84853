/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-notifier-bubble.h"

#include <libnotify/notify.h>

#include "ph-application.h"
#include "ph-icons.h"

struct _PhNotifierBubble
{
  char *tag;
  const PhNotifierBubbleEvents *events;
  gpointer user_data;
  PhNotification *what;       /* (nullable): until it is set */
  NotifyNotification *handle; /* (nullable): while it isn't on the screen */
};

PhNotifierBubble *
ph_notifier_bubble_new (const char *tag, const PhNotifierBubbleEvents *events, gpointer user_data)
{
  PhNotifierBubble *bubble = g_new0 (PhNotifierBubble, 1);

  bubble->tag = g_strdup (tag);
  bubble->events = events;
  bubble->user_data = user_data;
  return bubble;
}

void
ph_notifier_bubble_free (PhNotifierBubble *bubble)
{
  ph_notifier_bubble_forget (bubble);
  g_clear_pointer (&bubble->what, ph_notification_unref);
  g_free (bubble->tag);
  g_free (bubble);
}

const char *
ph_notifier_bubble_get_tag (PhNotifierBubble *bubble)
{
  return bubble->tag;
}

void
ph_notifier_bubble_set (PhNotifierBubble *bubble, PhNotification *notification)
{
  g_clear_pointer (&bubble->what, ph_notification_unref);
  bubble->what = ph_notification_ref (notification);
}

gboolean
ph_notifier_bubble_stays (PhNotifierBubble *bubble)
{
  return bubble->what->stays;
}

gboolean
ph_notifier_bubble_is_shown (PhNotifierBubble *bubble)
{
  return bubble->handle != NULL;
}

static void
on_closed (NotifyNotification *handle, gpointer user_data)
{
  PhNotifierBubble *bubble = user_data;

  ph_notifier_bubble_forget (bubble);
  bubble->events->closed (bubble, bubble->user_data);
}

void
ph_notifier_bubble_forget (PhNotifierBubble *bubble)
{
  if (bubble->handle != NULL)
    g_signal_handlers_disconnect_by_func (bubble->handle, on_closed, bubble);
  g_clear_object (&bubble->handle);
}

static void
on_action (NotifyNotification *handle, char *id, gpointer user_data)
{
  PhNotifierBubble *bubble = user_data;
  gint64 number
      = g_str_equal (id, "default") ? bubble->what->default_button : g_ascii_strtoll (id, NULL, 10);

  if (number >= 0 && number < bubble->what->buttons->len)
    bubble->events->pressed (bubble, bubble->what->buttons->pdata[number],
                             notify_notification_get_activation_token (handle), bubble->user_data);
}

static void
add_buttons (PhNotifierBubble *bubble, const PhNotifierTraits *traits)
{
  const GPtrArray *buttons = bubble->what->buttons;

  for (guint i = 0; i < buttons->len; i++)
    {
      const PhNotificationButton *button = buttons->pdata[i];
      g_autofree char *id = g_strdup_printf ("%u", i);

      if ((int) i == bubble->what->default_button && !traits->is_xfce)
        notify_notification_add_action (bubble->handle, "default", button->label, on_action, bubble,
                                        NULL);
      notify_notification_add_action (bubble->handle, id, button->label, on_action, bubble, NULL);
    }
}

static void
add_hints (PhNotifierBubble *bubble, const PhNotifierTraits *traits)
{
  const PhNotification *what = bubble->what;
  NotifyNotification *handle = bubble->handle;

  notify_notification_clear_hints (handle);
  notify_notification_set_category (handle, what->category);
  notify_notification_set_hint (handle, "desktop-entry", g_variant_new_string (PH_APPLICATION_ID));
  if (what->percent >= 0 && !traits->is_xfce)
    notify_notification_set_hint (handle, "value", g_variant_new_int32 (what->percent));
  if (what->is_afterthought)
    notify_notification_set_hint (handle, "suppress-sound", g_variant_new_boolean (TRUE));
  if (what->image != NULL)
    notify_notification_set_image_from_pixbuf (handle, what->image);
  notify_notification_set_timeout (
      handle, what->stays || what->percent >= 0 ? NOTIFY_EXPIRES_NEVER : NOTIFY_EXPIRES_DEFAULT);
}

gboolean
ph_notifier_bubble_show (PhNotifierBubble *bubble, const PhNotifierTraits *traits)
{
  const char *summary = bubble->what->summary;
  g_autofree char *body
      = ph_notification_build_body (bubble->what, traits->buttons, traits->markup);
  g_autofree char *icon = ph_icons_dup_application ();
  g_autoptr (GError) error = NULL;

  if (bubble->handle == NULL)
    {
      bubble->handle = notify_notification_new (summary, body, icon);
      g_signal_connect (bubble->handle, "closed", G_CALLBACK (on_closed), bubble);
    }
  else
    notify_notification_update (bubble->handle, summary, body, icon);
  add_hints (bubble, traits);
  notify_notification_clear_actions (bubble->handle);
  if (traits->buttons)
    add_buttons (bubble, traits);
  if (notify_notification_show (bubble->handle, &error))
    return TRUE;
  g_info ("notification: %s", error->message);
  ph_notifier_bubble_forget (bubble);
  return FALSE;
}

void
ph_notifier_bubble_close (PhNotifierBubble *bubble)
{
  if (bubble->handle == NULL)
    return;
  g_signal_handlers_disconnect_by_func (bubble->handle, on_closed, bubble);
  notify_notification_close (bubble->handle, NULL);
  g_clear_object (&bubble->handle);
}
