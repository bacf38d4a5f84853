/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

typedef struct
{
  const char *what;
  gint64 id;
  PhHistoryRow *row;
  GPtrArray *candidates;
} Search;

static gboolean
search (PhDatabase *database, gpointer data, GError **error)
{
  Search *work = data;
  GError *local_error = NULL;

  if (work->id == 0)
    {
      work->candidates = ph_history_find_by_url (database, work->what, error);
      return work->candidates != NULL;
    }
  work->row = ph_history_get (database, work->id, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

/* What follows the path (a style of image processing, or what a presigned link is signed with)
 * doesn't tell objects apart. */
static gboolean
is_same_place (const char *own, const char *url)
{
  gsize length = strcspn (own, "?#");

  return strncmp (own, url, length) == 0 && strcspn (url, "?#") == length;
}

/* Does @url lead to the row's object by any profile's settings of today? */
static gboolean
has_url (PhPlaces *places, const PhHistoryRow *row, const char *url)
{
  const PhPlace *place = ph_places_get (places, row, NULL);
  g_autofree char *public_url = NULL;
  g_autofree char *own_url = NULL;

  if (place->target == NULL)
    return FALSE;
  public_url = ph_target_build_public_url (place->target, row->key);
  own_url = ph_target_build_own_url (place->target, row->key);
  return is_same_place (public_url, url) || is_same_place (own_url, url);
}

/* *row: (nullable): the row that has @what as its id or URL */
static gboolean
find_exactly (PhDatabase *database, PhPlaces *places, const char *what, PhHistoryRow **row,
              GError **error)
{
  Search work = { .what = what };
  guint64 id = 0;

  *row = NULL;
  if (g_ascii_string_to_unsigned (what, 10, 1, G_MAXINT64, &id, NULL))
    work.id = (gint64) id;
  if (!ph_database_run (database, search, &work, error))
    return FALSE;
  for (guint i = 0; work.candidates != NULL && i < work.candidates->len && work.row == NULL; i++)
    if (has_url (places, work.candidates->pdata[i], what))
      work.row = g_ptr_array_steal_index (work.candidates, i);
  g_clear_pointer (&work.candidates, g_ptr_array_unref);
  *row = work.row;
  return TRUE;
}

/* A URL within a link of any format, "image::https://…[alt]" for one. */
static const char *
find_url (const char *part)
{
  const char *scheme = strstr (part, "://");

  while (scheme != NULL && scheme > part && g_ascii_isalpha (scheme[-1]))
    scheme--;
  return scheme != NULL ? scheme : part;
}

/* The picture that @link shows, as it stands in a list or a text: *row is NULL where that isn't one
 * picture. */
static gboolean
find_in_link (PhDatabase *database, PhPlaces *places, const char *link, PhHistoryRow **row,
              GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (link, " \t\r\n\"'<>()[]{}|\\`", -1);
  g_autoptr (PhHistoryRow) first = NULL;

  for (char **part = parts; *part != NULL; part++)
    {
      g_autoptr (PhHistoryRow) found = NULL;

      if (strchr (*part, '/') == NULL)
        continue;
      if (!find_exactly (database, places, find_url (*part), &found, error))
        return FALSE;
      if (first != NULL && found != NULL && found->id != first->id)
        return TRUE;
      if (found != NULL && first == NULL)
        first = g_steal_pointer (&found);
    }
  *row = g_steal_pointer (&first);
  return TRUE;
}

PhHistoryRow *
ph_cli_row_find (PhCliSession *session, const char *what, GError **error)
{
  PhDatabase *database = ph_cli_session_get_database (session, error);
  PhPlaces *places = database != NULL ? ph_cli_session_get_places (session, error) : NULL;
  PhHistoryRow *row = NULL;

  if (places == NULL || !find_exactly (database, places, what, &row, error)
      || (row == NULL && !find_in_link (database, places, what, &row, error)))
    return NULL;
  if (row == NULL)
    ph_error_set (error, PH_ERROR_INPUT, _ ("“pichoist list” shows what is there"),
                  _ ("the history has no such picture"));
  return row;
}

PhDestination *
ph_cli_row_get_destination (PhCliSession *session, const PhHistoryRow *row, GError **error)
{
  PhPlaces *places = ph_cli_session_get_places (session, error);
  PhUploader *uploader = places != NULL ? ph_cli_session_get_uploader (session, error) : NULL;
  const PhPlace *place = uploader != NULL ? ph_places_get (places, row, NULL) : NULL;

  if (place == NULL)
    return NULL;
  if (place->profile != NULL)
    return ph_uploader_get_destination (uploader, place->profile, error);
  g_propagate_error (error, g_error_copy (place->error));
  return NULL;
}
