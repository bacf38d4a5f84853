/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http.h"

#include <errno.h>

#include "ph-crypto.h"
#include "ph-http-loop.h"
#include "ph-http-options.h"
#include "ph-http-sockets.h"
#include "ph-http-transfer.h"

/* How often transfers are looked at: for the stall time-out, and for progress that is shown. */
#define LOOK_INTERVAL 1000    /* milliseconds */
#define PROGRESS_INTERVAL 100 /* milliseconds */

struct _PhHttp
{
  GObject parent_instance;

  GMainContext *context;
  PhHttpLoop *loop; /* (nullable): until something is sent, as libcurl is loaded for it */
  CURLSH *share;    /* (nullable): TLS sessions */
  PhHttpSockets *sockets;
  GHashTable *flights; /* set of Flight */
  GSource *look;       /* (nullable): NULL while nothing is under way */
  guint look_interval;
};

G_DEFINE_FINAL_TYPE (PhHttp, ph_http, G_TYPE_OBJECT)

/* A transfer under way, and who waits for it. */
typedef struct
{
  PhHttp *http; /* borrowed: the task keeps it alive, and it ends what has none */
  PhHttpTransfer *transfer;
  GTask *task; /* (nullable): NULL for a connection opened ahead */

  GCancellable *cancellable; /* (nullable) */
  gulong cancelled_id;
  GSource *cancel; /* (nullable): attached once @cancellable is cancelled */
  int cancel_sent; /* atomic */
} Flight;

void
ph_http_request_use_target (PhHttpRequest *request, const PhTarget *target)
{
  request->proxy = target->proxy;
  request->ca_file = target->ca_file;
  request->tls_insecure = !target->tls_verify;
  request->connect_timeout = target->connect_timeout;
  request->stall_timeout = target->stall_timeout;
}

static void
flight_free (Flight *flight)
{
  if (flight->cancelled_id != 0)
    g_cancellable_disconnect (flight->cancellable, flight->cancelled_id);
  g_clear_object (&flight->cancellable);
  if (flight->cancel != NULL)
    {
      g_source_destroy (flight->cancel);
      g_source_unref (flight->cancel);
    }
  ph_http_transfer_free (flight->transfer);
  g_clear_object (&flight->task);
  g_free (flight);
}

/* --- ends --- */

static void
stop_looking (PhHttp *http)
{
  if (http->look == NULL)
    return;
  g_source_destroy (http->look);
  g_clear_pointer (&http->look, g_source_unref);
}

/* Forgets a transfer that curl has let go of.  Returns who waits for it.  (nullable) */
static GTask *
take_off (Flight *flight)
{
  PhHttp *http = flight->http;
  GTask *task = g_steal_pointer (&flight->task);

  g_hash_table_remove (http->flights, flight);
  if (g_hash_table_size (http->flights) == 0)
    stop_looking (http);
  flight_free (flight);
  return task;
}

/* Ends a transfer that curl still has.  @error: (transfer full) */
static void
break_off (Flight *flight, GError *error)
{
  g_autoptr (GTask) task = NULL;

  ph_http_loop_remove (flight->http->loop, ph_http_transfer_get_easy (flight->transfer));
  task = take_off (flight);
  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static void
on_done (CURL *easy, CURLcode result, gpointer owner)
{
  PhHttp *http = PH_HTTP (owner);
  Flight *flight = NULL;
  PhHttpResponse *response;
  GError *error = NULL;
  g_autoptr (GTask) task = NULL;

  curl_easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &flight);
  if (ph_http_transfer_rewind (flight->transfer, result)
      && ph_http_loop_add (http->loop, easy) == CURLM_OK)
    return;
  response = ph_http_transfer_finish (flight->transfer, result, &error);
  task = take_off (flight);
  if (task == NULL)
    {
      g_clear_pointer (&response, ph_http_response_free);
      g_clear_error (&error);
    }
  else if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) ph_http_response_free);
  else
    g_task_return_error (task, error);
}

/* Goes on, or is broken off. */
static void
look_at (Flight *flight, gint64 now)
{
  CURL *easy = ph_http_transfer_get_easy (flight->transfer);
  int fd = ph_http_loop_get_socket (flight->http->loop, easy);
  GError *error = NULL;

  if (!ph_http_transfer_look (flight->transfer, fd, now, &error))
    break_off (flight, error);
}

static gboolean
on_look (gpointer user_data)
{
  g_autoptr (PhHttp) http = g_object_ref (PH_HTTP (user_data));
  gint64 now = g_get_monotonic_time ();
  guint n_flights = 0;
  g_autofree gpointer *flights = g_hash_table_get_keys_as_array (http->flights, &n_flights);

  /* What is told to the owner of one may end another. */
  for (guint i = 0; i < n_flights; i++)
    if (g_hash_table_contains (http->flights, flights[i]))
      look_at (flights[i], now);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_cancel (gpointer user_data)
{
  break_off (user_data,
             g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, g_strerror (ECANCELED)));
  return G_SOURCE_REMOVE;
}

/* In whatever thread. */
static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Flight *flight = user_data;

  if (g_atomic_int_compare_and_exchange (&flight->cancel_sent, 0, 1))
    g_source_attach (flight->cancel, flight->http->context);
}

/* --- beginnings --- */

