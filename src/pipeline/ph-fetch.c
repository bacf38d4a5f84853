/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-fetch.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-error.h"
#include "ph-secret-store.h"
#include "ph-spool.h"

typedef struct
{
  char *data_dir;
  char *url;
  PhTarget *target;
  PhHttpProgressFunc progress;
  gpointer progress_data;
  guint redirects;
  gboolean is_foreign;
  gboolean is_elsewhere; /* redirected to another host */
  int fd;
  char *spool;
} Fetch;

static void
drop_spool (Fetch *fetch)
{
  if (fetch->fd >= 0)
    close (fetch->fd);
  fetch->fd = -1;
  if (fetch->spool != NULL)
    ph_spool_remove (fetch->data_dir, fetch->spool);
  g_clear_pointer (&fetch->spool, g_free);
}

static void
fetch_free (Fetch *fetch)
{
  drop_spool (fetch);
  g_free (fetch->data_dir);
  ph_secret_free (fetch->url);
  g_clear_pointer (&fetch->target, ph_target_unref);
  g_free (fetch);
}

void
ph_fetched_free (PhFetched *fetched)
{
  g_free (fetched->spool);
  g_free (fetched->url);
  g_free (fetched);
}

gboolean
ph_fetch_is_url (const char *input)
{
  return g_ascii_strncasecmp (input, "http://", 7) == 0
         || g_ascii_strncasecmp (input, "https://", 8) == 0;
}

/* @login back where ph_input_new_job () took it from. */
static char *
dup_with_login (const char *url, const char *login)
{
  const char *host;

  if (login == NULL)
    return g_strdup (url);
  host = strstr (url, "://") + 3;
  return g_strdup_printf ("%.*s%s@%s", (int) (host - url), url, login, host);
}

/* Percent-encodes what may not stand in a URL and is often pasted all the same; what is encoded
 * already stays as it is. */
