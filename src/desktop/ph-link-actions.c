/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-link-actions.h"

#include "ph-history.h"
#include "ph-picture-link.h"
#include "ph-place.h"

#define PARTS "ph-link-parts"

typedef struct
{
  PhEngine *engine;
  PhConfig *config;
  PhDesk *desk;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_object (&parts->engine);
  g_clear_object (&parts->config);
  g_clear_object (&parts->desk);
}

static void
parts_unref (Parts *parts)
{
  g_rc_box_release_full (parts, (GDestroyNotify) parts_clear);
}

typedef struct
{
  Parts *parts;
  gint64 id;
  char *format; /* (nullable): NULL: open it */
  PhHistoryRow *row;
} Request;

static void
request_free (Request *request)
{
  parts_unref (request->parts);
  g_free (request->format);
  g_clear_pointer (&request->row, ph_history_row_free);
  g_free (request);
}

static gboolean
look_up (PhDatabase *database, gpointer data, GError **error)
{
  Request *request = data;
  g_autoptr (GError) local_error = NULL;

  g_clear_pointer (&request->row, ph_history_row_free);
  request->row = ph_history_get (database, request->id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_warning ("%s", error->message);
}

static void
copy (const Request *request, const char *profile, const char *url)
{
  g_autoptr (PhLinkFormat) format = NULL;
  g_autoptr (PhLinkFormat) html_format = ph_link_format_new ("html", NULL);
  g_autofree char *html = ph_picture_link_of_row (html_format, request->row, url);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (*request->format != '\0')
    format = ph_link_format_new (request->format, &error);
  else
    format = ph_picture_link_new_format (request->parts->config, profile, &error);
  if (format == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  text = ph_picture_link_of_row (format, request->row, url);
  ph_desk_copy (request->parts->desk, text, html);
}

static void
use_link (const Request *request, const PhPlace *place)
{
  g_autofree char *url = NULL;

  if (place->target == NULL)
    {
      g_warning ("%s", place->error->message);
      return;
    }
  /* A picture of a private bucket has no link that lasts. */
  if (place->target->is_private)
    return;
  url = ph_target_build_public_url (place->target, request->row->key);
  if (request->format == NULL)
    g_app_info_launch_default_for_uri_async (url, NULL, NULL, on_opened, NULL);
  else
    copy (request, place->profile, url);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  PhPlaces *places;

  if (!ph_engine_query_finish (PH_ENGINE (source), result, &error))
    {
      g_warning ("%s", error->message);
      return;
    }
  if (request->row == NULL)
    return;
  places = ph_places_new (request->parts->config);
  use_link (request, ph_places_get (places, request->row, NULL));
  ph_places_free (places);
}

/* @format: (nullable) (transfer full) */
static void
start (GSimpleAction *action, gint64 id, char *format)
{
  Request *request = g_new0 (Request, 1);

  request->parts = g_rc_box_acquire (g_object_get_data (G_OBJECT (action), PARTS));
  request->id = id;
  request->format = format;
  ph_engine_query_async (request->parts->engine, look_up, request, (GDestroyNotify) request_free,
                         on_looked_up, NULL);
}

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  char *format;
  gint64 id;

  g_variant_get (parameter, "(xs)", &id, &format);
  start (action, id, format);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  start (action, g_variant_get_int64 (parameter), NULL);
}

void
ph_link_actions_add (GActionMap *map, PhEngine *engine, PhConfig *config, PhDesk *desk)
{
  static const GActionEntry entries[] = {
    { "copy-link", on_copy, "(xs)", NULL, NULL, { 0 } },
    { "open-link", on_open, "x", NULL, NULL, { 0 } },
  };
  Parts *parts = g_rc_box_new0 (Parts);

  parts->engine = g_object_ref (engine);
  parts->config = g_object_ref (config);
  parts->desk = g_object_ref (desk);
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_object_set_data_full (G_OBJECT (g_action_map_lookup_action (map, entries[i].name)), PARTS,
                            g_rc_box_acquire (parts), (GDestroyNotify) parts_unref);
  parts_unref (parts);
}
