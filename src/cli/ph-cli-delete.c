/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-cli-ask.h"
#include "ph-cli-await.h"
#include "ph-cli-row.h"
#include "ph-removal.h"

typedef struct
{
  gboolean yes, object, row;
} Options;

/* A picture that was named. */
typedef struct
{
  const char *what;  /* as it was named */
  PhHistoryRow *row; /* NULL once it is being removed */
  PhRemovalScope scope;
  PhRemovalResult forecast;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_pointer (&picture->row, ph_history_row_free);
  g_free (picture);
}

/* --- what will be and what was done --- */

static void
say_what_stays (const char *what, const char *key, PhRemovalScope scope,
                const PhRemovalResult *removal)
{
  if (removal->deleted_object && removal->others > 0)
    ph_cli_report (_ ("%s: the object is gone; %u other entries of the history named it too"), what,
                   removal->others);
  else if (removal->deleted_object)
    ph_cli_report (_ ("%s: deleted; caches may keep it for a while"), what);
  else if (scope == PH_REMOVAL_ROW)
    ph_cli_report (_ ("%s: taken out of the history; the object %s stays in the bucket"), what,
                   key);
  else if (removal->others > 0)
    ph_cli_report (_ ("%s: taken out of the history only: other entries name the same object, and "
                      "the last of them takes it along"),
                   what);
  else
    ph_cli_report (_ ("%s: taken out of the history only: the object %s was there before this "
                      "upload and stays in the bucket"),
                   what, key);
}

static const char *
get_forecast (const Picture *picture)
{
  if (picture->forecast.deleted_object)
    return _ ("the object and its entry");
  if (picture->scope == PH_REMOVAL_ROW)
    return _ ("the entry only; the object stays, and nothing here will name it any more");
  if (picture->forecast.others > 0)
    return _ ("the entry; the object goes with the last entry that names it");
  return _ ("the entry only: the object was there before and stays, and nothing here will name it "
            "any more (--object deletes it as well)");
}

/* One line for each, so that a wrong number is seen before it is too late. */
static void
list_pictures (PhCliSession *session, GPtrArray *pictures)
{
  PhPlaces *places = ph_cli_session_get_places (session, NULL);

  for (guint i = 0; places != NULL && i < pictures->len; i++)
    {
      const Picture *picture = pictures->pdata[i];
      const PhHistoryRow *row = picture->row;
      const PhPlace *place = ph_places_get (places, row, NULL);
      g_autofree char *url
          = place->target != NULL ? ph_target_build_public_url (place->target, row->key) : NULL;

      ph_cli_report ("%" G_GINT64_FORMAT " “%s” (%s) %s: %s", row->id, row->name,
                     place->profile != NULL ? place->profile : row->profile,
                     url != NULL ? url : row->key, get_forecast (picture));
    }
}

/* --- finding --- */

static gboolean
foresee (PhDatabase *database, gpointer data, GError **error)
{
  Picture *picture = data;

  return ph_removal_foresee (database, picture->row, picture->scope, &picture->forecast, error);
}

static PhRemovalScope
get_scope (const Options *options)
{
  if (options->object)
    return PH_REMOVAL_OBJECT;
  return options->row ? PH_REMOVAL_ROW : PH_REMOVAL_SAFE;
}

/* (transfer full) (nullable) */
static Picture *
find_picture (PhCliSession *session, const char *what, const Options *options, GError **error)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->what = what;
  picture->scope = get_scope (options);
  picture->row = ph_cli_row_find (session, what, error);
  if (picture->row != NULL
      && ph_database_run (ph_cli_session_get_database (session, NULL), foresee, picture, error))
    return picture;
  picture_free (picture);
  return NULL;
}

/* --- removing --- */

static gboolean
remove_picture (PhCliSession *session, Picture *picture, GError **error)
{
  g_auto (PhCliAwait) await = PH_CLI_AWAIT_INIT;
  PhUploader *uploader = ph_cli_session_get_uploader (session, error);
  g_autofree char *key = g_strdup (picture->row->key);
  PhRemovalResult removal;

  if (uploader == NULL)
    return FALSE;
  ph_removal_run_async (uploader, g_steal_pointer (&picture->row), picture->scope,
                        ph_cli_await_callback, &await);
  if (!ph_removal_run_finish (uploader, ph_cli_await (&await), &removal, error))
    return FALSE;
  say_what_stays (picture->what, key, picture->scope, &removal);
  return TRUE;
}

static int
ask (PhCliSession *session, GPtrArray *pictures)
{
  g_autofree char *question
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %d picture? [y/N] ",
                                      "Delete %d pictures? [y/N] ", (gulong) pictures->len),
                         (int) pictures->len);

  if (isatty (STDIN_FILENO))
    list_pictures (session, pictures);
  return ph_cli_ask (question, _ ("deleting needs a yes: run it in a terminal, or add --yes"));
}

/* By its number and its link, say. */
static gboolean
is_named_already (GPtrArray *pictures, const PhHistoryRow *row)
{
  for (guint i = 0; i < pictures->len; i++)
    if (((const Picture *) pictures->pdata[i])->row->id == row->id)
      return TRUE;
  return FALSE;
}

static int
run (PhCliSession *session, char **names, const Options *options)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (picture_free);
  int status = PH_EXIT_OK, answer;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GError) error = NULL;
      Picture *picture = find_picture (session, *name, options, &error);

      if (picture == NULL)
        {
          ph_cli_report_error (*name, error);
          status = PH_EXIT_FAILED;
        }
      else if (is_named_already (pictures, picture->row))
        picture_free (picture);
      else
        g_ptr_array_add (pictures, picture);
    }
  answer = options->yes || pictures->len == 0 ? PH_EXIT_OK : ask (session, pictures);
  if (answer != PH_EXIT_OK)
    return answer;
  for (guint i = 0; i < pictures->len; i++)
    {
      g_autoptr (GError) error = NULL;
      Picture *picture = pictures->pdata[i];

      if (remove_picture (session, picture, &error))
        continue;
      ph_cli_report_error (picture->what, error);
      status = PH_EXIT_FAILED;
    }
  return status;
}

int
ph_cli_delete (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &options.yes, N_ ("Don't ask"), NULL },
    { "object", 0, 0, G_OPTION_ARG_NONE, &options.object,
      N_ ("Delete the object even if this upload did not make it"), NULL },
    { "row", 0, 0, G_OPTION_ARG_NONE, &options.row,
      N_ ("Take it out of the history only; the object stays"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, _ ("ID|URL…"),
                     _ ("Deletes pictures from the bucket and the history."), &status))
    return status;
  if (argc < 2 || (options.object && options.row))
    {
      ph_cli_report (argc < 2
                         ? _ ("name what to delete, by number or link: “pichoist list” shows both")
                         : _ ("--object and --row exclude each other"));
      return PH_EXIT_USAGE;
    }
  return run (session, argv + 1, &options);
}
