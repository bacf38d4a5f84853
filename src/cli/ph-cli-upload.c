/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-cli-ask.h"
#include "ph-cli-desktop.h"
#include "ph-cli-duration.h"
#include "ph-cli-send.h"
#include "ph-data-uri.h"
#include "ph-error.h"
#include "ph-fetch.h"
#include "ph-folder-walk.h"
#include "ph-input.h"
#include "ph-spool.h"

#define DEFAULT_TIMEOUT 120

/* Of a data: address so many characters are shown. */
#define DATA_HEAD_MAX 60

typedef struct
{
  char *profile, *format, *name, *expires;
  gboolean clipboard, copy, json, queue, no_reuse, any, recursive;
  int timeout;
  guint expires_seconds;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->profile);
  g_free (options->format);
  g_free (options->name);
  g_free (options->expires);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (int *argc, char ***argv, Options *options, int *status)
{
  /* FILENAME and not STRING: the locale's character set is not to touch them. */
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &options->profile, N_ ("Where to upload to"),
      N_ ("PROFILE") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options->format,
      N_ ("markdown, html, url, bbcode, rst, asciidoc, org, or a template such as {url}"),
      N_ ("FORMAT") },
    { "clipboard", 'c', 0, G_OPTION_ARG_NONE, &options->clipboard,
      N_ ("Upload the picture on the clipboard"), NULL },
    { "copy", 0, 0, G_OPTION_ARG_NONE, &options->copy, N_ ("Put the links on the clipboard too"),
      NULL },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_ ("File name for key and link, of a single input"), N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print a JSON object for each input"),
      NULL },
    { "queue", 0, 0, G_OPTION_ARG_NONE, &options->queue,
      N_ ("Only accept the pictures and print the links that they will have"), NULL },
    { "expires", 0, 0, G_OPTION_ARG_FILENAME, &options->expires,
      N_ ("Print presigned links that work for so long (7d at most)"), N_ ("TIME") },
    { "no-reuse", 0, 0, G_OPTION_ARG_NONE, &options->no_reuse,
      N_ ("Send the picture even if it was uploaded before"), NULL },
    { "any", 0, 0, G_OPTION_ARG_NONE, &options->any, N_ ("Take files that are not pictures"),
      NULL },
    { "recursive", 'r', 0, G_OPTION_ARG_NONE, &options->recursive,
      N_ ("Upload the pictures in folders"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options->timeout,
      N_ ("Give up after so long without any progress (default 120)"), N_ ("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };

  return ph_cli_parse (argc, argv, entries, _ ("FILE|URL|-…"),
                       _ ("Uploads pictures and prints their links, one line for each input."),
                       status);
}

static gboolean
check (Options *options, int n_inputs, GError **error)
{
  if (n_inputs == 0 && !options->clipboard)
    ph_error_set (error, PH_ERROR_USAGE, _ ("name a file, a URL, or - for standard input"),
                  _ ("there is nothing to upload"));
  else if (options->name != NULL && n_inputs + options->clipboard != 1)
    ph_error_set (error, PH_ERROR_USAGE, _ ("upload the files one by one"),
                  _ ("--name goes with a single input"));
  else if (options->name != NULL
           && (*options->name == '\0' || !g_utf8_validate (options->name, -1, NULL)))
    ph_error_set (error, PH_ERROR_USAGE, _ ("give the name in UTF-8"),
                  _ ("--name is empty or not valid UTF-8"));
  else if (options->timeout <= 0)
    ph_error_set (error, PH_ERROR_USAGE, _ ("give whole seconds, 1 or more"),
                  _ ("--timeout is too short"));
  else if (options->expires == NULL
           || ph_cli_duration_parse (options->expires, &options->expires_seconds, error))
    return TRUE;
  return FALSE;
}

static void
prepare (PhJob *job, const Options *options)
{
  if (options->any)
    job->flags |= PH_JOB_ANY_TYPE;
  if (options->no_reuse || options->name != NULL || options->expires != NULL)
    job->flags |= PH_JOB_NO_REUSE;
  if (options->queue)
    job->flags |= PH_JOB_BACKGROUND | PH_JOB_KEY_FIXED;
  job->expires = options->expires_seconds;
}

static void
add_job (PhCliSend *send, PhJob *job, const Options *options, guint *passed_over)
{
  prepare (job, options);
  ph_cli_send_add (send, job, passed_over);
  ph_job_unref (job);
}

/* One that -r goes through. */
typedef struct
{
  char *path;
  guint n_hidden;
  guint n_inputs; /* that gave a job or a failure */
  guint n_passed_over;
} Folder;

static void
folder_free (Folder *folder)
{
  g_free (folder->path);
  g_free (folder);
}

static void
add_found (PhCliSend *send, PhFound *found, Folder *folder, const char *profile,
           const Options *options)
{
  if (found->left_out != NULL)
    {
      ph_cli_report (_ ("%s: left out: %s"), found->path, found->left_out);
      return;
    }
  folder->n_inputs++;
  if (found->error != NULL)
    ph_cli_send_add_failure (send, found->path, g_steal_pointer (&found->error));
  else
    add_job (send, ph_input_new_job (found->path, profile, NULL, NULL), options,
             &folder->n_passed_over);
}

static Folder *
add_folder (PhCliSend *send, const char *input, const char *profile, const Options *options)
{
  g_autoptr (PhFolderWalk) walk = ph_folder_walk_new (input);
  Folder *folder = g_new0 (Folder, 1);

  folder->path = g_strdup (input);
  folder->n_hidden = walk->n_hidden;
  for (guint i = 0; i < walk->found->len; i++)
    add_found (send, walk->found->pdata[i], folder, profile, options);
  return folder;
}

/* What of it didn't go up, so that nobody takes it for saved. */
static void
sum_up_folder (const Folder *folder)
{
  if (folder->n_inputs == folder->n_passed_over)
    ph_cli_report (_ ("%s: there is no picture in this folder"), folder->path);
  if (folder->n_passed_over > 0)
    ph_cli_report (g_dngettext (GETTEXT_PACKAGE, "%s: %u file that is no picture was passed over",
                                "%s: %u files that are no pictures were passed over",
                                folder->n_passed_over),
                   folder->path, folder->n_passed_over);
  if (folder->n_hidden > 0)
    ph_cli_report (g_dngettext (GETTEXT_PACKAGE, "%s: %u hidden file or folder was left out",
                                "%s: %u hidden files or folders were left out", folder->n_hidden),
                   folder->path, folder->n_hidden);
}

static void
add_stdin (PhCliSend *send, const char *data_dir, const char *profile, const Options *options)
{
  GError *error = NULL;
  char *spool;

  ph_cli_ask_announce_stdin (
      _ ("a picture is read from standard input (“-”), which is this terminal: "
         "Ctrl-D ends it, Ctrl-C stops"));
  spool = ph_spool_copy_stream (data_dir, STDIN_FILENO, PH_FETCH_MAX, NULL, &error);
  if (spool == NULL)
    ph_cli_send_add_failure (send, "-", error);
  else
    add_job (send, ph_input_new_spooled_job ("-", spool, profile, options->name), options, NULL);
}

/* "data:image/png;base64,…": what it holds is not repeated. */
static void
add_data (PhCliSend *send, const char *uri, const char *data_dir, const char *profile,
          const Options *options)
{
  g_autofree char *head = g_strndup (uri, MIN (strcspn (uri, ","), DATA_HEAD_MAX));
  g_autofree char *input = g_strconcat (head, ",…", NULL);
  g_autoptr (GBytes) bytes = ph_data_uri_decode (uri);
  GError *error = NULL;
  char *spool = NULL;

  if (bytes == NULL)
    ph_error_set (&error, PH_ERROR_INPUT,
                  _ ("copy it again, or save the picture and name the file"),
                  _ ("this data: address is not whole"));
  else
    spool = ph_spool_write (data_dir, bytes, &error);
  if (spool == NULL)
    ph_cli_send_add_failure (send, input, error);
  else
    add_job (send, ph_input_new_spooled_job (input, spool, profile, options->name), options, NULL);
}

static void
add_input (PhCliSend *send, const char *input, const char *data_dir, const char *profile,
           const Options *options, GPtrArray *folders)
{
  GError *error = NULL;
  PhJob *job;

  if (g_str_equal (input, "-"))
    {
      add_stdin (send, data_dir, profile, options);
      return;
    }
  if (ph_data_uri_is (input) && !g_file_test (input, G_FILE_TEST_EXISTS))
    {
      add_data (send, input, data_dir, profile, options);
      return;
    }
  if (options->recursive && g_file_test (input, G_FILE_TEST_IS_DIR))
    {
      g_ptr_array_add (folders, add_folder (send, input, profile, options));
      return;
    }
  job = ph_input_new_job (input, profile, options->name, &error);
  if (job == NULL)
    ph_cli_send_add_failure (send, input, error);
  else
    add_job (send, job, options, NULL);
}

/* Whether links will be printed as wanted is to be known before anything is sent. */
static gboolean
check_format (PhCliSession *session, const Options *options, const char *profile, GError **error)
{
  g_autoptr (PhLinkFormat) format = NULL;

  if (options->format != NULL)
    return TRUE; /* by now it is read */
  format = ph_cli_session_new_format (session, profile, error);
  return format != NULL;
}

/* NULL where nothing can be sent at all. */
static PhDestination *
open_destination (PhCliSession *session, const Options *options, GError **error)
{
  PhUploader *uploader = ph_cli_session_get_uploader (session, error);
  PhDestination *destination
      = uploader != NULL ? ph_uploader_get_destination (uploader, options->profile, error) : NULL;

  if (destination == NULL || !check_format (session, options, destination->target->profile, error))
    return NULL;
  if (options->expires == NULL || destination->target->folder == NULL)
    return destination;
  ph_error_set (error, PH_ERROR_USAGE, NULL,
                _ ("--expires needs a bucket; profile “%s” is a folder"),
                destination->target->profile);
  return NULL;
}

/* The clipboard is the last input; it may hold several files.  Returns the exit status. */
static int
add_clipboard (PhCliSend *send, const Options *options)
{
  const PhCliDesktopUpload upload = {
    .profile = options->profile,
    .name = options->name,
    .any = options->any,
    .no_reuse = options->no_reuse || options->name != NULL || options->expires != NULL,
    .expires = options->expires_seconds,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outcomes = ph_cli_desktop_upload_clipboard (&upload, &error);

  if (outcomes == NULL)
    return ph_cli_fail (NULL, error);
  while (outcomes->len > 0)
    ph_cli_send_add_outcome (send, g_ptr_array_steal_index (outcomes, 0));
  return PH_EXIT_OK;
}

/* The inputs are up and their links are printed: what goes wrong here isn't a failure of theirs. */
static void
copy_links (PhCliSend *send)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *html = NULL;

  ph_cli_send_build_copy (send, &text, &html);
  if (*text != '\0' && !ph_cli_desktop_copy (text, html, &error))
    ph_cli_report_error (_ ("the links were not copied"), error);
}

/* --copy, or the person's setting. */
static gboolean
wants_copy (PhCliSession *session, const Options *options)
{
  PhConfig *config = ph_cli_session_get_config (session, NULL);
  gboolean wanted = FALSE;

  if (config != NULL)
    g_object_get (config, "copy-link", &wanted, NULL);
  return options->copy || wanted;
}

static void
sum_up_folders (const GPtrArray *folders)
{
  for (guint i = 0; i < folders->len; i++)
    sum_up_folder (folders->pdata[i]);
}

static int
upload (PhCliSession *session, int argc, char **argv, const Options *options)
{
  const PhCliSendOptions send_options = {
    .mode = options->queue ? PH_UPLOAD_ENQUEUE : PH_UPLOAD_NEW,
    .format = options->format,
    .json = options->json,
    .timeout = (guint) options->timeout,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCliSend) send = ph_cli_send_new (session, &send_options, &error);
  PhDestination *destination;
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func ((GDestroyNotify) folder_free);
  int clipboard_status, status;

  if (send == NULL)
    return ph_cli_fail (NULL, error);
  destination = argc > 1 ? open_destination (session, options, &error) : NULL;
  if (error != NULL)
    return ph_cli_send_refuse (send, argv + 1, (guint) argc - 1, error);
  for (int i = 1; i < argc; i++)
    add_input (send, argv[i], ph_database_get_dir (ph_cli_session_get_database (session, NULL)),
               destination->target->profile, options, folders);
  clipboard_status = options->clipboard ? add_clipboard (send, options) : PH_EXIT_OK;
  status = ph_cli_send_run (send);
  if (wants_copy (session, options))
    copy_links (send);
  if (status != PH_EXIT_INTERRUPTED)
    sum_up_folders (folders);
  return status != PH_EXIT_OK ? status : clipboard_status;
}

int
ph_cli_upload (int argc, char **argv)
{
  g_auto (Options) options = { .timeout = DEFAULT_TIMEOUT };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (GError) error = NULL;
  int status;

  if (!parse (&argc, &argv, &options, &status))
    return status;
  if (!check (&options, argc - 1, &error))
    return ph_cli_fail (NULL, error);
  return upload (session, argc, argv, &options);
}
