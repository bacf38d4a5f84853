/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>

#include "ph-cli-await.h"
#include "ph-cli-queue-list.h"
#include "ph-cli-send.h"
#include "ph-cli-verb.h"
#include "ph-error.h"
#include "ph-queue.h"
#include "ph-spool.h"
#include "ph-withdrawal.h"

#define DEFAULT_TIMEOUT 120

typedef struct
{
  char *format;
  gboolean json;
  int timeout;
} Options;

/* What the functions on the database's thread work on. */
typedef struct
{
  const char *holder;
  PhQueueFilter filter;
  const gint64 *ids;
  gsize n_ids;
  GPtrArray *jobs;   /* (transfer full) of PhJob */
  gint64 missing;    /* an id that is not in the queue; 0: none */
  GHashTable *spool; /* (nullable) */
} QueueWork;

static void
queue_work_clear (QueueWork *work)
{
  g_clear_pointer (&work->jobs, g_ptr_array_unref);
  g_clear_pointer (&work->spool, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QueueWork, queue_work_clear)

static gboolean
parse_ids (int argc, char **argv, GArray *ids)
{
  for (int i = 0; i < argc; i++)
    {
      guint64 id;
      gint64 signed_id;

      if (!g_ascii_string_to_unsigned (argv[i], 10, 1, G_MAXINT64, &id, NULL))
        {
          ph_cli_report (_ ("“%s” is not a job's number: “pichoist queue” lists them"), argv[i]);
          return FALSE;
        }
      signed_id = (gint64) id;
      g_array_append_val (ids, signed_id);
    }
  return TRUE;
}

static gboolean
take_jobs (PhDatabase *database, gpointer data, GError **error)
{
  QueueWork *work = data;

  work->jobs = ph_queue_take (database, work->holder, work->filter, work->ids, work->n_ids, error);
  if (work->jobs == NULL)
    return FALSE;
  work->spool = ph_queue_list_spool (database, error);
  return work->spool != NULL;
}

static gboolean
was_taken (const QueueWork *work, gint64 id)
{
  for (guint i = 0; i < work->jobs->len; i++)
    if (((PhJob *) work->jobs->pdata[i])->id == id)
      return TRUE;
  return FALSE;
}

static gboolean
report_not_taken (const QueueWork *work)
{
  gboolean all = TRUE;

  for (gsize i = 0; i < work->n_ids; i++)
    if (!was_taken (work, work->ids[i]))
      {
        /* As a string: xgettext doesn't know what G_GINT64_FORMAT stands for. */
        g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, work->ids[i]);

        ph_cli_report (_ ("job %s is not in the queue, or another program is sending it: “pichoist "
                          "queue” lists the jobs"),
                       id);
        all = FALSE;
      }
  return all;
}

static int
send_jobs (PhCliSession *session, const Options *options, const QueueWork *work)
{
  const PhCliSendOptions send_options = {
    .mode = PH_UPLOAD_QUEUED,
    .format = options->format,
    .json = options->json,
    .timeout = (guint) options->timeout,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PhCliSend) send = ph_cli_send_new (session, &send_options, &error);

  if (send == NULL)
    return ph_cli_fail (NULL, error);
  for (guint i = 0; i < work->jobs->len; i++)
    ph_cli_send_add (send, work->jobs->pdata[i], NULL);
  return ph_cli_send_run (send);
}

static int
run (PhCliSession *session, const Options *options, PhQueueFilter filter, const GArray *ids)
{
  g_auto (QueueWork) work = { .filter = filter };
  g_autoptr (GError) error = NULL;
  /* What is wrong with format or settings is told before any job is taken. */
  g_autoptr (PhLinkFormat) format = options->format != NULL
                                        ? ph_link_format_new (options->format, &error)
                                        : ph_cli_session_new_format (session, NULL, &error);
  PhConfig *config = error == NULL ? ph_cli_session_get_config (session, &error) : NULL;
  PhProcessLock *lock = config != NULL ? ph_cli_session_get_lock (session, &error) : NULL;
  PhDatabase *database = lock != NULL ? ph_cli_session_get_database (session, &error) : NULL;
  gboolean all;
  int status;

  if (database == NULL)
    return ph_cli_fail (NULL, error);
  work.holder = ph_process_lock_get_token (lock);
  work.ids = ids->len > 0 ? (const gint64 *) (const void *) ids->data : NULL;
  work.n_ids = ids->len;
  if (!ph_database_run (database, take_jobs, &work, &error))
    return ph_cli_fail (NULL, error);
  ph_spool_sweep (ph_database_get_dir (database), work.spool);
  all = report_not_taken (&work);
  if (work.jobs->len == 0 && ids->len == 0)
    ph_cli_report ("%s", filter & PH_QUEUE_FAILED ? _ ("nothing in the queue can be sent again")
                                                  : _ ("nothing in the queue waits to be sent"));
  status = send_jobs (session, options, &work);
  return status == PH_EXIT_OK && !all ? PH_EXIT_FAILED : status;
}