static void
make_ready (PhHttp *http)
{
  if (http->loop != NULL)
    return;
  ph_crypto_load ();
  /* Counted; safe on several threads since 7.84. */
  curl_global_init (CURL_GLOBAL_DEFAULT);
  http->loop = ph_http_loop_new (http->context, on_done, G_OBJECT (http));
  http->share = curl_share_init ();
  curl_share_setopt (http->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

static void
keep_looking (PhHttp *http, guint interval)
{
  if (http->look != NULL && http->look_interval <= interval)
    return;
  stop_looking (http);
  http->look = g_timeout_source_new (interval);
  http->look_interval = interval;
  g_source_set_callback (http->look, on_look, http, NULL);
  g_source_attach (http->look, http->context);
}

static void
watch_cancellable (Flight *flight, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  flight->cancellable = g_object_ref (cancellable);
  flight->cancel = g_idle_source_new ();
  g_source_set_priority (flight->cancel, G_PRIORITY_HIGH);
  g_source_set_callback (flight->cancel, on_cancel, flight, NULL);
  flight->cancelled_id
      = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), flight, NULL);
}

/* @transfer: (transfer full) */
static Flight *
start (PhHttp *http, PhHttpTransfer *transfer)
{
  CURL *easy = ph_http_transfer_get_easy (transfer);
  Flight *flight = g_new0 (Flight, 1);
  CURLMcode code;

  flight->http = http;
  flight->transfer = transfer;
  curl_easy_setopt (easy, CURLOPT_PRIVATE, flight);
  code = ph_http_loop_add (http->loop, easy);
  /* Fails only from inside a callback of curl's, where we call nobody, or out of memory. */
  g_assert (code == CURLM_OK);
  g_hash_table_add (http->flights, flight);
  keep_looking (http,
                ph_http_transfer_wants_progress (transfer) ? PROGRESS_INTERVAL : LOOK_INTERVAL);
  return flight;
}

void
ph_http_send_async (PhHttp *http, const PhHttpRequest *request, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  PhHttpTransfer *transfer;
  GError *error = NULL;
  Flight *flight;

  g_task_set_source_tag (task, ph_http_send_async);
  /* An answer that has come is worth more than a late wish not to have asked. */
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  make_ready (http);
  transfer = ph_http_transfer_new (request, http->share, http->sockets, &error);
  if (transfer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  flight = start (http, transfer);
  flight->task = g_steal_pointer (&task);
  watch_cancellable (flight, cancellable);
}

PhHttpResponse *
ph_http_send_finish (PhHttp *http, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ph_http_send_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
ph_http_get_versions (void)
{
  return curl_version ();
}

/* How many connections to @place stand that no request uses, or are being opened for none. */
static guint
count_ahead (PhHttp *http, const char *place)
{
  GHashTableIter iter;
  Flight *flight;
  guint ahead = 0;
  guint used = 0;
  guint standing = ph_http_sockets_count (http->sockets, place, PH_HTTP_CONNECTION_MAX_IDLE);

  g_hash_table_iter_init (&iter, http->flights);
  while (g_hash_table_iter_next (&iter, (gpointer *) &flight, NULL))
    if (g_strcmp0 (ph_http_transfer_get_place (flight->transfer), place) == 0)
      {
        ahead += flight->task == NULL;
        used++;
      }
  return ahead + (standing > used ? standing - used : 0);
}

/* A connection that CURLOPT_CONNECT_ONLY opened can't be used by another transfer (libcurl's
 * lib/url.c, ConnectionExists ()), and one that is given up before its answer is closed.  So the
 * cheapest request is sent; what the server says to it doesn't matter. */
void
ph_http_preconnect (PhHttp *http, const PhHttpRequest *request, guint count)
{
  PhHttpRequest ahead = *request;

  ahead.method = "HEAD";
  ahead.body = NULL;
  ahead.headers = NULL;
  ahead.progress = NULL;
  ahead.response_fd = -1;
  make_ready (http);
  for (;;)
    {
      g_autoptr (PhHttpTransfer) transfer
          = ph_http_transfer_new (&ahead, http->share, http->sockets, NULL);

      if (transfer == NULL || count_ahead (http, ph_http_transfer_get_place (transfer)) >= count)
        return;
      start (http, g_steal_pointer (&transfer));
    }
}

static void
ph_http_finalize (GObject *object)
{
  PhHttp *http = PH_HTTP (object);
  GHashTableIter iter;
  Flight *flight;

  stop_looking (http);
  /* Only connections opened ahead: a request keeps the client alive. */
  g_hash_table_iter_init (&iter, http->flights);
  while (g_hash_table_iter_next (&iter, (gpointer *) &flight, NULL))
    {
      ph_http_loop_remove (http->loop, ph_http_transfer_get_easy (flight->transfer));
      flight_free (flight);
    }
  g_hash_table_unref (http->flights);
  g_clear_pointer (&http->loop, ph_http_loop_free);
  ph_http_sockets_free (http->sockets);
  g_clear_pointer (&http->share, curl_share_cleanup);
  g_main_context_unref (http->context);
  G_OBJECT_CLASS (ph_http_parent_class)->finalize (object);
}

static void
ph_http_class_init (PhHttpClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_http_finalize;
}

static void
ph_http_init (PhHttp *http)
{
  http->context = g_main_context_ref_thread_default ();
  http->flights = g_hash_table_new (NULL, NULL);
  http->sockets = ph_http_sockets_new ();
}

PhHttp *
ph_http_new (void)
{
  return g_object_new (PH_TYPE_HTTP, NULL);
}
