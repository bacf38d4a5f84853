/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-application-private.h"
#include "ph-destination-action.h"
#include "ph-link-actions.h"

/* What a person can do, whatever they do it with. */

static void
on_pause (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  ph_activity_set_paused (PH_APPLICATION (user_data)->activity, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
on_retry (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_engine_retry (PH_APPLICATION (user_data)->engine, g_variant_get_int64 (parameter));
}

/* 0: all, also those that are no jobs yet */
static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PhApplication *application = user_data;
  gint64 id = g_variant_get_int64 (parameter);

  if (id == 0)
    ph_desk_cancel (application->desk, 0);
  ph_engine_cancel (application->engine, id);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ph_application_leave (user_data);
}

void
ph_application_add_actions (PhApplication *application)
{
  static const GActionEntry actions[] = {
    { "pause", NULL, NULL, "false", on_pause, { 0 } },
    { "retry", on_retry, "x", NULL, NULL, { 0 } },
    { "cancel", on_cancel, "x", NULL, NULL, { 0 } },
    { "quit", on_quit, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  ph_link_actions_add (G_ACTION_MAP (application), application->engine, application->config,
                       application->desk);
  ph_destination_action_add (G_ACTION_MAP (application), application->config,
                             application->config_watch, application->desk);
}