static gboolean
list_jobs (PhDatabase *database, gpointer data, GError **error)
{
  QueueWork *work = data;

  work->jobs = ph_queue_list (database, error);
  return work->jobs != NULL;
}

/* Nothing to take out is said too: the person may look at the wrong settings. */
static int
say_what_could_be_cancelled (PhDatabase *database)
{
  g_auto (QueueWork) work = { 0 };
  g_autoptr (GError) error = NULL;

  if (!ph_database_run (database, list_jobs, &work, &error))
    return ph_cli_fail (NULL, error);
  if (work.jobs->len == 0)
    {
      ph_cli_report (_ ("the queue is empty"));
      return PH_EXIT_OK;
    }
  ph_cli_report (_ ("name the jobs to cancel: “pichoist queue” lists them"));
  return PH_EXIT_USAGE;
}

static int
cancel (PhCliSession *session, const GArray *ids)
{
  g_auto (QueueWork) work = { 0 };
  g_auto (PhCliAwait) await = PH_CLI_AWAIT_INIT;
  g_autoptr (GError) error = NULL;
  PhDatabase *database = ph_cli_session_get_database (session, &error);
  PhUploader *uploader;

  if (database == NULL)
    return ph_cli_fail (NULL, error);
  if (ids->len == 0)
    return say_what_could_be_cancelled (database);
  work.ids = (const gint64 *) (const void *) ids->data;
  work.n_ids = ids->len;
  uploader = ph_cli_session_get_uploader (session, &error);
  if (uploader == NULL)
    return ph_cli_fail (NULL, error);
  ph_withdrawal_run_async (uploader, work.ids, work.n_ids, ph_cli_await_callback, &await);
  if (!ph_withdrawal_run_finish (uploader, ph_cli_await (&await), &work.jobs, &error))
    return ph_cli_fail (NULL, error);
  return report_not_taken (&work) ? PH_EXIT_OK : PH_EXIT_FAILED;
}

/* --- the command --- */

enum
{
  VERB_LIST,
  VERB_RUN,
  VERB_RETRY,
  VERB_CANCEL,
};

static const PhCliVerb verbs[] = {
  [VERB_LIST]
  = { "list", NULL, N_ ("Shows what waits, is being sent or has failed"), "format json", 0, 0 },
  [VERB_RUN] = { "run", NULL, N_ ("Sends what waits in the queue"), "format json timeout", 0, 0 },
  [VERB_RETRY] = { "retry", N_ ("[ID…]"), N_ ("Sends what waits and what has failed"),
                   "format json timeout", 0, -1 },
  [VERB_CANCEL] = { "cancel", N_ ("ID…"), N_ ("Takes jobs out of the queue"), NULL, 0, -1 },
  { NULL, NULL, NULL, NULL, 0, 0 },
};

/* "pichoist queue 5" */
static char *
guess_verb (const char *word, int argc, char **argv)
{
  return g_ascii_isdigit (*word) ? g_strdup_printf ("queue retry %s", word) : NULL;
}

static int
dispatch (PhCliSession *session, const PhCliVerb *verb, int argc, char **argv,
          const Options *options)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!parse_ids (argc, argv, ids))
    return PH_EXIT_USAGE;
  switch (verb - verbs)
    {
    case VERB_RUN:
      return run (session, options, PH_QUEUE_OPEN, ids);
    case VERB_RETRY:
      return run (session, options, PH_QUEUE_OPEN | PH_QUEUE_FAILED, ids);
    case VERB_CANCEL:
      return cancel (session, ids);
    case VERB_LIST:
    default:
      return ph_cli_queue_list (session, options->format, options->json);
    }
}

int
ph_cli_queue (int argc, char **argv)
{
  Options options = { .timeout = DEFAULT_TIMEOUT };
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options.format, N_ ("Format of the links"),
      N_ ("FORMAT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print a JSON object for each job"),
      NULL },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout,
      N_ ("Give up after so long without any progress (default 120)"), N_ ("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  const PhCliVerbs command = {
    .arguments = _ ("[list|retry|run|cancel] [ID…]"),
    .summary = _ ("Shows the queue, sends what waits in it, or takes jobs out."),
    .verbs = verbs,
    .standard = "list",
    .guess = guess_verb,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  int status;
  const PhCliVerb *verb = ph_cli_verb_parse (&argc, &argv, entries, &command, &status);

  if (verb != NULL && options.timeout <= 0)
    {
      ph_cli_report (_ ("--timeout is too short: give whole seconds, 1 or more"));
      status = PH_EXIT_USAGE;
    }
  else if (verb != NULL)
    status = dispatch (session, verb, argc - 2, argv + 2, &options);
  g_free (options.format);
  return status;
}
