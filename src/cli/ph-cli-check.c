/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-check.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-cli-await.h"
#include "ph-cli-cells.h"
#include "ph-cli.h"
#include "ph-digest.h"
#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-object-key.h"

/* A grey PNG of one pixel. */
static const guint8 picture[]
    = { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
        0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
        0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
        0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xda, 0x45, 0x08, 0x3b, 0x00,
        0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82 };

#define LABEL_CELLS 12

typedef struct
{
  PhCliSession *session;
  PhDestination *destination; /* owned */
  PhCliAwait await;
  PhContent *content;
  PhDigest digest;
  char *key;
  gboolean is_put;
} Check;

typedef gboolean (*CheckStep) (Check *check, GError **error);

static void
check_clear (Check *check)
{
  ph_cli_await_clear (&check->await);
  g_clear_pointer (&check->content, ph_content_unref);
  g_clear_pointer (&check->destination, ph_destination_unref);
  g_free (check->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

/* Any answer of the server will do. */
static gboolean
check_reach (Check *check, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PhObject) object = NULL;

  ph_storage_head_async (check->destination->storage, check->key, NULL, ph_cli_await_callback,
                         &check->await);
  object = ph_storage_head_finish (check->destination->storage, ph_cli_await (&check->await),
                                   &local_error);
  if (g_error_matches (local_error, PH_ERROR, PH_ERROR_NETWORK)
      || g_error_matches (local_error, PH_ERROR, PH_ERROR_TLS)
      || g_error_matches (local_error, PH_ERROR, PH_ERROR_PROXY)
      || g_error_matches (local_error, PH_ERROR, PH_ERROR_DISK))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_put (Check *check, GError **error)
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
  g_autoptr (PhObject) object = NULL;

  ph_storage_put_async (check->destination->storage, &request, NULL, ph_cli_await_callback,
                        &check->await);
  object = ph_storage_put_finish (check->destination->storage, ph_cli_await (&check->await), error);
  check->is_put = object != NULL;
  return check->is_put;
}

static gboolean
is_picture (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return size == sizeof picture && memcmp (data, picture, size) == 0;
}

static gboolean
check_read (Check *check, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  ph_storage_get_async (check->destination->storage, check->key, 65536, NULL, ph_cli_await_callback,
                        &check->await);
  bytes = ph_storage_get_finish (check->destination->storage, ph_cli_await (&check->await), error);
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
warn_of_headers (const PhHttpResponse *response)
{
  const char *disposition = ph_http_response_get_header (response, "content-disposition");
  const char *type = ph_http_response_get_header (response, "content-type");

  if (disposition != NULL && g_ascii_strncasecmp (disposition, "attachment", 10) == 0)
    ph_cli_report (_ ("the public link is downloaded and not shown: connect a domain of your own"));
  if (type == NULL || !g_str_has_prefix (type, "image/png"))
    ph_cli_report (_ ("the public link comes with the type “%s” and not image/png"),
                   type != NULL ? type : "");
}

static gboolean
fetch_public (Check *check, const char *url, GError **error)
{
  PhHttp *http = ph_cli_session_get_http (check->session);
  PhHttpRequest request = PH_HTTP_REQUEST_INIT;
  g_autoptr (PhHttpResponse) response = NULL;

  ph_http_request_use_target (&request, check->destination->target);
  request.method = "GET";
  request.url = url;
  ph_http_send_async (http, &request, NULL, ph_cli_await_callback, &check->await);
  response = ph_http_send_finish (http, ph_cli_await (&check->await), error);
  if (response == NULL)
    return FALSE;
  if (response->status != 200 || !is_picture (response->body))
    {
      set_public_error (error, url, response);
      return FALSE;
    }
  warn_of_headers (response);
  return TRUE;
}

static gboolean
check_public (Check *check, GError **error)
{
  const PhTarget *target = check->destination->target;
  g_autofree char *url = ph_destination_build_url (check->destination, check->key,
                                                   target->is_private ? 300 : 0, error);

  if (url == NULL)
    return FALSE;
  return fetch_public (check, url, error);
}

static gboolean
check_delete (Check *check, GError **error)
{
  ph_storage_delete_async (check->destination->storage, check->key, NULL, ph_cli_await_callback,
                           &check->await);
  return ph_storage_delete_finish (check->destination->storage, ph_cli_await (&check->await),
                                   error);
}

/* One step, whose words are aligned in every language. */
static void
print_step (const char *label, const char *text)
{
  g_autofree char *padded = ph_cli_cells_pad (label, LABEL_CELLS);

  printf ("%s %s\n", padded, text);
  fflush (stdout);
}

static void
print_failure (const char *label, const GError *error)
{
  const char *details = ph_error_get_details (error);
  g_autofree char *text = ph_cli_describe_error (error);
  g_autofree char *escaped = details != NULL ? ph_display_name_escape (details) : NULL;
  g_autofree char *quoted = escaped != NULL ? g_strdup_printf ("(%s)", escaped) : NULL;

  print_step (label, text);
  if (quoted != NULL)
    print_step ("", quoted);
}

static gboolean
run_step (Check *check, const char *label, CheckStep step)
{
  g_autoptr (GError) error = NULL;

  if (step (check, &error))
    print_step (label, _ ("ok"));
  else
    print_failure (label, error);
  return error == NULL;
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

static int
run_steps (Check *check)
{
  gboolean ok = run_step (check, _ ("reach"), check_reach);

  if (ok)
    ok = run_step (check, _ ("put"), check_put);
  if (check->is_put)
    {
      ok &= run_step (check, _ ("read"), check_read);
      if (check->destination->target->folder == NULL)
        ok &= run_step (check, _ ("public link"), check_public);
      else
        print_step (_ ("public link"), _ ("not looked at: it works once the site is published"));
      ok &= run_step (check, _ ("delete"), check_delete);
    }
  return ok ? PH_EXIT_OK : PH_EXIT_FAILED;
}

int
ph_cli_check_profile (PhCliSession *session, const char *profile)
{
  g_auto (Check) check = { .session = session, .await = PH_CLI_AWAIT_INIT };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (picture, sizeof picture);
  PhConfig *config = ph_cli_session_get_config (session, &error);

  if (config == NULL || ph_config_get_profile (config, profile, &error) == NULL)
    return ph_cli_fail (NULL, error);
  check.destination
      = ph_destination_open (config, profile, ph_cli_session_get_http (session), &error);
  if (check.destination == NULL)
    {
      print_failure (_ ("settings"), error);
      return PH_EXIT_FAILED;
    }
  print_step (_ ("settings"), _ ("ok"));
  check.content = ph_content_new_for_bytes (bytes);
  check.key = make_key (check.destination);
  ph_digest_compute (check.content, 0, -1, PH_DIGEST_SHA256 | PH_DIGEST_MD5, &check.digest, NULL,
                     NULL);
  return run_steps (&check);
}
