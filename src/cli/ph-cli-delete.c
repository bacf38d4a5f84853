/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>

#include "ph-cli-ask.h"
#include "ph-cli-await.h"
#include "ph-cli-row.h"
#include "ph-removal.h"

typedef struct
{
  gboolean yes, object, row;
} Options;

static void
say_what_stays (const char *what, const Options *options, const PhRemovalResult *removal)
{
  if (removal->deleted_object && removal->others > 0)
    ph_cli_report (_ ("%s: the object is gone; %u other entries of the history named it too"), what,
                   removal->others);
  else if (removal->deleted_object)
    ph_cli_report (_ ("%s: deleted; caches may keep it for a while"), what);
  else if (options->row)
    ph_cli_report (_ ("%s: taken out of the history; the object stays in the bucket"), what);
  else if (removal->others > 0)
    ph_cli_report (_ ("%s: taken out of the history only: other entries name the same object "
                      "(--object deletes it all the same)"),
                   what);
  else
    ph_cli_report (_ ("%s: taken out of the history only: the object was there before this upload "
                      "(--object deletes it all the same)"),
                   what);
}

static PhRemovalScope
get_scope (const Options *options)
{
  if (options->object)
    return PH_REMOVAL_OBJECT;
  return options->row ? PH_REMOVAL_ROW : PH_REMOVAL_SAFE;
}

static gboolean
delete_one (PhCliSession *session, const char *what, const Options *options, GError **error)
{
  g_auto (PhCliAwait) await = PH_CLI_AWAIT_INIT;
  PhHistoryRow *row = ph_cli_row_find (session, what, error);
  PhUploader *uploader = row != NULL ? ph_cli_session_get_uploader (session, error) : NULL;
  PhRemovalResult removal;

  if (uploader == NULL)
    {
      g_clear_pointer (&row, ph_history_row_free);
      return FALSE;
    }
  ph_removal_run_async (uploader, row, get_scope (options), ph_cli_await_callback, &await);
  if (!ph_removal_run_finish (uploader, ph_cli_await (&await), &removal, error))
    return FALSE;
  say_what_stays (what, options, &removal);
  return TRUE;
}

static int
ask (int n_pictures)
{
  g_autofree char *question
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %d picture? [y/N] ",
                                      "Delete %d pictures? [y/N] ", (gulong) n_pictures),
                         n_pictures);

  return ph_cli_ask (question, _ ("deleting needs a yes: run it in a terminal, or add --yes"));
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
  status = options.yes ? PH_EXIT_OK : ask (argc - 1);
  if (status != PH_EXIT_OK)
    return status;
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!delete_one (session, argv[i], &options, &error))
        {
          ph_cli_report_error (argv[i], error);
          status = PH_EXIT_FAILED;
        }
    }
  return status;
}
