/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-destination-action.h"

typedef struct
{
  PhConfig *config;
  PhConfigWatch *watch;
  PhDesk *desk;
  guint n_saving;
} Parts;

static void
parts_free (Parts *parts)
{
  g_object_unref (parts->config);
  g_object_unref (parts->watch);
  g_object_unref (parts->desk);
  g_free (parts);
}

/* The next picture goes there, though writing it down takes a moment. */
static void
set_destination (GSimpleAction *action, const char *name)
{
  const Parts *parts = g_object_get_data (G_OBJECT (action), "parts");

  ph_desk_set_destination (parts->desk, name);
  g_simple_action_set_state (action, g_variant_new_string (name != NULL ? name : ""));
}

/* Not what is about to be replaced: the first of two choices may be written down after the second
 * has been made. */
static void
show (PhConfig *config, GSimpleAction *action)
{
  const Parts *parts = g_object_get_data (G_OBJECT (action), "parts");

  if (parts->n_saving == 0)
    set_destination (action, ph_config_get_default_name (config));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GSimpleAction) action = user_data;
  Parts *parts = g_object_get_data (G_OBJECT (action), "parts");

  /* Where it failed the old one is still the default; the log says why. */
  ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, NULL);
  parts->n_saving--;
  show (parts->config, action);
}

static void
on_change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  Parts *parts = g_object_get_data (G_OBJECT (action), "parts");
  const char *name = g_variant_get_string (state, NULL);

  if (ph_config_peek_profile (parts->config, name, NULL) == NULL)
    return;
  set_destination (action, name);
  parts->n_saving++;
  ph_config_watch_set_async (parts->watch, "default-profile", name, on_saved,
                             g_object_ref (action));
}

void
ph_destination_action_add (GActionMap *map, PhConfig *config, PhConfigWatch *watch, PhDesk *desk)
{
  g_autoptr (GSimpleAction) action
      = g_simple_action_new_stateful ("destination", NULL, g_variant_new_string (""));
  Parts *parts = g_new0 (Parts, 1);

  parts->config = g_object_ref (config);
  parts->watch = g_object_ref (watch);
  parts->desk = g_object_ref (desk);
  g_object_set_data_full (G_OBJECT (action), "parts", parts, (GDestroyNotify) parts_free);
  g_signal_connect (action, "change-state", G_CALLBACK (on_change_state), NULL);
  g_signal_connect_object (config, "changed", G_CALLBACK (show), action, 0);
  show (config, action);
  g_action_map_add_action (map, G_ACTION (action));
}
