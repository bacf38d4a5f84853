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

/* Does @url lead to the row's object by any profile's settings of today? */
static gboolean
has_url (PhPlaces *places, const PhHistoryRow *row, const char *url)
{
  const PhPlace *place = ph_places_get (places, row, NULL);
  g_autofree char *own
      = place->target != NULL ? ph_target_build_public_url (place->target, row->key) : NULL;
  gsize length = own != NULL ? strcspn (own, "?#") : 0;

  /* What follows the path (a style of image processing, say) doesn't tell objects apart. */
  return own != NULL && strncmp (own, url, length) == 0 && strcspn (url, "?#") == length;
}

PhHistoryRow *
ph_cli_row_find (PhCliSession *session, const char *what, GError **error)
{
  PhDatabase *database = ph_cli_session_get_database (session, error);
  PhPlaces *places = database != NULL ? ph_cli_session_get_places (session, error) : NULL;
  Search work = { .what = what };
  guint64 id = 0;

  if (places == NULL)
    return NULL;
  if (g_ascii_string_to_unsigned (what, 10, 1, G_MAXINT64, &id, NULL))
    work.id = (gint64) id;
  if (!ph_database_run (database, search, &work, error))
    return NULL;
  for (guint i = 0; work.candidates != NULL && i < work.candidates->len && work.row == NULL; i++)
    if (has_url (places, work.candidates->pdata[i], what))
      work.row = g_ptr_array_steal_index (work.candidates, i);
  g_clear_pointer (&work.candidates, g_ptr_array_unref);
  if (work.row == NULL)
    ph_error_set (error, PH_ERROR_INPUT, _ ("“pichoist list” shows what is there"),
                  _ ("the history has no such picture"));
  return work.row;
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
