/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-notification.h"

static void
button_free (PhNotificationButton *button)
{
  g_free (button->label);
  g_free (button->action);
  g_clear_pointer (&button->target, g_variant_unref);
  g_free (button);
}

PhNotification *
ph_notification_new (const char *category, const char *summary, const char *body)
{
  PhNotification *notification = g_atomic_rc_box_new0 (PhNotification);

  notification->category = category;
  notification->summary = g_strdup (summary);
  notification->body = g_strdup (body);
  notification->buttons = g_ptr_array_new_with_free_func ((GDestroyNotify) button_free);
  notification->percent = -1;
  notification->default_button = -1;
  return notification;
}

static void
notification_clear (PhNotification *notification)
{
  g_free (notification->summary);
  g_free (notification->body);
  g_free (notification->url);
  g_ptr_array_unref (notification->buttons);
  g_clear_object (&notification->image);
}

PhNotification *
ph_notification_ref (PhNotification *notification)
{
  return g_atomic_rc_box_acquire (notification);
}

void
ph_notification_unref (PhNotification *notification)
{
  g_atomic_rc_box_release_full (notification, (GDestroyNotify) notification_clear);
}

void
ph_notification_add_button (PhNotification *notification, const char *label, const char *action,
                            GVariant *target)
{
  PhNotificationButton *button = g_new0 (PhNotificationButton, 1);

  button->label = g_strdup (label);
  button->action = g_strdup (action);
  if (target != NULL)
    button->target = g_variant_ref_sink (target);
  g_ptr_array_add (notification->buttons, button);
}

void
ph_notification_add_line (PhNotification *notification, const char *line)
{
  g_autofree char *before = g_steal_pointer (&notification->body);

  if (line == NULL)
    notification->body = g_steal_pointer (&before);
  else if (before == NULL)
    notification->body = g_strdup (line);
  else
    notification->body = g_strconcat (before, "\n", line, NULL);
}

char *
ph_notification_build_body (const PhNotification *notification, gboolean has_buttons,
                            gboolean markup)
{
  g_autoptr (GString) text = g_string_new (notification->body);
  g_autofree char *valid = NULL;

  if (!has_buttons && notification->url != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", notification->url);
  valid = g_utf8_make_valid (text->str, (gssize) text->len);
  return markup ? g_markup_escape_text (valid, -1) : g_steal_pointer (&valid);
}
