/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-profile-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-destination.h"
#include "ph-digest.h"
#include "ph-error.h"
#include "ph-object-key.h"

/* A grey PNG of one pixel. */
static const guint8 picture[]
    = { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
        0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
        0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
        0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xda, 0x45, 0x08, 0x3b, 0x00,
        0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82 };

typedef struct
{
  PhHttp *http;
  PhDestination *destination;
  PhContent *content;
  PhDigest digest;
  char *key;
  char *url; /* (nullable): the public one */
  PhCheckFunc func;
  gpointer func_data;

  PhCheckStep step; /* that is being taken */
  gboolean is_put;
  gboolean failed;
  const char *note;    /* of the step */
  GPtrArray *warnings; /* of the step */
} Check;

static void
check_free (Check *check)
{
  g_clear_object (&check->http);
  g_clear_pointer (&check->content, ph_content_unref);
  g_clear_pointer (&check->destination, ph_destination_unref);
  g_ptr_array_unref (check->warnings);
  g_free (check->key);
  g_free (check->url);
  g_free (check);
}

/* --- results ------------------------------------------------------------------------------------
 */

const char *
ph_check_step_get_label (PhCheckStep step)
{
  static const char *const labels[PH_N_CHECKS] = {
    [PH_CHECK_SETTINGS] = N_ ("settings"),
    [PH_CHECK_REACH] = N_ ("reach"),
    [PH_CHECK_PUT] = N_ ("put"),
    [PH_CHECK_READ] = N_ ("read"),
    [PH_CHECK_PUBLIC] = N_ ("public link"),
    [PH_CHECK_DELETE] = N_ ("delete"),
  };

  return _ (labels[step]);
}

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

PhCheckResult *
ph_check_result_copy (const PhCheckResult *result)
{
  PhCheckResult *copy = g_new0 (PhCheckResult, 1);

  copy->step = result->step;
  copy->error = result->error != NULL ? g_error_copy (result->error) : NULL;
  copy->note = result->note;
  copy->warnings = g_ptr_array_copy (result->warnings, copy_text, NULL);
  g_ptr_array_set_free_func (copy->warnings, g_free);
  return copy;
}

void
ph_check_result_free (PhCheckResult *result)
{
  g_clear_error (&result->error);
  g_ptr_array_unref (result->warnings);
  g_free (result);
}

static void
tell (Check *check, GError *error)
{
  const PhCheckResult result = { check->step, error, check->note, check->warnings };

  check->failed = check->failed || error != NULL;
  check->func (&result, check->func_data);
  check->note = NULL;
  g_ptr_array_set_size (check->warnings, 0);
}

/* --- the steps ----------------------------------------------------------------------------------
 */