static char *
dup_sendable_url (const char *url)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const guchar *p = (const guchar *) url; *p != '\0' && *p != '#'; p++)
    if (*p <= ' ' || *p >= 0x7f || strchr ("\"<>\\^`{|}", *p) != NULL)
      g_string_append_printf (text, "%%%02X", *p);
    else
      g_string_append_c (text, (char) *p);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void send_request (GTask *task);

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Host and port as well: a port of this computer is a world of its own. */
static gboolean
is_same_host (const char *one, const char *other)
{
  g_autoptr (GUri) a = g_uri_parse (one, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (GUri) b = g_uri_parse (other, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return a != NULL && b != NULL && g_uri_get_host (a) != NULL && g_uri_get_host (b) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && g_uri_get_port (a) == g_uri_get_port (b);
}

static gboolean
follow (Fetch *fetch, const PhHttpResponse *response, GError **error)
{
  const char *location = ph_http_response_get_header (response, "location");
  g_autofree char *next = NULL;

  if (location != NULL)
    next = g_uri_resolve_relative (fetch->url, location,
                                   G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (next == NULL || !ph_fetch_is_url (next))
    {
      ph_error_set (error, PH_ERROR_SERVER, NULL, _ ("the server redirects to nowhere useful"));
      return FALSE;
    }
  if (++fetch->redirects > PH_FETCH_REDIRECTS)
    {
      ph_error_set (error, PH_ERROR_SERVER, NULL, _ ("the server redirects too many times"));
      return FALSE;
    }
  fetch->is_elsewhere = fetch->is_elsewhere || !is_same_host (fetch->url, next);
  ph_secret_free (fetch->url);
  fetch->url = dup_sendable_url (next);
  return TRUE;
}

static GError *
error_for_status (guint status)
{
  GError *error;

  switch (status)
    {
    case 404:
    case 410:
      return ph_error_new (PH_ERROR_NO_OBJECT, _ ("check the URL"),
                           _ ("nothing is there (HTTP %u)"), status);
    case 401:
    case 403:
      return ph_error_new (PH_ERROR_ACCESS,
                           _ ("save the picture with your browser and upload the file"),
                           _ ("the server doesn't give it out (HTTP %u)"), status);
    default:
      error = ph_error_new (PH_ERROR_SERVER, _ ("try again later"),
                            _ ("the server doesn't give it out (HTTP %u)"), status);
      if (status == 429)
        ph_error_set_retry (error, PH_RETRY_THROTTLE, 0);
      else if (status >= 500 || status == 408)
        ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
      return error;
    }
}

static void
sync_in_thread (GTask *sync, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Fetch *fetch = data;
  GError *error = NULL;

  if (ph_spool_sync (fetch->data_dir, fetch->fd, fetch->spool, &error))
    g_task_return_boolean (sync, TRUE);
  else
    g_task_return_error (sync, error);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  PhFetched *fetched;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  fetched = g_new0 (PhFetched, 1);
  fetched->spool = g_steal_pointer (&fetch->spool);
  fetched->url = g_strdup (fetch->url);
  g_task_return_pointer (task, fetched, (GDestroyNotify) ph_fetched_free);
}

/* On a thread: a sync may take as long as the disk likes.  Takes @task. */
static void
sync_and_return (GTask *task)
{
  g_autoptr (GTask) sync = g_task_new (NULL, NULL, on_synced, task);

  g_task_set_task_data (sync, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (sync, sync_in_thread);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (PhHttpResponse) response = ph_http_send_finish (PH_HTTP (source), result, &error);

  if (response == NULL)
    g_task_return_error (task, error);
  else if (is_redirect (response->status))
    {
      if (follow (fetch, response, &error))
        send_request (g_steal_pointer (&task));
      else
        g_task_return_error (task, error);
    }
  else if (response->status != 200)
    g_task_return_error (task, error_for_status (response->status));
  else
    sync_and_return (g_steal_pointer (&task));
}

static void
send_request (GTask *task)
{
  static const char *const headers[] = { "Accept: image/*,video/*;q=0.9,*/*;q=0.5", NULL };
  Fetch *fetch = g_task_get_task_data (task);
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;

  if (fetch->target != NULL)
    {
      /* The proxy leads out for this too; the bucket's own CA file and checks don't. */
      request.proxy = fetch->target->proxy;
      request.connect_timeout = fetch->target->connect_timeout;
      request.stall_timeout = fetch->target->stall_timeout;
    }
  request.method = "GET";
  request.url = fetch->url;
  request.headers = headers;
  request.response_fd = fetch->fd;
  request.response_fd_max = PH_FETCH_MAX;
  request.forbid_loopback = fetch->is_foreign && fetch->is_elsewhere;
  request.progress = fetch->progress;
  request.progress_data = fetch->progress_data;
  ph_http_send_async (g_task_get_source_object (task), &request, g_task_get_cancellable (task),
                      on_answer, task);
}

void
ph_fetch_async (PhHttp *http, const char *data_dir, const char *url, const char *login,
                const PhTarget *target, gboolean is_foreign, PhHttpProgressFunc progress,
                gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                gpointer user_data)
{
  char *whole = dup_with_login (url, login);
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);
  GError *error = NULL;

  fetch->data_dir = g_strdup (data_dir);
  fetch->url = dup_sendable_url (whole);
  ph_secret_free (whole);
  fetch->target = target != NULL ? ph_target_ref ((PhTarget *) target) : NULL;
  fetch->is_foreign = is_foreign;
  fetch->progress = progress;
  fetch->progress_data = progress_data;
  g_task_set_source_tag (task, ph_fetch_async);
  /* What is whole in the spool is handed over, and not forgotten there. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  fetch->fd = ph_spool_create (data_dir, &fetch->spool, &error);
  if (fetch->fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  send_request (g_steal_pointer (&task));
}

PhFetched *
ph_fetch_finish (PhHttp *http, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