static void on_step_done (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start_reach (Check *check, GTask *task)
{
  ph_storage_head_async (check->destination->storage, check->key, g_task_get_cancellable (task),
                         on_step_done, task);
}

/* Any answer of the server will do. */
static gboolean
finish_reach (Check *check, GAsyncResult *result, GError **error)
{
  static const PhErrorCode unreached[]
      = { PH_ERROR_NETWORK, PH_ERROR_TLS, PH_ERROR_PROXY, PH_ERROR_DISK, PH_ERROR_CANCELLED };
  GError *local_error = NULL;
  g_autoptr (PhObject) object
      = ph_storage_head_finish (check->destination->storage, result, &local_error);

  for (guint i = 0; i < G_N_ELEMENTS (unreached); i++)
    if (g_error_matches (local_error, PH_ERROR, (gint) unreached[i]))
      {
        g_propagate_error (error, local_error);
        return FALSE;
      }
  g_clear_error (&local_error);
  return TRUE;
}

static void
start_put (Check *check, GTask *task)
{
  const PhPutRequest request = {
    .key = check->key,
    .content = check->content,
    .content_type = "image/png",
    .cache_control = "no-store",
    .sha256 = check->digest.sha256,
    .md5 = check->digest.md5,
    .if_absent = ph_storage_can_put_if_absent (check->destination->storage),
  };

  ph_storage_put_async (check->destination->storage, &request, g_task_get_cancellable (task),
                        on_step_done, task);
}

static gboolean
finish_put (Check *check, GAsyncResult *result, GError **error)
{
  g_autoptr (PhObject) object = ph_storage_put_finish (check->destination->storage, result, error);

  check->is_put = object != NULL;
  return check->is_put;
}

static void
start_read (Check *check, GTask *task)
{
  ph_storage_get_async (check->destination->storage, check->key, 65536,
                        g_task_get_cancellable (task), on_step_done, task);
}

static gboolean
is_picture (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return size == sizeof picture && memcmp (data, picture, size) == 0;
}

static gboolean
finish_read (Check *check, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = ph_storage_get_finish (check->destination->storage, result, error);

  if (bytes == NULL)
    return FALSE;
  if (!is_picture (bytes))
    {
      ph_error_set (error, PH_ERROR_SERVER, _ ("check what stands between here and the server"),
                    _ ("other bytes came back than were put"));
      return FALSE;
    }
  return TRUE;
}

static void end_step (GTask *task, GError *error);

static void
start_public (Check *check, GTask *task)
{
  const PhTarget *target = check->destination->target;
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  GError *error = NULL;

  if (target->folder != NULL)
    {
      check->note = _ ("not looked at: it works once the site is published");
      end_step (task, NULL);
      return;
    }
  check->url = ph_destination_build_url (check->destination, check->key,
                                         target->is_private ? 300 : 0, &error);
  if (check->url == NULL)
    {
      end_step (task, error);
      return;
    }
  ph_http_request_use_target (&request, target);
  request.method = "GET";
  request.url = check->url;
  ph_http_send_async (check->http, &request, g_task_get_cancellable (task), on_step_done, task);
}

static void
set_public_error (GError **error, const char *url, const PhHttpResponse *response)
{
  const char *server = ph_http_response_get_header (response, "server");
  g_autofree char *details
      = g_strdup_printf ("HTTP %u, Server: %s", response->status, server != NULL ? server : "-");

  if (response->status == 404)
    ph_error_set (error, PH_ERROR_NO_OBJECT,
                  _ ("set public-url to the address that shows this bucket"),
                  _ ("%s: nothing is there (HTTP 404)"), url);
  else if (response->status == 401 || response->status == 403)
    ph_error_set (error, PH_ERROR_ACCESS,
                  _ ("make the bucket public, connect a domain to it, or set private=true"),
                  _ ("%s: the public may not read it (HTTP %u)"), url, response->status);
  else
    ph_error_set (error, PH_ERROR_SERVER, _ ("check public-url and what stands behind it"),
                  _ ("%s: not the picture (HTTP %u)"), url, response->status);
  if (error != NULL && *error != NULL)
    ph_error_set_details (*error, details);
}

static void
warn_of_headers (Check *check, const PhHttpResponse *response)
{
  const char *disposition = ph_http_response_get_header (response, "content-disposition");
  const char *type = ph_http_response_get_header (response, "content-type");

  if (disposition != NULL && g_ascii_strncasecmp (disposition, "attachment", 10) == 0)
    g_ptr_array_add (check->warnings, g_strdup (_ ("the public link is downloaded and not shown: "
                                                   "connect a domain of your own")));
  if (type == NULL || !g_str_has_prefix (type, "image/png"))
    g_ptr_array_add (
        check->warnings,
        g_strdup_printf (_ ("the public link comes with the type “%s” and not image/png"),
                         type != NULL ? type : ""));
}

static gboolean
finish_public (Check *check, GAsyncResult *result, GError **error)
{
  g_autoptr (PhHttpResponse) response = ph_http_send_finish (check->http, result, error);

  if (response == NULL)
    return FALSE;
  if (response->status != 200 || !is_picture (response->body))
    {
      set_public_error (error, check->url, response);
      return FALSE;
    }
  warn_of_headers (check, response);
  return TRUE;
}

/* What was put is deleted even where the person has stopped the check. */
static void
start_delete (Check *check, GTask *task)
{
  ph_storage_delete_async (check->destination->storage, check->key, NULL, on_step_done, task);
}

static gboolean
finish_delete (Check *check, GAsyncResult *result, GError **error)
{
  return ph_storage_delete_finish (check->destination->storage, result, error);
}

/* --- one after the other ------------------------------------------------------------------------
 */

static const struct
{
  void (*start) (Check *check, GTask *task);
  gboolean (*finish) (Check *check, GAsyncResult *result, GError **error);
} steps[PH_N_CHECKS] = {
  [PH_CHECK_REACH] = { start_reach, finish_reach },
  [PH_CHECK_PUT] = { start_put, finish_put },
  [PH_CHECK_READ] = { start_read, finish_read },
  [PH_CHECK_PUBLIC] = { start_public, finish_public },
  [PH_CHECK_DELETE] = { start_delete, finish_delete },
};

/* @task, @error: (transfer full) */
static void
end_step (GTask *task, GError *error)
{
  Check *check = g_task_get_task_data (task);

  tell (check, error);
  g_clear_error (&error);
  check->step++;
  /* Once something was put all that is left is worth knowing, and the picture has to go. */
  if (check->step == PH_N_CHECKS || (check->failed && !check->is_put))
    {
      g_task_return_boolean (task, !check->failed);
      g_object_unref (task);
      return;
    }
  steps[check->step].start (check, task);
}

static void
on_step_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = g_task_get_task_data (user_data);
  GError *error = NULL;

  steps[check->step].finish (check, result, &error);
  end_step (user_data, error);
}

/* Below the prefix that the profile's pictures get: a key may be allowed to write there only. */
static char *
make_key (const PhDestination *destination)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *prefix = ph_key_template_expand_prefix (destination->key_template, now);
  const char *slash = strrchr (prefix, '/');
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *raw = g_strdup_printf (
      "%.*spichoist-check-%s.png", slash != NULL ? (int) (slash - prefix + 1) : 0, prefix, uuid);

  return ph_object_key_normalise (raw, NULL);
}

void
ph_profile_check_async (PhConfig *config, const char *profile, PhHttp *http,
                        GCancellable *cancellable, PhCheckFunc func, gpointer func_data,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (picture, sizeof picture);
  Check *check = g_new0 (Check, 1);
  GError *error = NULL;

  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  /* Stopped or not, the answer is what became of the steps. */
  g_task_set_check_cancellable (task, FALSE);
  check->http = g_object_ref (http);
  check->func = func;
  check->func_data = func_data;
  check->warnings = g_ptr_array_new_with_free_func (g_free);
  check->destination = ph_destination_open (config, profile, http, &error);
  if (check->destination != NULL)
    {
      check->content = ph_content_new_for_bytes (bytes);
      check->key = make_key (check->destination);
      ph_digest_compute (check->content, 0, -1, PH_DIGEST_SHA256 | PH_DIGEST_MD5, &check->digest,
                         NULL, NULL);
    }
  end_step (task, error);
}

gboolean
ph_profile_check_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
